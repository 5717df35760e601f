// What was pressed while the server was away: done in order when it is back, also after a reload.

import { Away } from "./api.js";

const RETRIES = [1000, 2000];

/** Actions on their way. Emits "done" (detail: {action, reply}) and "refused" (detail: {action, problem}). */
export class Outbox extends EventTarget {
  #line;
  #keep;
  #actions;
  #busy = false;
  #isUnderWay = false;
  #tries = 0;
  #timer = null;

  constructor(line, keep) {
    super();
    this.#line = line;
    this.#keep = keep;
    this.#actions = keep.get("outbox") ?? [];
    line.addEventListener("back", () => this.run());
  }

  get isEmpty() {
    return this.#actions.length === 0;
  }

  /** Is something of *kind* for this question still on its way? */
  has(kind, question) {
    return this.#actions.some((action) => action.kind === kind && action.question === question);
  }

  /** Take an action back that is not under way yet; tell whether there was one. */
  cancel(kind, question) {
    const at = this.#actions.findIndex((action) => action.kind === kind && action.question === question);
    if (at === -1 || (at === 0 && this.#isUnderWay)) return false;
    this.#actions.splice(at, 1);
    this.#write();
    return true;
  }

  /** Put *action* at the end and start. */
  add(action) {
    this.#actions.push(action);
    this.#write();
    return this.run();
  }

  /** Do what waits, in order. */
  async run() {
    clearTimeout(this.#timer);
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#actions.length) await this.#first();
      this.#tries = 0;
    } catch {
      this.#timer = setTimeout(() => this.run(), RETRIES[Math.min(this.#tries++, RETRIES.length - 1)]);
    } finally {
      this.#busy = false;
    }
  }

  async #first() {
    const [action] = this.#actions;
    let told;
    this.#isUnderWay = true;
    try {
      told = ["done", { action, reply: await this.#line.act(action) }];
    } catch (problem) {
      if (problem instanceof Away) throw problem;
      if (problem.isSignedOut) {
        this.dispatchEvent(new CustomEvent("refused", { detail: { action, problem } }));
        throw problem; // it waits until the invitation's link has been opened again
      }
      told = ["refused", { action, problem }];
    } finally {
      this.#isUnderWay = false;
    }
    this.#actions.shift();
    this.#write();
    this.dispatchEvent(new CustomEvent(told[0], { detail: told[1] }));
  }

  #write() {
    if (this.#actions.length) this.#keep.set("outbox", this.#actions);
    else this.#keep.drop("outbox");
  }
}
