// Tags: exactly one category of ten, modifiers, and who could see to it that nobody has to write again.

import { h } from "./dom.js";
import { choose, chosenIn, radios } from "./practice_ask.js";
import { hasKeyboard } from "./practice_keys.js";
import { plain } from "./practice_words.js";

/** Ask for the tags of a conversation and set them. */
export async function tag(shift, id) {
  const { desk } = shift;
  const { category, modifiers, owner } = shift.case(id).tags;
  const names = Object.keys(desk.categories);
  const kinds = radios("category", `What is it about? Exactly one${hasKeyboard() ? "; a digit chooses" : ""}.`, names.map((name, i) => [name, hasKeyboard() ? `${(i + 1) % 10}  ${plain(name)}` : plain(name), desk.categories[name]]), category);
  const more = h("fieldset", { class: "options" }, h("legend", { text: "And" }), Object.entries(desk.modifiers).map(([name, why]) =>
    h("label", { class: "tick" }, h("input", { type: "checkbox", name: "modifier", value: name, checked: modifiers.includes(name) }),
      h("span", {}, h("strong", { text: name }), h("span", { class: "faint", text: ` ${why}` })))));
  const whose = Object.entries(desk.owners).map(([name, why]) => [name, name, why]);
  const owners = radios("owner", `Who owns the root cause: who could keep such a message from being written?${hasKeyboard() ? " Its first letter chooses." : ""}`, [...whose, ["", "not said", ""]], owner ?? "");
  const body = h("div", { class: "tagging" }, kinds, h("div", { class: "stack" }, more, owners));
  body.addEventListener("keydown", (event) => pick(event, body, names, Object.keys(desk.owners)));
  const sure = await choose(`Tag: ${shift.case(id).subject}`, body, [["Save the tags", "primary", true], ["Cancel", "quiet", null]]);
  if (!sure) return null;
  const ticked = [...body.querySelectorAll("[name=modifier]:checked")].map(({ value }) => value);
  return shift.act({ kind: "tag", case: id, category: chosenIn(body, "category"), modifiers: ticked, owner: chosenIn(body, "owner") || null });
}

/** A digit chooses a category, a letter the owner that begins with it; the same letter again the next such one. */
function pick(event, body, names, owners) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const category = names["1234567890".indexOf(event.key)];
  const owner = category ? null : next(owners, event.key.toLowerCase(), chosenIn(body, "owner"));
  if (!category && !owner) return;
  event.preventDefault();
  const input = body.querySelector(category ? `[name=category][value=${category}]` : `[name=owner][value=${owner}]`);
  input.checked = true;
  input.focus();
}

function next(owners, letter, chosen) {
  const fitting = owners.filter((one) => one.startsWith(letter));
  return fitting.length ? fitting[(fitting.indexOf(chosen) + 1) % fitting.length] : null;
}

/** Return the tags of a conversation in words, or null where there are none. */
export function inWords({ category, modifiers, owner }) {
  const words = [category ? plain(category) : null, ...modifiers, owner ? `root cause: ${owner}` : null].filter(Boolean);
  return words.length ? words.join(" · ") : null;
}
