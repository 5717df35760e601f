// The exercise as this page knows it: the server's view, the texts being written, what is on its way.

import { Away, Refused } from "./api.js";
import { Draft } from "./drafts.js";
import { OwnWords } from "./editor.js";
import { Outbox } from "./outbox.js";

const LONGEST_FLUSH = 3000; // ms

/** The words for the states of a question. */
export const STATES = { new: "New", opened: "Read", draft: "Draft", sending: "Waiting to be sent", sent: "Sent", skipped: "Skipped" };

/**
 * Everything about one candidate's exercise. Emits "questions" (a state changed), "selected", "device", "asked",
 * "phase" (also: the start is offered now, or no more), "extra" (time added before the start), "away", "back", "refused"
 * (detail: a Refused) and "answered" (detail: a question to a colleague).
 */
export class Exercise extends EventTarget {
  #late = new Set();
  /** Was the server's view asked for in vain? The next poll asks for it again. */
  isBehind = false;

  constructor(view, { line, clock, keep }) {
    super();
    Object.assign(this, { line, clock, keep, view, selected: null });
    this.drafts = new Map();
    this.outbox = new Outbox(line, keep);
    this.own = new OwnWords(keep, () => [...this.drafts.values()].map((draft) => draft.text));
    this.outbox.addEventListener("done", ({ detail }) => this.#done(detail));
    this.outbox.addEventListener("refused", ({ detail }) => this.#refused(detail));
    line.addEventListener("back", () => this.#back());
    line.addEventListener("away", () => this.dispatchEvent(new Event("away")));
    this.take(view);
    this.outbox.run();
  }

  get phase() {
    return this.view.phase;
  }

  get questions() {
    return this.view.questions ?? [];
  }

  get isActive() {
    return this.view.device?.active !== false;
  }

  get mayWrite() {
    return this.phase === "running" && this.isActive && !this.clock.isUp;
  }

  question(id) {
    return this.questions.find((one) => one.id === id);
  }

  draft(question, field) {
    return this.drafts.get(`${question}:${field}`);
  }

  isLate(question) {
    return this.#late.has(question) || Boolean(this.question(question)?.late);
  }

  /** Is every word at the server? */
  get isAllSaved() {
    return this.outbox.isEmpty && [...this.drafts.values()].every((draft) => !draft.isDirty);
  }

  /** Take over the server's *view*, whole. */
  take(view) {
    const before = this.view;
    this.view = view;
    this.isBehind = false;
    this.keep.set("view", { ...view, seen_at: view.seen_at ?? Date.now() });
    this.clock.until(view.phase === "running" ? view.ends_at : null);
    for (const question of this.questions) for (const field of ["reply", "note"]) this.#merge(question, field);
    if (view.phase === "running" && !this.isActive) this.#halt();
    if (before.phase !== view.phase || before.may_start !== view.may_start) this.dispatchEvent(new Event("phase"));
    else ["device", "asked", "questions"].forEach((name) => this.dispatchEvent(new Event(name)));
  }

  #merge(question, field) {
    const key = `${question.id}:${field}`;
    if (!this.drafts.has(key)) this.drafts.set(key, this.#newDraft(question.id, field));
    this.drafts.get(key).merge(question[field] ?? { text: "", revision: 0 });
  }

  #newDraft(question, field) {
    const action = (text, revision) => ({ kind: "save", question, field, revision, text });
    const draft = new Draft({
      key: `text:${question}:${field}`,
      keep: this.keep,
      post: async (text, revision, keepalive) => {
        const reply = await this.line.act(action(text, revision), keepalive);
        if (!reply.saved) throw new Away("the answer is no receipt");
        if (reply.saved.late) this.#late.add(question);
        return { revision: reply.saved.revision, at: reply.now, overtaken: reply.overtaken };
      },
      drop: (text, revision) => this.line.drop(action(text, revision)),
    });
    draft.addEventListener("overtaken", () => this.reload());
    draft.addEventListener("refused", ({ detail }) => this.refuse(detail));
    draft.addEventListener("state", () => field === "reply" && this.#restate(question));
    return draft;
  }

  /** Take over what a poll has said; a change of phase or device asks for the whole view. */
  hear(poll) {
    const changed = poll.phase !== this.phase || poll.may_start !== this.view.may_start || (poll.device && poll.device.active !== this.isActive);
    if (changed || this.isBehind) return this.reload();
    this.view.ends_at = poll.ends_at;
    const isMore = this.phase === "before" && poll.extra_ms !== this.view.extra_ms;
    this.view.extra_ms = poll.extra_ms;
    if (isMore) this.dispatchEvent(new Event("extra"));
    if (this.phase === "running") this.clock.until(poll.ends_at);
    if (poll.asked) this.#heard(poll.asked);
    return undefined;
  }

  #heard(asked) {
    const open = new Set((this.view.asked ?? []).filter((one) => !one.answer).map((one) => one.id));
    const isNew = asked.length !== (this.view.asked ?? []).length;
    const come = asked.filter((one) => one.answer && open.has(one.id));
    this.view.asked = asked;
    if (isNew || come.length) this.dispatchEvent(new Event("asked"));
    come.forEach((one) => this.dispatchEvent(new CustomEvent("answered", { detail: one })));
  }

  /** Ask for the whole view again. */
  async reload() {
    this.isBehind = true;
    try {
      this.take(await this.line.view());
    } catch {
      // the next poll tries again
    }
  }

  /** Return the state of a question as the candidate should see it, with what is still on its way. */
  state(id) {
    const question = this.question(id);
    if (this.outbox.has("send", id)) return "sending";
    if (this.outbox.has("skip", id)) return "skipped";
    if (["sent", "skipped"].includes(question.state)) return question.state;
    if (this.draft(id, "reply").text.trim()) return "draft";
    return question.state === "draft" ? "opened" : question.state;
  }

  #restate(id) {
    const question = this.question(id);
    const isWritten = this.draft(id, "reply").isDirty;
    if (question?.state === "skipped" && isWritten) question.state = "draft";
    this.dispatchEvent(new CustomEvent("questions", { detail: id }));
  }

  /** Show another question. */
  select(id) {
    if (id === this.selected) return;
    this.selected = id;
    const question = this.question(id);
    if (question.state === "new") question.state = "opened";
    this.keep.set("selected", id);
    if (this.mayWrite) this.line.act({ kind: "open", question: id }).catch((problem) => this.refuse(problem));
    this.dispatchEvent(new Event("selected"));
    this.dispatchEvent(new CustomEvent("questions", { detail: id }));
  }

  /** Show the question *by* places further on, around the ends. */
  step(by) {
    const at = this.questions.findIndex((one) => one.id === this.selected);
    this.select(this.questions[(at + by + this.questions.length) % this.questions.length].id);
  }

  /** Send the reply as it stands. */
  send(question) {
    return this.#add({ kind: "send", question, ...this.draft(question, "reply").stamp() });
  }

  skip(question) {
    return this.#add({ kind: "skip", question });
  }

  reopen(question) {
    if (this.outbox.cancel("send", question)) {
      this.draft(question, "reply").flush();
      return this.dispatchEvent(new CustomEvent("questions", { detail: question }));
    }
    return this.#add({ kind: "reopen", question });
  }

  paste(question, length) {
    return this.outbox.add({ kind: "paste", question, length });
  }

  #add(action) {
    const done = this.outbox.add(action);
    this.dispatchEvent(new CustomEvent("questions", { detail: action.question }));
    return done;
  }

