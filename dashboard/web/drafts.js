// A text being written, without its box: in this browser with every key, on the server a moment later, never lost.

import { Away } from "./api.js";

const QUIET = 400; // ms without a key until it is sent
const LONGEST = 1500; // ms that typing can put the sending off
const RETRIES = [1000, 2000]; // ms until another try while the server is away
const REFUSED = 5000; // ms until another try where the server said no for a reason that may pass
const ENDED = ["over", "closed"]; // the server keeps such a text, apart from the answers
const FINAL = [...ENDED, "other_device", "already_started", "not_started"]; // trying again by itself changes nothing
/** Characters that the server takes where nothing else is said. */
export const LONGEST_TEXT = 20000;

/**
 * One text. Emits "state" when `state` changes, "text" when the text changed from outside.
 *
 * setting: key (its name in this browser), keep (a Keep), post(text, revision, keepalive) -> {revision, at, overtaken}
 * or raises, drop(text, revision), which does not wait, and longest (characters that the server takes). state.kind: "idle", "typed", "saving", "saved" (with at),
 * "away" or "refused" (with code and says). "overtaken": the server has another text; `merge` shows both.
 */
export class Draft extends EventTarget {
  #set;
  #revision = 0; // of `text`, in this browser
  #base = 0; // the server's, on which it is built
  #hashes = []; // of texts that were sent and not confirmed: if the server has one of them, it came from here
  #timer = null;
  #firstKey = null; // when the oldest unsent key was pressed
  #busy = false;
  #tries = 0;
  #isHalted = false;
  #refusedAt = 0; // the revision that came after the end and was kept apart
  #isOvertaken = false; // nothing is sent until `merge` has seen what the server has

  constructor(setting) {
    super();
    this.#set = setting;
    this.text = "";
    this.isDirty = false;
    this.unsent = null; // what was typed here while another device went on writing
    this.state = { kind: "idle" };
  }

  get revision() {
    return this.#revision;
  }

  /** Characters that the server takes of this text. */
  get longest() {
    return this.#set.longest ?? LONGEST_TEXT;
  }

  get isLongest() {
    return this.text.length >= this.longest;
  }

