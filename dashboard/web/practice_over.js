// After the end: where the debrief is.

import { count, h } from "./dom.js";

/** Return the last page. */
export function overPage(shift) {
  const { shift: id, level, seed } = shift.view;
  const mine = shift.cases.filter(({ messages }) => messages.some(({ by }) => by === "me"));
  const replies = shift.cases.flatMap(({ messages }) => messages).filter(({ by }) => by === "me").length;
  return h("div", { class: "over" },
    h("h1", { text: level.tour ? "That was the tour" : "The shift is over" }),
    h("p", { class: "lead", text: `You sent ${count(replies, "reply", "replies")} to ${count(mine.length, "customer")}.` }),
    h("div", { class: "row" },
      h("a", { class: "button primary large", href: `/debrief?shift=${id}`, text: "See the debrief" }),
      h("a", { class: "button large", href: "/practise", text: level.tour ? "Begin a real shift" : "Begin another shift" })),
    level.tour ? null : h("p", { class: "faint", text: `Seed ${seed}: begin level ${level.number} with it to meet the same day again.` }));
}
