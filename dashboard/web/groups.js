// The voluntary questions about groups: after the end, apart from everything else, and easy to leave out.

import { fill, h } from "./dom.js";

const UNSAID = "prefer_not_to_say";

/** Return a place that shows the questions once they are there; nothing where this round asks none. */
export function groupQuestions(line) {
  const place = h("section", { class: "card", "aria-labelledby": "groups", hidden: true });
  line.groups().then(({ questions }) => {
    if (!questions.length) return;
    place.hidden = false;
    fill(place, h("h2", { id: "groups", text: "Voluntary: help to check for fairness" }), WHY.map((text) => h("p", { text })), form(line, questions));
  }).catch(() => undefined); // nobody misses them
  return place;
}

const WHY = [
  "You need not answer any of this, and leaving it out changes nothing for you.",
  "Your answers are kept apart from your application. The people who rate and decide never see them. They are only summed up over many candidates, to check whether the process treats groups alike.",
];

function form(line, questions) {
  const state = h("p", { class: "field-says", role: "status" });
  const send = async (answers, thanks) => {
    try {
      await line.groups(answers);
      fill(state, thanks);
    } catch (problem) {
      fill(state, problem.says ?? "Not connected: this was not saved. Try again in a moment.");
    }
  };
  const back = h("button", { type: "button", class: "quiet", text: "Take my answers back" });
  const made = h("form", { class: "stack" }, questions.map(question),
    h("div", { class: "row" }, h("button", { type: "submit", text: "Give these answers" }), back), state);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(made));
    if (!Object.keys(given).length) fill(state, "Nothing is ticked, so nothing was saved.");
    else send(given, "Thank you, this has been saved. You can change it or take it back.");
  });
  back.addEventListener("click", () => {
    made.reset();
    send({}, "Nothing is kept.");
  });
  return made;
}

function question({ id, title, options }) {
  const all = [...options, { id: UNSAID, text: "I prefer not to say" }];
  return h("fieldset", { class: "whom" }, h("legend", { text: title }),
    all.map((one) => h("label", { class: "tick" }, h("input", { type: "radio", name: id, value: one.id }), h("span", { text: one.text }))));
}