  /** Take over what the server has, and what this browser kept beyond it. */
  merge({ text, revision, at = null }) {
    this.#isHalted = false;
    if (this.#busy) return; // the answer that is under way knows more
    this.#isOvertaken = false;
    const kept = this.isDirty ? this.#record() : this.#set.keep.get(this.#set.key);
    this.#tries = 0;
    const isNews = kept !== null && (kept.revision > kept.base || kept.revision > revision);
    if (!isNews || kept.text === text) this.#adopt(text, Math.max(revision, kept?.revision ?? 0), at);
    else if (kept.revision === kept.base) this.#adopt(kept.text, kept.revision, at); // that view was an old one
    else if (revision <= kept.base || kept.hashes.includes(hash(text))) this.#restore(kept, revision);
    else if (text.includes(kept.text)) this.#adopt(text, Math.max(revision, kept.revision), at); // all of it stands there
    else this.#setAside(kept, { text, revision, at });
    this.unsent = this.#set.keep.get(`${this.#set.key}:unsent`);
    this.dispatchEvent(new Event("text"));
  }

  #adopt(text, revision, at) {
    [this.text, this.#revision, this.#base, this.#hashes, this.isDirty] = [text, revision, revision, [], false];
    if (text) this.#write();
    else this.#set.keep.drop(this.#set.key);
    this.#become(text ? { kind: "saved", at } : { kind: "idle" });
  }

  #restore(kept, revision) {
    [this.text, this.#base, this.#hashes] = [kept.text, revision, kept.hashes];
    this.#revision = Math.max(kept.revision, revision + 1);
    this.isDirty = true;
    this.#refusedAt = kept.refused ?? 0;
    this.#write();
    if (this.#refusedAt >= kept.revision) this.#become({ kind: "refused", code: "over", says: "it came after the end, and is kept beside your answers." });
    else this.#become({ kind: "typed" });
    if (this.#refusedAt < kept.revision) this.#soon(0);
  }

  #setAside(kept, server) {
    const before = this.#set.keep.get(`${this.#set.key}:unsent`);
    this.#set.keep.set(`${this.#set.key}:unsent`, before ? `${before}\n\n${kept.text}` : kept.text);
    this.#adopt(server.text, server.revision, server.at);
  }

  /** Forget the text that another device overtook: its writer has seen it. */
  dismissUnsent() {
    this.#set.keep.drop(`${this.#set.key}:unsent`);
    this.unsent = null;
    this.dispatchEvent(new Event("text"));
  }

  /** A key was pressed: *text* is what the box holds now. */
  type(text) {
    if (text === this.text) return;
    this.text = text;
    this.#revision += 1;
    this.isDirty = true;
    this.#write();
    if (this.#isHalted) return;
    const isThere = this.state.kind !== "away";
    if (isThere) this.#become({ kind: this.#busy ? "saving" : "typed" });
    this.#firstKey ??= performance.now();
    if (this.#tries === 0 || isThere) this.#soon(Math.max(0, Math.min(QUIET, this.#firstKey + LONGEST - performance.now())));
  }

  #record() {
    return { text: this.text, revision: this.#revision, base: this.#base, hashes: this.#hashes, refused: this.#refusedAt };
  }

  #write() {
    this.#set.keep.set(this.#set.key, this.#record());
  }

  #soon(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), wait);
  }

  /** Send now what is not sent yet. */
  async flush(keepalive = false) {
    clearTimeout(this.#timer);
    if (this.#busy || !this.isDirty || this.#isHalted || this.#refusedAt >= this.#revision) return;
    if (this.#isOvertaken) {
      this.#overtake();
      return;
    }
    this.#busy = true;
    const sending = this.#underWay();
    if (this.state.kind !== "away") this.#become({ kind: "saving" });
    try {
      this.#confirm(sending, await this.#set.post(sending.text, sending.revision, keepalive));
    } catch (problem) {
      this.#fail(problem, sending);
    } finally {
      this.#busy = false;
    }
    if (this.#isOvertaken) this.#overtake();
    else if (this.#tries) this.#soon(this.state.kind === "refused" ? REFUSED : RETRIES[Math.min(this.#tries, RETRIES.length) - 1]);
    else if (this.#revision > sending.revision) this.#soon(QUIET);
  }

  /** Ask for what the server has, and ask again if that does not come. */
  #overtake() {
    this.#isOvertaken = true;
    this.#soon(RETRIES.at(-1));
    this.dispatchEvent(new Event("overtaken"));
  }

  /** Return text and a revision of its own, for sending it by another way; it counts as unsaved until `confirmBy`. */
  stamp() {
    clearTimeout(this.#timer);
    this.#revision += 1;
    this.isDirty = true;
    return this.#underWay();
  }

  /** The page is being hidden or closed: send without waiting for the answer. */
  leave() {
    if (!this.isDirty || this.#isHalted || this.#isOvertaken || this.#refusedAt >= this.#revision) return;
    const { text, revision } = this.#underWay();
    this.#set.drop(text, revision);
  }

  #underWay() {
    this.#firstKey = null;
    const text = sendable(this.text, this.longest);
    this.#hashes = [...this.#hashes.slice(-30), hash(text)];
    this.#write();
    return { text, revision: this.#revision };
  }

  #confirm(sent, { revision, at, overtaken = false }) {
    this.#tries = 0;
    if (overtaken) {
      this.#isOvertaken = true;
      return;
    }
    if (revision > this.#revision) {
      this.dispatchEvent(new Event("overtaken"));
      return;
    }
    this.#base = Math.max(revision, sent.revision);
    this.isDirty = this.#revision > this.#base;
    if (!this.isDirty) this.#hashes = [];
    this.#write();
    this.#become(this.isDirty ? { kind: "typed" } : { kind: "saved", at });
  }

  #fail(problem, sent) {
    this.#tries = FINAL.includes(problem.code) ? 0 : this.#tries + 1;
    if (ENDED.includes(problem.code)) this.#refusedAt = sent.revision;
    this.#write();
    this.#become(problem instanceof Away ? { kind: "away" } : { kind: "refused", code: problem.code, says: problem.says });
    if (!(problem instanceof Away)) this.dispatchEvent(new CustomEvent("refused", { detail: problem }));
  }

  /** Stop sending until the next `merge`: the server would refuse. What is typed stays in this browser. */
  halt({ code, says }) {
    clearTimeout(this.#timer);
    this.#isHalted = true;
    if (this.isDirty) this.#become({ kind: "refused", code, says });
  }

  /** The server has this text by another way, such as with the sending of the reply; or it has another, newer one. */
  confirmBy(revision, at, overtaken = false) {
    this.#confirm({ revision }, { revision, at, overtaken });
    if (overtaken) this.#overtake();
  }

  /** The line is back: do not wait for the next try. */
  retry() {
    if (this.#tries === 0) return;
    this.#tries = 0;
    this.#soon(0);
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}

/** Return *text* as the server can store it: no halves of characters, no NUL, no longer than it takes. */
export function sendable(text, longest = LONGEST_TEXT) {
  const whole = text.toWellFormed ? text.toWellFormed() : text;
  return whole.replaceAll("\u0000", "").slice(0, longest);
}

/** Return *after*, what was put into *before* cut so that it fits: nothing that stood there is pushed out at the end. */
export function fitting(before, after, longest = LONGEST_TEXT) {
  if (after.length <= longest) return after;
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < least - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const room = Math.max(0, longest - head - tail);
  const added = after.slice(head, Math.min(head + room, after.length - tail)).replace(/[\uD800-\uDBFF]$/, ""); // no half character
  return after.slice(0, head) + added + after.slice(after.length - tail);
}

/** Return a number that tells texts apart (FNV-1a over their characters, and their length). */
export function hash(text) {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return `${text.length}:${(sum >>> 0).toString(16)}`;
}
