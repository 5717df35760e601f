// The inbox: all questions, in the order in which they came, each with its state in a picture and a word.

import { count, fill, h, icon } from "./dom.js";
import { STATES } from "./model.js";

/** Return the inbox. chosen(id): what to do when a question is chosen. */
export function inbox(exercise, chosen, signal) {
  const summary = h("p", { class: "faint" });
  const items = new Map(exercise.questions.map((question, at) => [question.id, item(question, at, chosen)]));
  const list = h("ol", { class: "inbox-list" }, [...items.values()].map(({ row }) => row));
  const draw = (id) => {
    for (const [key, one] of items) if (!id || key === id) state(one, exercise.state(key));
    fill(summary, inWords(exercise));
  };
  const select = () => items.forEach(({ button }, id) => {
    if (id === exercise.selected) {
      button.setAttribute("aria-current", "true");
      button.scrollIntoView({ block: "nearest" });
    } else button.removeAttribute("aria-current");
  });
  exercise.addEventListener("questions", ({ detail }) => draw(detail), { signal });
  exercise.addEventListener("selected", select, { signal });
  draw();
  select();
  return h("nav", { class: "pane inbox", "aria-labelledby": "inbox-title" },
    h("div", { class: "pane-head" }, h("h2", { id: "inbox-title", text: "Inbox" }), summary), list);
}

function item(question, at, chosen) {
  const word = h("span", { class: "state" });
  const button = h("button", { type: "button", class: "question", on: { click: () => chosen(question.id) } },
    h("span", { class: "number", text: `${at + 1}` }),
    h("span", { class: "subject", text: question.subject }),
    h("span", { class: "from", text: question.customer.name }), word);
  return { row: h("li", {}, button), button, word };
}

function state({ button, word }, name) {
  if (button.dataset.state === name) return;
  button.dataset.state = name;
  fill(word, icon(name), h("span", { text: STATES[name] }));
}

/** Return how far everything is: "3 sent, 1 draft, 16 without a reply". */
export function inWords(exercise) {
  const states = exercise.questions.map(({ id }) => exercise.state(id));
  const number = (...names) => states.filter((state) => names.includes(state)).length;
  const open = number("new", "opened", "skipped");
  return [`${number("sent", "sending")} sent`, count(number("draft"), "draft"), `${open} without a reply`].join(", ");
}
