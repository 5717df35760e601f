// After the end: where the debrief is, and every word that was typed and not sent in time.

import { count, fill, h, icon } from "./dom.js";
import { written } from "./practice_bar.js";
import { leftWords } from "./practice_left.js";

const ACTS = { take: "taking", release: "releasing", tag: "the tags", merge: "the merge", close: "closing", reopen: "reopening", snooze: "snoozing", carry: "a procedure", copy: "letting a colleague read along", pass: "passing on", engineering: "asking an engineer" };

/** Return the last page. */
export function overPage(shift, signal) {
  const { shift: id, level, seed } = shift.view;
  const sent = h("p", { class: "lead" });
  const left = h("div");
  let shown = null;
  const draw = () => {
    const replies = shift.cases.flatMap(({ messages }) => messages).filter(({ by }) => by === "me").length;
    const mine = shift.cases.filter(({ messages }) => messages.some(({ by }) => by === "me"));
    sent.textContent = `You sent ${count(replies, "reply", "replies")} to ${count(mine.length, "customer")}.`;
    const words = leftWords(shift);
    const state = JSON.stringify([words.map(({ one, ...rest }) => [one.id, rest]), shift.late.length]);
    if (state !== shown) fill(left, leftOver(shift, words));
    shown = state;
  };
  shift.addEventListener("cases", draw, { signal });
  draw();
  return h("div", { class: "over" },
    h("h1", { tabindex: "-1", text: level.tour ? "That was the tour" : "The shift is over" }), sent,
    h("div", { class: "row" },
      h("a", { class: "button primary large", href: `/debrief?shift=${id}`, text: "See the debrief" }),
      h("a", { class: "button large", href: "/practise", text: level.tour ? "Begin a real shift" : "Begin another shift" })),
    left,
    level.tour ? null : h("p", { class: "faint", text: `Seed ${seed}: begin level ${level.number} with it to meet the same day again.` }));
}

function leftOver(shift, words) {
  const late = shift.late.filter(({ kind, text }) => ACTS[kind] && !text).map(({ kind, case: id }) => `${ACTS[kind]} (${shift.case(id).customer.name})`);
  if (!words.length && !late.length) return null;
  const names = [...new Set(words.map(({ one }) => one))];
  return h("section", { class: "card left-words", "aria-labelledby": "left" },
    h("h2", { id: "left", text: words.length ? "What you wrote and did not send" : "What came too late" }),
    words.length ? h("p", { text: `${count(words.length, "text")} came too late or ${words.length === 1 ? "was" : "were"} never sent. Customers did not see ${words.length === 1 ? "it" : "them"}, and the debrief does not count ${words.length === 1 ? "it" : "them"}. Copy what you want to keep.` }) : null,
    names.map((one) => h("div", { class: "stack" }, h("h3", { text: `${one.customer.name}: ${one.subject}` }), words.filter((each) => each.one === one).map(text))),
    late.length ? h("p", { text: `Came after the end, and was not done: ${late.join(", ")}.` }) : null);
}

function text({ one, what, text: words }) {
  const place = h("div", { class: "words", text: words });
  const state = h("span", { class: "faint", role: "status" });
  const copy = () => written(words).then(() => fill(state, "Copied."), () => {
    getSelection().selectAllChildren(place);
    fill(state, "Marked: copy it with your browser.");
  });
  return h("div", { class: "left-one" }, h("p", { class: "faint row tight" }, icon("draft"), what), place,
    h("div", { class: "row" }, h("button", { type: "button", "aria-label": `Copy: ${what}, ${one.customer.name}`, text: "Copy", on: { click: copy } }), state));
}
