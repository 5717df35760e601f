// The shift as this page knows it: the server's view, the texts being written, what is on its way.

import { Away, Refused } from "./api.js";
import { Draft } from "./drafts.js";
import { Keep } from "./keep.js";
import { Outbox } from "./outbox.js";
import { isDone } from "./practice_line.js";

const POLLED = ["phase", "now", "at", "length", "speed", "ends_at", "last", "order", "status"];
const NOTHING = { text: "", revision: 0 };
const LONGEST = 4000; // characters of a text, as in practice/limits.py

/**
 * Everything about one shift. keep: of the shift; box: of this tab's outbox. Emits "cases" (some changed, or what is on its way), "selected", "phase", "status",
 * "wrote" (detail: {one, message}: a customer has written), "coach" (detail: a conversation's id), "refused" (detail: a
 * Refused), "away" and "back".
 */
export class Shift extends EventTarget {
  #drafts = new Map();
  #fresh = new WeakSet(); // actions that were never tried: the others may have been done without our hearing of it
  #answers = new Map(); // of actions on their way: {resolve, refused}, what to call with the answer, or with the refusal
  pending = [];
  late = []; // actions that the server refused because the shift was over
  selected = null;
  macros = new Map(); // by conversation: the canned reply that its draft began as

  constructor(view, { line, clock, keep, box }) {
    super();
    Object.assign(this, { line, clock, keep, view, prefs: new Keep("desk") }); // prefs: for every shift in this browser
    for (const one of Object.values(view.cases)) one.unseen = unseen(one, view.rep);
    line.since = () => (this.phase === "before" ? 0 : this.view.last); // before the start, no conversation is told of
    this.pending = box.get("outbox") ?? [];
    const sender = { act: (action) => this.#send(action), addEventListener: (...one) => line.addEventListener(...one) };
    this.outbox = new Outbox(sender, box);
    this.outbox.addEventListener("done", ({ detail }) => this.#done(detail));
    this.outbox.addEventListener("refused", ({ detail }) => this.#refused(detail));
    line.addEventListener("back", () => this.#back());
    line.addEventListener("away", () => this.dispatchEvent(new Event("away")));
    this.#timed();
    this.outbox.run();
  }

  get phase() {
    return this.view.phase;
  }

  get desk() {
    return this.view.desk;
  }

  get cases() {
    return this.view.order.map((id) => this.view.cases[id]).filter(Boolean);
  }

  get isRunning() {
    return this.phase === "running";
  }

  /** The tick of the shift at this moment. */
  get at() {
    const { at, now, speed, length } = this.view;
    return this.isRunning ? Math.min(length, at + Math.max(0, this.clock.now - now) * speed) : at;
  }

  case(id) {
    return this.view.cases[id];
  }

  get open() {
    return this.selected && this.case(this.selected);
  }

  get isAllSaved() {
    return this.outbox.isEmpty && [...this.#drafts.values()].every((draft) => !draft.isDirty);
  }

  // ---- in step with the server ----

  /** Take over an answer of the server; one that is older than what is known changes nothing. */
  hear(answer) {
    const { view } = this;
    if (answer.last < view.last || (answer.last === view.last && answer.now < view.now)) return;
    const [before, status] = [view.phase, JSON.stringify(view.status)];
    const changed = Object.values(answer.cases);
    const came = changed.flatMap((one) => written(view.cases[one.id], one));
    for (const name of POLLED) view[name] = answer[name];
    changed.forEach((one) => {
      view.cases[one.id] = one;
      one.unseen = unseen(one, view.rep);
      for (const field of ["reply", "note"]) this.#drafts.get(`${one.id}:${field}`)?.merge(one.drafts[field] ?? NOTHING);
    });
    if (view.order.some((id) => !view.cases[id])) this.reload();
    this.#timed();
    if (before !== view.phase) this.dispatchEvent(new Event("phase"));
    if (status !== JSON.stringify(view.status)) this.dispatchEvent(new Event("status"));
    if (changed.length) this.dispatchEvent(new Event("cases"));
    came.forEach((detail) => this.dispatchEvent(new CustomEvent("wrote", { detail })));
  }

  #timed() {
    this.clock.until(this.isRunning ? this.view.ends_at : null);
  }

  /** Ask for everything anew. */
  async reload() {
    try {
      const view = await this.line.view();
      this.view.last = 0; // whatever it says counts
      this.hear(view);
    } catch (problem) {
      this.refuse(problem);
    }
  }

  async poll() {
    const { last } = this.view;
    try {
      const answer = await this.line.poll();
      if (answer.last < last && last === this.view.last) await this.reload(); // the server knows less than we do
      else this.hear(answer);
    } catch (problem) {
      this.refuse(problem);
    }
  }

  // ---- doing ----

  /**
   * Do *action*, now or when the server is back, and in order; resolve to the answer, or null where it was refused.
   * refused(problem): who tells the rep; usually the page.
   */
  act(action, refused = (problem) => this.refuse(problem)) {
    const stamped = { ...action, known: this.view.last };
    this.#fresh.add(stamped);
    this.pending.push(stamped);
    const answer = new Promise((resolve) => this.#answers.set(stamped, { resolve, refused }));
    this.outbox.add(stamped);
    this.dispatchEvent(new Event("cases"));
    return answer;
  }

  /** Ask for something that is worth nothing later, such as an article. Raises Away or Refused. */
  async ask(action) {
    const answer = await this.line.act(action);
    this.hear(answer);
    return answer;
  }

  async #send(action) {
    const { known, ...bare } = action;
    if (!this.#fresh.delete(action)) {
      const answer = await this.line.poll(known);
      this.hear(answer);
      if (isDone(action, answer.cases[action.case] ?? this.case(action.case))) return answer;
    }
    return this.line.act(bare);
  }

  #done({ action, reply }) {
    this.#forget(action);
    this.hear(reply);
    if (reply.feedback?.length || reply.hint) this.#coached(action.case, reply);
    this.dispatchEvent(new Event("cases"));
    this.#resolve(action, reply);
  }

  #refused({ action, problem }) {
    if (!problem.isSignedOut) {
      this.#forget(action);
      if (problem.code === "not_now" && (this.phase === "over" || this.clock.isUp)) this.late.push(action);
      if (action.text && ["reply", "note", "pass"].includes(action.kind)) this.#giveBack(action);
      this.poll();
    }
    this.dispatchEvent(new Event("cases"));
    const told = problem.isSignedOut ? null : this.#answers.get(action)?.refused;
    if (told) told(problem);
    else this.refuse(problem);
    if (!problem.isSignedOut) this.#resolve(action, null);
  }

  #forget(action) {
    this.pending = this.pending.filter((one) => one !== action && JSON.stringify(one) !== JSON.stringify(action));
  }

  #resolve(action, reply) {
    this.#answers.get(action)?.resolve(reply);
    this.#answers.delete(action);
  }

