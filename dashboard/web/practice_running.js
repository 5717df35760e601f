// While the shift runs: list, thread and customer side by side, or one at a time where there is little room.

import { say } from "./announce.js";
import { areas } from "./areas.js";
import { count, fill, h } from "./dom.js";
import { listenAt, pressed } from "./practice_keys.js";
import { List } from "./practice_list.js";
import { Side } from "./practice_side.js";
import { Thread } from "./practice_thread.js";
import { tour } from "./practice_tour.js";
import { CLASSES } from "./practice_words.js";

const AREAS = [["inbox", "List"], ["conversation", "Conversation"], ["lookup", "Customer"]];

/** Return the three panes, and start to listen for keys. */
export function runningPage(shift, banners, signal) {
  const frame = h("div", { class: "desk practice" });
  const show = areas(frame, AREAS);
  const known = shift.keep.get("selected");
  if (!shift.open && shift.case(known)) shift.select(known);
  const next = { after: (id) => [neighbour(list, id, 1)].find((one) => one !== id) ?? null, open: (id) => open(id) };
  const thread = new Thread(shift, { next, signal });
  const side = new Side(shift, signal);
  const open = (id, isFocused = true) => {
    shift.select(id);
    show.area(id ? "conversation" : "inbox");
    if (isFocused) thread.focus();
  };
  const list = new List(shift, (id) => open(id), signal);
  fill(frame, h("h1", { class: "only-spoken", text: "Your desk" }), show.bar, list.element, thread.element, side.element);
  show.area(shift.open ? "conversation" : "inbox");
  const step = (by) => {
    const id = neighbour(list, shift.selected, by);
    if (!id) return say("There is no conversation in this list.");
    open(id);
    const { customer, subject } = shift.case(id);
    return say(`${customer.name}, ${CLASSES[customer.class]}: ${subject}`);
  };
  const at = (area, then) => () => {
    show.area(area);
    then();
  };
  const inThread = (does) => at("conversation", () => (shift.open ? thread[does]() : say(`Open a conversation first: ${pressed("J")}.`, true)));
  listenAt(shift.desk, {
    next: () => step(1),
    previous: () => step(-1),
    ...Object.fromEntries(["take", "reply", "note", "snooze", "tag", "pass", "engineer", "gather", "send", "close"].map((name) => [name, inThread(name)])),
    closeNext: at("conversation", () => thread.close(true)),
    search: at("lookup", () => side.search()),
    status: at("lookup", () => side.status()),
  }, signal);
  announce(shift, signal);
  return h("div", { class: "whole" }, shift.view.level.tour ? tour(shift, banners, signal) : null, frame);
}

/** Return the id *by* places after *id* in the list, around its ends; the first where it does not stand there; or null. */
function neighbour(list, id, by) {
  const ids = list.rows().map((one) => one.id);
  const at = ids.indexOf(id);
  const next = at === -1 && by < 0 ? ids.length - 1 : at + by;
  return ids[(next + ids.length) % ids.length] ?? null;
}

/** Say aloud what comes into the open conversation, and how many others have come. */
function announce(shift, signal) {
  let before = null;
  shift.addEventListener("cases", () => {
    const one = shift.open;
    if (one?.unseen && document.visibilityState === "visible") shift.looked();
    const words = one && before?.id === one.id ? turned(before, one) : null;
    if (words) say(words, true);
    before = one ? { id: one.id, standing: one.standing, engineering: one.engineering } : null;
  }, { signal });
  shift.addEventListener("wrote", ({ detail: { one, message } }) => {
    if (one.id === shift.selected) say(`${one.customer.name} writes: ${message.text}`);
    else if (one.customer.class === "vip") say(`A message from ${one.customer.name}, VIP: ${one.subject}`);
  }, { signal });
  const unseen = shift.cases.filter((one) => one.unseen && one.standing === "new").length;
  if (unseen) say(`${count(unseen, "conversation waits", "conversations wait")} for somebody.`);
}

/** Return what has happened to the open conversation without the rep, or null. */
function turned(before, { standing, holder, customer, engineering, messages }) {
  const note = messages.at(-1);
  if (before.engineering && !engineering && note.by === "note" && note.name === before.engineering.name) return `A note from ${note.name}: ${note.text}`;
  if (before.standing === standing) return null;
  if (standing === "theirs") return `${holder} has taken this conversation.`;
  if (standing === "gone") return `${customer.name} has left.`;
  return before.standing === "passed" && standing === "mine" ? "It was given back to you." : null;
}
