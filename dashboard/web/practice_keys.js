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

/** Listen for the keys and do what of *actions* is meant. */
export function listenAt(actions, signal) {
  listen({ ...actions, help }, signal, TABLE);
}

/** Show all keys. */
export function help() {
  return showKeys(TABLE, MORE);
}

/** Return [keys, words] of the keys that one needs first. */
export function firstKeys() {
  return [...rowsOf(TABLE), ["Control + Enter", "Send"], ["/", "Canned replies, in the reply"], ["?", "All keys"]];
}
