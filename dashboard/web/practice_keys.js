// The keys of the desk: those of Chatwoot, and some of our own.

import { listen, rowsOf, showKeys, WITH } from "./keys.js";

const TABLE = {
  KeyJ: ["next", "J", "Next conversation"],
  KeyK: ["previous", "K", "Previous conversation"],
  KeyY: ["take", "Y", "Take it"],
  KeyL: ["reply", "L", "Write the reply"],
  KeyP: ["note", "P", "Write an internal note"],
  KeyE: ["close", "E", "Close the conversation"],
  "Control+KeyE": ["closeNext", "E", "Close it and show the next one"],
  KeyG: ["gather", "G", "Merge other reports into it"],
  KeyM: ["snooze", "M", "Snooze it"],
  KeyT: ["tag", "T", "Tag it"],
  KeyA: ["pass", "A", "Pass it on to a colleague"],
  KeyN: ["engineer", "N", "Ask an engineer; it stays yours"],
  KeyH: ["search", "H", "Search the help centre"],
  KeyS: ["status", "S", "Look at the status page"],
};
const MORE = [["/", "In the reply: canned replies; type to filter, Enter puts one in"], ["Escape", "Close a dialog or a menu"]];

/** Is there a keyboard to speak of? A phone has none, and nobody there knows what Alt is. */
export function hasKeyboard() {
  return matchMedia("(hover: hover) and (pointer: fine)").matches;
}

/** Return what is held and pressed for the key *letter*: "Alt + J". */
export function pressed(letter) {
  return `${WITH} + ${letter}`;
}

/** Return the keys of a desk: without an engineer there is none for asking. */
function tableOf({ engineer }) {
  return Object.fromEntries(Object.entries(TABLE).filter(([, [name]]) => engineer || name !== "engineer"));
}

/** Listen for the keys of *desk* and do what of *actions* is meant. */
export function listenAt(desk, actions, signal) {
  listen({ ...actions, help: () => help(desk) }, signal, tableOf(desk));
}

/** Show all keys of *desk*. */
export function help(desk) {
  return showKeys(tableOf(desk), MORE);
}

/** Return [keys, words] of the keys that one needs first at *desk*. */
export function firstKeys(desk) {
  return [...rowsOf(tableOf(desk)), ["Control + Enter", "Send"], ["/", "Canned replies, in the reply"], ["?", "All keys"]];
}
