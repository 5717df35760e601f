// What is done with a conversation beside answering it: pass on, ask an engineer, read along, merge, snooze, procedures.

import { say } from "./announce.js";
import { Refused } from "./api.js";
import { count, h } from "./dom.js";
import { choose, chosenIn, radios } from "./practice_ask.js";
import { CLASSES, groupOf, waiting } from "./practice_words.js";
import { emptied, outliving } from "./tools.js";

const CANCEL = ["Cancel", "quiet", null];
const NOBODY = "Choose a colleague first.";
const MINUTES = [5, 10, 15, 30, 60];

function mates(shift, name, legend, on) {
  return radios(name, legend, shift.desk.colleagues.map(({ id, name: who, role, about }) => [id, `${who}, ${role}`, about]), null, on);
}

/** Pass a conversation on to a colleague by name. cleared(): its reply has gone with it. */
export async function passOn(shift, id, cleared) {
  const one = shift.case(id);
  const draft = shift.draft(id, "reply").text;
  const box = outliving(h("textarea", { id: `pass-${id}`, rows: 4, maxlength: "4000" }), shift.keep);
  box.value ||= draft;
  const warning = h("p", { class: "warning", role: "status" });
  const body = h("div", {}, mates(shift, "mate", "To whom?", () => warn()),
    h("label", { for: box.id, text: `Words to ${one.customer.first_name}, sent before you pass it on` }), box, warning);
  const warn = () => {
    const mate = shift.desk.colleagues.find(({ id: known }) => known === chosenIn(body, "mate"));
    const first = mate?.name.split(" ")[0];
    const isTold = !mate || [...one.messages.filter(({ by }) => by === "me").map(({ text }) => text), box.value].some((text) => text.includes(first));
    warning.textContent = isTold ? "" : `${one.customer.first_name} has not been told that ${first} will answer. Say so by name.`;
  };
  box.addEventListener("input", warn);
  const sure = await choose(`Pass on: ${one.subject}`, body, [["Pass on", "primary", true], CANCEL], () => (chosenIn(body, "mate") ? null : NOBODY));
  if (!sure) return null;
  const text = box.value.trim();
  emptied(box);
  if (text && text.includes(draft.trim())) cleared();
  return shift.act({ kind: "pass", case: id, to: chosenIn(body, "mate"), text });
}

/** Ask the desk's engineer; the conversation stays the rep's, and a note comes. */
export function askEngineer(shift, id) {
  return shift.act({ kind: "engineering", case: id });
}

/** Let a colleague read along. */
export async function readAlong(shift, id) {
  const body = h("div", {}, mates(shift, "mate", "Who shall know? You keep the conversation."));
  const sure = await choose("Let a colleague read along", body, [["Let them read", "primary", true], CANCEL], () => (chosenIn(body, "mate") ? null : NOBODY));
  return sure ? shift.act({ kind: "copy", case: id, to: chosenIn(body, "mate") }) : null;
}

/** Return the conversations that *id* can be merged with: the rep's own first. */
function others(shift, id) {
  const found = shift.cases.filter((one) => one.id !== id && !one.merged_into && ["mine", "new"].includes(one.standing));
  return found.sort((a, b) => (a.standing === b.standing ? 0 : a.standing === "mine" ? -1 : 1));
}

/** Return [title, explanation] of a conversation in a list to choose from. */
function told(shift, one) {
  return [`${one.customer.name} (${CLASSES[one.customer.class]}): ${one.subject}`, `${groupOf(one) === "new" ? "nobody's yet" : "yours"}, ${waiting(one, shift.at).words}`];
}

/** Merge a conversation into another one of the rep's, or one that nobody has. */
export async function merge(shift, id) {
  const list = others(shift, id).map((one) => [one.id, ...told(shift, one)]);
  const body = h("div", {}, h("p", { text: "For reports of the same disturbance: what you write there goes to both." }),
    list.length ? radios("into", "Into which one?", list, null) : h("p", { text: "There is no other conversation of yours. Take the first report, then merge the others into it." }));
  const sure = await choose(`Merge: ${shift.case(id).subject}`, body, list.length ? [["Merge", "primary", true], CANCEL] : [["Close", "primary", null]],
    () => (chosenIn(body, "into") ? null : "Choose a conversation first."));
  return sure ? shift.act({ kind: "merge", case: id, into: chosenIn(body, "into") }) : null;
}

