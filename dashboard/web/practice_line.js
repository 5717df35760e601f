// The line to the server for one shift, and what is already done of an action whose answer was lost.

import { Line, Refused, posted } from "./api.js";

const SIGNED_OUT = "You are not signed in any more. Sign in again in another tab of this browser; what you type is kept here and sent then.";

/** Asks the server about one shift and tells it. since(): the entry of the shift up to which the page knows it. */
export class ShiftLine extends Line {
  #path;
  since = () => 0;

  constructor(shift) {
    super(shift);
    this.#path = `/api/practice/${shift}`;
  }

  view() {
    return this.ask(this.#path);
  }

  poll(since = this.since()) {
    return this.ask(`${this.#path}/poll?since=${since}`);
  }

  act(action, keepalive = false) {
    return this.ask(`${this.#path}/act`, { ...posted({ action, since: this.since() }), keepalive });
  }

  /** Do *action* without waiting for the answer: the page is being closed or hidden. */
  drop(action) {
    const body = new Blob([JSON.stringify({ action, since: this.since() })], { type: "application/json" });
    if (!navigator.sendBeacon?.(`${this.#path}/act`, body)) this.act(action, true).catch(() => undefined);
  }

  async ask(path, options = {}) {
    try {
      return await super.ask(path, options);
    } catch (problem) {
      if (problem instanceof Refused && problem.isSignedOut) problem.says = SIGNED_OUT;
      throw problem;
    }
  }
}

const STANDS = {
  reply: ({ text }, _, since) => has(since, "me", text),
  note: ({ text }, _, since) => has(since, "note", text),
  pass: ({ text }, one, since) => one.standing === "passed" || (text ? has(since, "me", text) : since.some(({ text: said }) => said.startsWith("Passed to"))),
  close: (_, one) => one.standing === "closed",
  reopen: (_, one) => one.standing !== "closed",
  release: (_, one) => one.standing !== "mine",
  merge: ({ into }, one) => one.merged_into === into,
  carry: (_, __, since) => since.some(({ by }) => by === "system"),
};

/** Has *action*, whose answer never came, been done all the same? one: its conversation as the server has it now. */
export function isDone(action, one) {
  if (!one || !STANDS[action.kind]) return false; // doing the others twice is as doing them once
  const since = one.messages.filter(({ entry }) => entry > action.known);
  return Boolean(STANDS[action.kind](action, one, since));
}

function has(messages, by, text) {
  return messages.some((one) => one.by === by && one.text.trim() === text.trim());
}