  /** The words of an action that was refused stand in their field again. */
  #giveBack({ case: id, kind, text }) {
    const draft = this.draft(id, kind === "note" ? "note" : "reply");
    if (!draft.text.includes(text)) draft.type([text, draft.text].filter(Boolean).join("\n\n"));
    draft.dispatchEvent(new Event("text"));
  }

  #coached(id, { feedback, hint, feedback_of: of }) {
    const mine = this.case(id)?.messages.findLast(({ by }) => by === "me");
    this.keep.set(`coach:${id}`, { entry: of ?? mine?.entry ?? 0, feedback: feedback ?? [], hint: hint ?? null });
    this.dispatchEvent(new CustomEvent("coach", { detail: id }));
  }

  refuse(problem) {
    if (problem instanceof Refused) this.dispatchEvent(new CustomEvent("refused", { detail: problem }));
    else if (!(problem instanceof Away)) throw problem;
  }

  // ---- what is open, and what is being written ----

  /** Show another conversation; null: none. */
  select(id) {
    if (id === this.selected) return;
    this.selected = id;
    this.keep.set("selected", id);
    this.looked();
    this.dispatchEvent(new Event("selected"));
    this.dispatchEvent(new Event("cases"));
  }

  /** The rep sees the open conversation as it stands. */
  looked() {
    if (!this.open || !this.isRunning) return;
    this.open.unseen = 0;
    this.ask({ kind: "look", case: this.selected }).catch(() => undefined);
  }

  /** Return the draft of a field ("reply", "note") of a conversation. */
  draft(id, field) {
    const key = `${id}:${field}`;
    if (!this.#drafts.has(key)) this.#drafts.set(key, this.#newDraft(id, field));
    return this.#drafts.get(key);
  }

  #newDraft(id, field) {
    const action = (text, revision) => ({ kind: "draft", case: id, field, text, revision });
    const draft = new Draft({
      key: `text:${id}:${field}`,
      keep: this.keep,
      longest: LONGEST,
      post: async (text, revision, keepalive) => {
        const reply = await this.line.act(action(text, revision), keepalive).catch((problem) => {
          throw problem.code === "not_now" ? new Refused("over", problem.says) : problem; // trying again would change nothing
        });
        if (!reply.revision) throw new Away("the answer is no receipt");
        this.hear(reply);
        return { revision: reply.revision, at: null, overtaken: reply.overtaken };
      },
      drop: (text, revision) => this.line.drop(action(text, revision)),
    });
    draft.addEventListener("overtaken", () => this.reload());
    draft.merge(this.case(id).drafts[field] ?? NOTHING);
    return draft;
  }

  /** Send everything now, without waiting: the page is being hidden. */
  leave() {
    this.#drafts.forEach((draft) => draft.leave());
  }

  /** No draft is taken any more. */
  halt() {
    this.#drafts.forEach((draft) => draft.halt({ code: "over", says: "the shift is over." }));
  }

  #back() {
    this.#drafts.forEach((draft) => draft.retry());
    this.dispatchEvent(new Event("back"));
  }
}

/** Return what the customer has written in *now* that was not there *before*. */
function written(before, now) {
  const known = before?.messages.at(-1)?.entry ?? 0;
  return now.messages.filter(({ by, entry }) => by === "customer" && entry > known).map((message) => ({ one: now, message }));
}

/** Return how many of the messages that were not looked at come from others: the rep knows their own. */
function unseen(one, rep) {
  const last = one.unseen ? one.messages.slice(-one.unseen) : [];
  return last.filter(({ by, name }) => by === "customer" || by === "colleague" || (by === "note" && name !== rep)).length;
}
