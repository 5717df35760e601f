// The buttons at the top: keyboard, text size, light or dark, download.

import { h } from "./dom.js";
import { say } from "./announce.js";

const SIZES = [["normal", "Normal text"], ["large", "Large text"], ["larger", "Largest text"]];
const THEMES = [["auto", "As this computer"], ["light", "Light"], ["dark", "Dark"]];

/** Return the menu of the page's looks. */
export function looksMenu() {
  const menu = h("div", { class: "menu-body" },
    choice("Text size", "size", SIZES, "normal"),
    choice("Colours", "theme", THEMES, "auto"));
  return dropDown("Display", menu);
}

/** Return a button that opens *body* below itself and closes on Escape or when the focus leaves. */
export function dropDown(words, body) {
  const box = h("details", { class: "menu" }, h("summary", { text: words }), body);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    box.open = false;
    box.querySelector("summary").focus();
  });
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !box.contains(relatedTarget)) box.open = false;
  });
  document.addEventListener("click", ({ target }) => {
    if (!box.contains(target)) box.open = false;
  });
  return box;
}

function choice(words, name, values, usual) {
  const now = document.documentElement.dataset[name] ?? usual;
  const one = ([value, text]) => h("label", { class: "tick" },
    h("input", { type: "radio", name, value, checked: value === now, on: { change: () => set(name, value, usual) } }), text);
  return h("fieldset", {}, h("legend", { text: words }), values.map(one));
}

function set(name, value, usual) {
  if (value === usual) delete document.documentElement.dataset[name];
  else document.documentElement.dataset[name] = value;
  try {
    localStorage.setItem(`sandbox:${name}`, value);
  } catch {
    // it holds until the page is left
  }
}

/** Let what stands in *box*, which nobody saves yet, outlive the page; `box.value = ""` and an input event forget it. */
export function outliving(box, keep) {
  const name = `box:${box.id}`;
  box.value = box.value || (keep.get(name) ?? "");
  box.addEventListener("input", () => (box.value ? keep.set(name, box.value) : keep.drop(name)));
  return box;
}

/** Empty *box*: its words have arrived. */
export function emptied(box) {
  box.value = "";
  box.dispatchEvent(new Event("input"));
}

/**
 * Return the way to leave: this browser is signed out, and forgets what the server has. words: what stays.
 * isSaved(): is all of it with the server? What is not stays in this browser.
 */
export function leaving(exercise, words, isSaved = () => exercise.isAllSaved) {
  const form = h("form", { method: "post", action: "/leave", class: "stack" },
    h("p", { text: words }), h("div", { class: "row" }, h("button", { type: "submit", text: "Leave on this device" })));
  form.addEventListener("submit", (event) => {
    if (!exercise.line.there) {
      event.preventDefault();
      say("Not connected. Leave when the connection is back.", true);
    } else if (isSaved()) exercise.keep.clear((name) => name.endsWith(":unsent"));
  });
  return form;
}

/** Save *text* as a file of this computer. */
export function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** Return an instant as "22 November 2026, 01:27 (UTC)". */
function inUtc(at) {
  const one = (shape) => new Intl.DateTimeFormat("en-GB", { ...shape, timeZone: "UTC" }).format(new Date(at));
  return `${one({ day: "numeric", month: "long", year: "numeric" })}, ${one({ hour: "2-digit", minute: "2-digit", hour12: false })} (UTC)`;
}

/** Return all that was written, as a text to read and to hand in by mail if need be. */
export function allWords(exercise) {
  const parts = exercise.questions.map((question, at) => {
    const [reply, note] = ["reply", "note"].map((field) => exercise.draft(question.id, field)?.text ?? question[field]?.text ?? "");
    return [`${at + 1}. ${question.subject} (${question.customer.name})`, reply || "(no reply)", note ? `Internal note: ${note}` : ""]
      .filter(Boolean).join("\n");
  });
  return [`My answers, as this browser has them on ${inUtc(exercise.clock.now)}`, ...parts].join("\n\n");
}