/** Merge any number of other conversations into this one. */
export async function gather(shift, id) {
  const list = others(shift, id);
  const row = (one, i) => {
    const [words, why] = told(shift, one);
    return h("label", { class: "tick" }, h("input", { type: "checkbox", name: "report", value: one.id, autofocus: i === 0 }), h("span", {}, h("strong", { text: words }), h("span", { class: "faint", text: ` ${why}` })));
  };
  const ticked = () => [...body.querySelectorAll("[name=report]:checked")].map(({ value }) => value);
  const body = h("div", {}, h("p", { text: `Tick the reports of the same disturbance. They become yours, and what you write to ${shift.case(id).customer.name} goes to all of them.` }),
    list.length ? h("fieldset", { class: "options" }, h("legend", { text: "Which ones?" }), list.map(row)) : h("p", { text: "There is no other open conversation that nobody has or that is yours." }));
  const sure = await choose(`Merge into: ${shift.case(id).subject}`, body, list.length ? [["Merge", "primary", true], CANCEL] : [["Close", "primary", null]],
    () => (ticked().length ? null : "Tick a conversation first."));
  return sure ? mergedAll(shift, ticked(), id) : null;
}

/** Merge each of *ids* into *into*; say how many, and name those that could not be. */
async function mergedAll(shift, ids, into) {
  const not = [];
  const merged = (id) => shift.act({ kind: "merge", case: id, into }, ({ says }) => not.push(`${shift.case(id).customer.name} (${says})`));
  const done = (await Promise.all(ids.map(merged))).filter(Boolean);
  const words = done.length ? `${count(done.length, "conversation")} merged: what you write here goes to all.` : "Nothing was merged.";
  if (not.length) shift.refuse(new Refused("not_merged", `${words} Not merged: ${not.join(" ")}`));
  else say(words);
  return done;
}

/** Put a conversation out of sight for a while. */
export async function snooze(shift, id) {
  const body = h("div", {}, radios("minutes", "For how long, by the shift's clock?", MINUTES.map((one) => [String(one), `${one} minutes`]), "10"));
  const sure = await choose(`Snooze: ${shift.case(id).subject}`, body, [["Snooze", "primary", true], CANCEL]);
  return sure ? shift.act({ kind: "snooze", case: id, minutes: Number(chosenIn(body, "minutes")) }) : null;
}

/** Go through a procedure's checks, then carry it out or refuse it. */
export async function procedure(shift, id, name) {
  const { title, verify, policy } = shift.desk.procedures[name];
  const { customer } = shift.case(id);
  const ticks = verify.map((words, i) => h("label", { class: "tick" }, h("input", { type: "checkbox", name: "verified", value: i, autofocus: i === 0 }), h("span", { text: words })));
  const ticked = () => [...body.querySelectorAll(":checked")].map(({ value }) => Number(value));
  const facts = [["Account", customer.name], ["Registered address", customer.email], ["Card ends with", customer.check || "none on file"], ["Last invoice", customer.invoice], ["Plan", customer.paid ? `${customer.plan}, ${customer.paid.toLocaleString("en")} EUR a ${customer.pays ?? "month"}` : customer.plan]].filter(([, value]) => value);
  const body = h("div", {}, h("p", { class: "policy", text: policy }),
    h("dl", { class: "facts" }, facts.map(([what, value]) => h("div", {}, h("dt", { text: what }), h("dd", { text: value })))),
    h("fieldset", { class: "options" }, h("legend", { text: "Checked? Tick what you have verified." }), ticks));
  const sure = await choose(title, body, [["Do it", "primary", "do"], ["Refuse it", "", "refuse"], CANCEL],
    (value) => (value === "do" && ticked().length < verify.length ? "Check everything and tick it first, or refuse." : null));
  if (!sure) return null;
  const verified = ticked();
  const done = await shift.act({ kind: "carry", case: id, procedure: name, verified, do: sure === "do" });
  if (done?.says) say(done.says);
  return done;
}