  #done({ action, reply }) {
    const question = this.question(action.question);
    const state = { send: "sent", skip: "skipped", reopen: "draft" }[action.kind];
    if (!question || !state) return;
    if (!reply.overtaken) question.state = state;
    if (action.kind === "send") {
      if (reply.saved?.late) this.#late.add(action.question);
      this.draft(action.question, "reply").confirmBy(action.revision, reply.now, reply.overtaken);
    }
    this.dispatchEvent(new CustomEvent("questions", { detail: action.question }));
  }

  #refused({ action, problem }) {
    if (action.kind === "send" && !problem.isSignedOut) this.draft(action.question, "reply").flush(); // its words are not lost
    if (action.kind !== "paste") this.refuse(problem);
    if (action.question) this.dispatchEvent(new CustomEvent("questions", { detail: action.question }));
  }

  /** The server has said no: when that means that things stand otherwise than we thought, ask how. */
  refuse(problem) {
    if (["other_device", "over", "closed", "not_started"].includes(problem?.code)) this.reload();
    if (problem instanceof Refused) this.dispatchEvent(new CustomEvent("refused", { detail: problem }));
  }

  /** Go on with this device. */
  async takeOver() {
    await this.line.act({ kind: "take_over" });
    await this.reload();
  }

  #halt() {
    this.drafts.forEach((draft) => draft.halt({ code: "other_device", says: "the exercise is open on another device." }));
  }

  #back() {
    this.drafts.forEach((draft) => draft.retry());
    this.dispatchEvent(new Event("back"));
  }

  /** Send everything now, without waiting: the page is being hidden. */
  leave() {
    this.drafts.forEach((draft) => draft.leave());
  }

  /** Send everything now, and wait until it is there or the server is away; tell whether it is there. */
  async flush() {
    const until = performance.now() + LONGEST_FLUSH;
    while (!this.isAllSaved && performance.now() < until) {
      await Promise.all([...this.drafts.values()].map((draft) => draft.flush()));
      if (!this.line.there || this.phase !== "running") break;
      if (!this.isAllSaved) await new Promise((go) => setTimeout(go, 50));
    }
    return this.isAllSaved;
  }
}
