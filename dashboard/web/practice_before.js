// Before the start: what the shift is, how the desk works, the keys, and the button.

import { h, spanInWords } from "./dom.js";
import { turn } from "./practice_bar.js";
import { firstKeys } from "./practice_keys.js";
import { CLASSES, inWords } from "./practice_words.js";

/** Return the page before the start. */
export function beforePage(shift) {
  const { level, desk, seed, length, speed, private: isPrivate } = shift.view;
  const start = h("button", { type: "button", class: "primary large", text: level.tour ? "Start the tour" : "Start the shift", on: { click: async () => {
    start.disabled = true;
    start.disabled = await turn(shift, "start");
  } } });
  const span = level.tour ? "about five minutes, no clock" : `${spanInWords(length / speed)}${speed === 1 ? "" : `; the desk's own clock runs ${speed} times as fast`}`;
  const facts = [
    ["Time", span], ["Hints", level.hints ? "when you ask for one" : "none at this level"], ["Pause", level.tour ? "not needed" : level.pauses ? "allowed" : "not at this level"],
    ...(level.tour ? [] : [["Seed", `${seed}: the same seed brings the same customers`]]), ["Who sees it", isPrivate ? "only you: a first try at a level is private" : "you and your trainer"],
  ];
  return h("div", { class: "before" },
    h("div", {}, h("h1", { text: level.tour ? level.title : `Level ${level.number}: ${level.title}` }), h("p", { class: "lead", text: level.about })),
    h("section", { class: "card", "aria-labelledby": "shift" }, h("h2", { id: "shift", text: "The shift" }), h("p", { text: desk.product }), rows("points", facts), h("div", { class: "row" }, start)),
    h("section", { class: "card", "aria-labelledby": "policy" }, h("h2", { id: "policy", text: "How the desk works" }),
      h("ul", { class: "policy-list" }, desk.policy.map((text) => h("li", { text }))),
      h("p", { text: "First answer within:" }), rows("facts", Object.entries(desk.targets).map(([kind, target]) => [CLASSES[kind], inWords(target)])),
      h("p", { text: "Every conversation gets one tag, and says who owns its root cause. What another person should answer is passed on by name." })),
    h("section", { class: "card", "aria-labelledby": "mates" }, h("h2", { id: "mates", text: "Your colleagues" }),
      rows("points", desk.colleagues.map(({ name, role, about }) => [name, `${role}. ${about}`]))),
    h("section", { class: "card keyboard", "aria-labelledby": "keys" }, h("h2", { id: "keys", text: "Keys" }),
      h("p", { text: "Everything also works with the mouse, and with Tab and Enter." }),
      h("dl", { class: "keys two" }, firstKeys(desk).map(([keys, words]) => h("div", {}, h("dt", {}, h("kbd", { text: keys })), h("dd", { text: words }))))));
}

function rows(name, pairs) {
  return h("dl", { class: name }, pairs.map(([what, value]) => h("div", {}, h("dt", { text: what }), h("dd", { text: value }))));
}
