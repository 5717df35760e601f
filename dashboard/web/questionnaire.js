// The questionnaire: its questions below each other, each with a box that saves itself, until the deadline.

import { Banners, say } from "./announce.js";
import { Away, Refused } from "./api.js";
import { ask } from "./dialogs.js";
import { count, fill, h } from "./dom.js";
import { Draft } from "./drafts.js";
import { OwnWords } from "./editor.js";
import { Keep } from "./keep.js";
import { markdown } from "./markdown.js";

const PATIENCE = 8000; // ms until an answer counts as not coming
const CHECKS = 60000; // ms from one look at the deadline to the next
const AGAIN = 5000; // ms until another try to open the page

const main = document.getElementById("main");
const banners = new Banners();

/** Asks the server and tells it; emits "back" and "away". */
class Line extends EventTarget {
  #there = true;

  view() {
    return this.#ask("/api/questionnaire");
  }

  act(action, keepalive = false) {
    return this.#ask("/api/questionnaire/act", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ action }), keepalive });
  }

  /** Do *action* without waiting for the answer: the page is being closed or hidden. */
  drop(action) {
    const sent = navigator.sendBeacon?.("/api/questionnaire/act", new Blob([JSON.stringify({ action })], { type: "application/json" }));
    if (!sent) this.act(action, true).catch(() => undefined);
  }

  async #ask(path, options = {}) {
    let answer;
    let body;
    try {
      answer = await fetch(path, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE), ...options });
      body = await answer.json().catch(() => null);
    } catch {
      this.#mark(false);
      throw new Away("the server did not answer");
    }
    if (answer.status >= 500 || answer.status === 429 || (answer.ok && !body)) {
      this.#mark(false);
      throw new Away(`the server answered ${answer.status}`);
    }
    this.#mark(true);
    if (answer.ok) return body;
    throw new Refused(body?.code ?? "not_signed_in", body?.says ?? "Open the link of your invitation again.", body ?? {});
  }

  #mark(there) {
    if (there === this.#there) return;
    this.#there = there;
    this.dispatchEvent(new Event(there ? "back" : "away"));
  }
}

class Page {
  #line = new Line();
  #view = null;
  #drafts = new Map();
  #editors = new Map();
  #state = null; // where it is said how things stand, and what can be done

  async open() {
    try {
      this.#view = await this.#line.view();
    } catch (problem) {
      this.#withoutView(problem);
      return;
    }
    const keep = new Keep(`questionnaire:${this.#view.candidate}`);
    const own = new OwnWords(keep, () => [...this.#drafts.values()].map((draft) => draft.text));
    this.#draw(keep, own);
    this.#listen();
    if (!keep.works) banners.show("storage", "This browser keeps no copy of what you type. Your words are saved on the server only; mind the line above each box.", { kind: "warn" });
    setInterval(() => this.#look(), CHECKS);
  }

  #withoutView(problem) {
    if (problem instanceof Refused) {
      fill(main, h("div", { class: "sheet" }, h("h1", { text: "Not open" }), h("p", { text: problem.says })));
      return;
    }
    fill(main, h("div", { class: "sheet" }, h("p", { text: "The server can't be reached. This page tries again by itself." })));
    setTimeout(() => this.open(), AGAIN);
  }

  #draw(keep, own) {
    const view = this.#view;
    document.title = `${view.title} · ${view.company}`;
    fill(document.getElementById("brand"), `${view.title} for ${view.company}`);
    fill(document.getElementById("due"), `Open until ${view.due}`);
    this.#state = h("section", { class: "hand-in", "aria-label": "Handing in" });
    fill(main, h("div", { class: "sheet" },
      h("h1", { text: view.title }),
      h("p", { class: "lead", text: view.before }),
      h("p", { text: view.deadline }),
      view.exercise ? h("p", {}, "You are invited to the exercise as well. ", h("a", { href: "/exercise", text: "Go to the exercise" }), "; what stands here is saved.") : null,
      h("details", { class: "about" }, h("summary", { text: "What is kept about you" }), h("div", { class: "prose" }, markdown(view.privacy))),
      view.items.map((item, at) => this.#asked(item, at, keep, own)),
      this.#state));
    this.#show(view);
  }

  #asked(item, at, keep, own) {
    const draft = this.#draft(item, keep);
    const editor = document.createElement("reply-editor");
    const id = `q-${item.id}`;
    this.#drafts.set(item.id, draft);
    this.#editors.set(item.id, editor);
    editor.show(draft, { label: `Your answer to question ${at + 1}`, rows: 7, own });
    return h("section", { class: "asked", "aria-labelledby": id },
      h("h2", { id, text: `Question ${at + 1} of ${this.#view.items.length}` }),
      h("div", { class: "words", text: item.ask }),
      editor);
  }

  #draft(item, keep) {
    const draft = new Draft({
      key: item.id,
      keep,
      post: (text, revision, keepalive) => this.#save(item.id, { text, revision }, keepalive),
      drop: (text, revision) => this.#line.drop({ kind: "save", item: item.id, revision, text }),
    });
    draft.merge(item);
    return draft;
  }

  /** Save one answer; where another device was quicker, take its text over and set this one beside it. */
  async #save(item, { text, revision }, keepalive) {
    try {
      const reply = await this.#line.act({ kind: "save", item, revision, text }, keepalive);
      if (!reply.overtaken) return { revision: reply.saved.revision, at: reply.now };
      setTimeout(() => this.#reload(), 0);
      return { revision: Math.max(reply.saved.revision, revision + 1), at: reply.now }; // beyond ours: not confirmed
    } catch (problem) {
      if (problem instanceof Refused && problem.state.phase) this.#show(problem.state);
      throw problem;
    }
  }

  async #reload() {
    try {
      const view = await this.#line.view();
      for (const item of view.items) this.#drafts.get(item.id)?.merge(item);
      this.#show(view);
    } catch {
      // the next save or look tries again
    }
  }

  #listen() {
    this.#line.addEventListener("away", () => banners.show("away", "Not connected. Your words are kept in this browser and sent when the server is back.", { kind: "warn", closes: false }));
    this.#line.addEventListener("back", () => {
      banners.hide("away");
      for (const draft of this.#drafts.values()) draft.retry();
    });
    const leave = () => [...this.#drafts.values()].forEach((draft) => draft.leave());
    window.addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  }

