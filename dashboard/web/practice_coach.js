// Coaching under a reply: what was noticed, with the words it goes by, and "I did say that".

import { say } from "./announce.js";
import { h, icon } from "./dom.js";

const KINDS = { said: "Said", ahead: "Said", asked: "Asked", missing: "Still open", wrong: "Not so", tone: "Tone", effort: "Their effort" };
const WORDS = ["missing", "wrong", "said", "ahead"]; // kinds that are about what was said
const NOTED = "Noted for your trainer. It costs you nothing.";

/** Return what is said without the words that its kind says already; "Brought across" was kept by earlier versions. */
function bare(says) {
  return says.replace(/^(Said|Brought across|That is not so|You asked for what you need): /, "");
}

/** Return the panel of a conversation's last reply, or null where it was put away. coach: {entry, feedback, hint}. */
export function coaching(shift, id, coach) {
  if (coach.away || (!coach.feedback.length && !coach.hint)) return null;
  const away = h("button", { type: "button", class: "quiet", "aria-label": "Hide the feedback", text: "Hide", on: { click: () => putAway(shift, id) } });
  return h("aside", { class: "coach", "aria-label": "Feedback on your reply" },
    h("div", { class: "row spread" }, h("h3", {}, icon("ok"), " Coach"), away),
    coach.hint ? h("p", {}, h("strong", { text: "Hint: " }), coach.hint.says) : null,
    h("ul", { hidden: !coach.feedback.length }, coach.feedback.map((one) => item(shift, id, coach, one))));
}

function item(shift, id, coach, { kind, verdict, says, quote, about }) {
  const button = h("button", { type: "button", class: "link", text: WORDS.includes(kind) ? "I did say that" : "I see it otherwise", on: { click: () => disagree() } });
  const disagree = async () => {
    const done = await shift.act({ kind: "disagree", case: id, message: coach.entry, about: about || kind });
    if (!done) return;
    shift.keep.set(`coach:${id}`, { ...coach, told: [...(coach.told ?? []), about || kind] });
    say(NOTED);
    button.replaceWith(h("span", { class: "faint", text: NOTED }));
  };
  const isGood = verdict === "good";
  const isTold = coach.told?.includes(about || kind);
  return h("li", { class: isGood ? "good" : "try" }, icon(isGood ? "sent" : "opened"), h("div", {},
    h("strong", { text: `${KINDS[kind] ?? kind}: ` }), bare(says), quote ? h("q", { text: quote }) : null, " ", isGood ? null : isTold ? h("span", { class: "faint", text: NOTED }) : button));
}

function putAway(shift, id) {
  shift.keep.set(`coach:${id}`, { ...shift.keep.get(`coach:${id}`), away: true });
  shift.dispatchEvent(new CustomEvent("coach", { detail: id }));
}
