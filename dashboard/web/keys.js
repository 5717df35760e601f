// Shortcuts. Each can be done by Tab and Enter as well, and all can be switched off.

import { ask } from "./dialogs.js";
import { h } from "./dom.js";

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgentData?.platform ?? navigator.platform ?? "");
/** What is held for a shortcut. */
export const WITH = isMac ? "Control + Option" : "Alt"; // Option alone writes characters, @ among them, on some keyboards
const MORE = "Control+"; // what stands before the keys for which one more is held: Shift on a Mac, where Control is held already

const KEYS = {
  ArrowDown: ["next", "Arrow down or J", "Next question"],
  KeyJ: ["next"],
  ArrowUp: ["previous", "Arrow up or K", "Previous question"],
  KeyK: ["previous"],
  KeyL: ["reply", "L", "Write the reply"],
  KeyP: ["note", "P", "Write the internal note"],
  KeyS: ["search", "S", "Search the help centre"],
};

/**
 * Listen for shortcuts and call the one of *actions* (next, previous, reply, note, search, send, help) that is meant.
 * table: name, keys in words, and what it does, by the code of the key; "Control+" before it: held as well.
 */
export function listen(actions, signal, table = KEYS) {
  document.addEventListener("keydown", (event) => {
    const name = meant(event, table);
    if (!name || !actions[name] || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    actions[name]();
  }, { signal });
}

function meant(event, table) {
  if (event.isComposing) return null; // Enter ends a word that is being put together
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return "send";
  if (isOff()) return null;
  if (event.key === "?" && !isField(event.target)) return "help";
  if (!event.altKey || event.metaKey || (isMac ? !event.ctrlKey : event.getModifierState("AltGraph"))) return null;
  const isMore = isMac ? event.shiftKey : event.ctrlKey;
  return table[`${isMore ? MORE : ""}${event.code}`]?.[0] ?? null;
}

function isField(element) {
  return element.matches?.("textarea, input:not([type=radio], [type=checkbox]), select, [contenteditable]");
}

function isOff() {
  try {
    return localStorage.getItem("sandbox:keys") === "off";
  } catch {
    return false;
  }
}

function turn(isOn) {
  try {
    localStorage.setItem("sandbox:keys", isOn ? "on" : "off");
  } catch {
    // they stay on
  }
}

/** Return the rows of *table* that say what they do: [keys, words]. */
export function rowsOf(table) {
  const held = (code) => (code.startsWith(MORE) ? (isMac ? `${WITH} + Shift` : `Control + ${WITH}`) : WITH);
  return Object.entries(table).filter(([, key]) => key.length === 3).map(([code, [, keys, words]]) => [`${held(code)} + ${keys}`, words]);
}

/** Show the list of shortcuts. more: rows of a page's own. */
export function showKeys(table = KEYS, more = []) {
  const all = [...rowsOf(table), ...more, ["Control + Enter", "Send the reply"], ["?", "This list, outside of text boxes"]];
  const switched = h("input", { type: "checkbox", checked: !isOff(), on: { change: ({ target }) => turn(target.checked) } });
  const body = h("div", {},
    h("p", { text: "Everything also works with Tab and Enter." }),
    h("dl", { class: "keys" }, all.map(([keys, words]) => h("div", {}, h("dt", {}, h("kbd", { text: keys })), h("dd", { text: words })))),
    h("label", { class: "tick" }, switched, "Use these shortcuts (Control + Enter always works)"));
  return ask("Keyboard", body, [["Close", "primary", null]]);
}