  /** See whether the deadline has passed or was moved. */
  async #look() {
    try {
      const view = await this.#line.view();
      fill(document.getElementById("due"), `Open until ${view.due}`);
      if (view.phase !== this.#view.phase) {
        this.#show(view);
        say(view.phase === "over" ? "The time to answer is over. What was saved has been handed in." : "This questionnaire is open again.", true);
      }
    } catch {
      // the banner says so
    }
  }

  /** Show how things stand: open, handed in, or over. */
  #show({ phase }) {
    this.#view.phase = phase;
    for (const editor of this.#editors.values()) editor.readOnly = phase !== "open";
    const says = h("p", { class: "field-says", role: "alert" });
    if (phase === "open") this.#offer(says);
    else if (phase === "handed in") fill(this.#state, h("p", { class: "state-line", text: "You have handed in. Thank you. Nothing more is needed." }),
      h("p", { text: `Until ${this.#view.due} you may take it back and change something.` }),
      h("div", { class: "row" }, h("button", { type: "button", text: "Take it back", on: { click: () => this.#do("take_back", says) } })), says);
    else fill(this.#state, h("p", { class: "state-line", text: "The time to answer is over. What was saved by then has been handed in. Thank you." }));
  }

  #offer(says) {
    fill(this.#state,
      h("p", { text: `Save, leave and come back as often as you like. What stands here on ${this.#view.due} is handed in by itself; you can also do it now.` }),
      h("div", { class: "row" }, h("button", { type: "button", class: "primary large", text: "Hand in", on: { click: () => this.#handIn(says) } })), says);
  }

  async #handIn(says) {
    const empty = [...this.#drafts.values()].filter((draft) => !draft.text.trim()).length;
    const words = empty ? `${count(empty, "question has", "questions have")} no answer yet. ` : "";
    const sure = await ask("Hand in now?", h("p", { text: `${words}You can take it back until ${this.#view.due}.` }), [["Hand in", "primary", true], ["Go on writing", "quiet", false]]);
    if (!sure) return;
    await Promise.all([...this.#drafts.values()].map((draft) => draft.flush()));
    if ([...this.#drafts.values()].some((draft) => draft.isDirty)) {
      fill(says, "Not everything is saved yet. Try again when each box says Saved.");
      return;
    }
    await this.#do("hand_in", says);
  }

  async #do(kind, says) {
    try {
      this.#show(await this.#line.act({ kind }));
      say(kind === "hand_in" ? "Handed in." : "Open again.");
      main.focus({ preventScroll: true });
    } catch (problem) {
      if (problem.state?.phase && problem.state.phase !== this.#view.phase) this.#show(problem.state);
      fill(says, problem.says ?? "Not connected: nothing has changed. Try again in a moment.");
    }
  }
}

new Page().open();
