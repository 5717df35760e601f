// Tags: exactly one category of ten, modifiers, and who could see to it that nobody has to write again.

import { h } from "./dom.js";
import { choose, chosenIn, radios } from "./practice_ask.js";
import { plain } from "./practice_words.js";

/** Ask for the tags of a conversation and set them. */
export async function tag(shift, id) {
  const { desk } = shift;
  const { category, modifiers, owner } = shift.case(id).tags;
  const names = Object.keys(desk.categories);
  const kinds = radios("category", "What is it about? Exactly one; a digit chooses.", names.map((name, i) => [name, `${i < 10 ? (i + 1) % 10 : " "}  ${plain(name)}`, desk.categories[name]]), category);
  const more = h("fieldset", { class: "options" }, h("legend", { text: "And" }), Object.entries(desk.modifiers).map(([name, why]) =>
    h("label", { class: "tick" }, h("input", { type: "checkbox", name: "modifier", value: name, checked: modifiers.includes(name) }),
      h("span", {}, h("strong", { text: name }), h("span", { class: "faint", text: ` ${why}` })))));
  const owners = h("div", { class: "stack" }, h("label", { for: "owner", text: "Who owns the root cause: who could keep such a message from being written?" }),
    h("select", { id: "owner" }, h("option", { value: "", text: "not said" }), desk.owners.map((one) => h("option", { value: one, text: one, selected: one === owner }))));
  const body = h("div", { class: "tagging" }, kinds, more, owners);
  body.addEventListener("keydown", (event) => digit(event, body, names));
  const sure = await choose(`Tag: ${shift.case(id).subject}`, body, [["Save the tags", "primary", true], ["Cancel", "quiet", null]]);
  if (!sure) return null;
  const ticked = [...body.querySelectorAll("[name=modifier]:checked")].map(({ value }) => value);
  return shift.act({ kind: "tag", case: id, category: chosenIn(body, "category"), modifiers: ticked, owner: body.querySelector("#owner").value || null });
}

function digit(event, body, names) {
  const at = "1234567890".indexOf(event.key);
  if (at === -1 || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("select") || !names[at]) return;
  event.preventDefault();
  const input = body.querySelector(`[name=category][value=${names[at]}]`);
  input.checked = true;
  input.focus();
}

/** Return the tags of a conversation in words, or null where there are none. */
export function inWords({ category, modifiers, owner }) {
  const words = [category ? plain(category) : null, ...modifiers, owner ? `root cause: ${owner}` : null].filter(Boolean);
  return words.length ? words.join(" · ") : null;
}
