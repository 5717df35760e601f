// Ask a colleague: the answer comes after a while; go on meanwhile.

import { say } from "./announce.js";
import { fill, h, icon } from "./dom.js";
import { emptied, outliving } from "./tools.js";

/** Return the element, badge(tab), which shows there how many new answers there are, and seen(). */
export function colleagues(exercise, signal) {
  const { view } = exercise;
  const state = h("p", { class: "field-says", role: "status" });
  const box = outliving(h("textarea", { id: "ask-text", rows: 3, maxlength: "2000" }), exercise.keep);
  const whom = h("fieldset", { class: "whom" }, h("legend", { text: "Whom do you ask?" }), (view.colleagues ?? []).map((one, at) => person(one, at)));
  const form = h("form", { class: "stack" }, whom, h("label", { for: "ask-text", text: "Your question" }), box,
    h("div", { class: "row" }, h("button", { type: "submit", text: "Ask" }), state));
  const list = h("div", { class: "asked" });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(exercise, { form, box, state });
  });
  const unseen = badge(exercise, signal);
  const draw = () => fill(list, asked(exercise));
  exercise.addEventListener("asked", draw, { signal });
  exercise.clock.addEventListener("tick", () => waiting(exercise, list), { signal });
  draw();
  const element = h("div", {}, h("p", { class: "faint", text: "They answer after a minute or two; go on meanwhile. They do not know everything." }), list, form);
  return { element, ...unseen };
}

function person({ id, name, role, about }, at) {
  return h("label", { class: "tick person" }, h("input", { type: "radio", name: "colleague", value: id, checked: at === 0 }),
    h("span", {}, h("strong", { text: name }), h("span", { class: "faint", text: ` ${role}` }), h("br"), h("span", { class: "small", text: about })));
}

async function ask(exercise, { form, box, state }) {
  const text = box.value.trim();
  if (!text) {
    fill(state, "Write your question first.");
    box.focus();
    return;
  }
  try {
    const { asked: one } = await exercise.line.act({ kind: "ask", colleague: new FormData(form).get("colleague"), text });
    exercise.view.asked = [...(exercise.view.asked ?? []).filter(({ id }) => id !== one.id), one];
    emptied(box);
    fill(state, "Asked. You will see here when the answer comes.");
    exercise.dispatchEvent(new Event("asked"));
  } catch (problem) {
    fill(state, problem.says ?? "Not connected: this was not asked. Your words are still in the box.");
  }
}

function asked(exercise) {
  const all = [...(exercise.view.asked ?? [])].reverse();
  if (!all.length) return [];
  const name = (id) => exercise.view.colleagues?.find((one) => one.id === id)?.name ?? id;
  return [h("h3", { text: "Asked" }), h("ul", {}, all.map((one) => h("li", { class: "asked-one", "data-ready": one.ready_at },
    h("p", { class: "mine" }, h("span", { class: "faint", text: `You to ${name(one.colleague)}: ` }), one.text),
    one.answer
      ? h("p", { class: "theirs" }, h("strong", { text: `${name(one.colleague)}: ` }), one.answer)
      : h("p", { class: "faint wait" }, icon("waiting"), h("span", { text: left(one.ready_at - exercise.clock.now) })))))];
}

function left(ms) {
  if (ms <= 0) return "The answer is coming …";
  return ms > 90000 ? "Waiting: about two minutes" : ms > 40000 ? "Waiting: about a minute" : "Waiting: less than a minute";
}

function waiting(exercise, list) {
  for (const item of list.querySelectorAll("[data-ready]")) {
    const words = item.querySelector(".wait span");
    const now = words && left(item.dataset.ready - exercise.clock.now);
    if (words && words.textContent !== now) words.textContent = now;
  }
}

/** Count new answers on the tab and say that they have come. */
function badge(exercise, signal) {
  const mark = h("span", { class: "badge", hidden: true });
  let number = 0;
  let tab = null;
  const draw = () => {
    mark.hidden = number === 0;
    mark.textContent = number ? ` ${number} new` : "";
  };
  const seen = () => {
    number = 0;
    draw();
  };
  exercise.addEventListener("answered", ({ detail }) => {
    const who = exercise.view.colleagues?.find((one) => one.id === detail.colleague)?.name ?? "A colleague";
    say(`${who} has answered.`);
    if (tab?.getAttribute("aria-selected") === "true") return;
    number += 1;
    draw();
  }, { signal });
  return { seen, badge: (on) => { tab = on; on.append(mark); } };
}
