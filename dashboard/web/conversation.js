// One question: the customer's message, the reply, the internal note, and what can be done with them.

import { say } from "./announce.js";
import { fill, h, icon } from "./dom.js";
import { message } from "./message.js";
import { STATES } from "./model.js";

/** The middle of the page. Shows the selected question; `reply`, `note` and `send` are what shortcuts do. */
export class Conversation {
  #exercise;
  #body = h("div", { class: "conversation-body" });
  #editors = {};
  #actions = h("div", { class: "row actions" });
  #state = h("span", { class: "state" });
  #shown = null;

  constructor(exercise, signal) {
    this.#exercise = exercise;
    this.element = h("section", { class: "pane conversation", "aria-labelledby": "question-title" }, this.#body);
    exercise.addEventListener("selected", () => this.draw(), { signal });
    exercise.addEventListener("device", () => this.#refresh(), { signal });
    exercise.addEventListener("questions", ({ detail }) => (!detail || detail === exercise.selected) && this.#refresh(), { signal });
    this.draw();
  }

  /** Show the selected question. */
  draw() {
    const question = this.#exercise.question(this.#exercise.selected);
    if (!question) return;
    const at = this.#exercise.questions.indexOf(question) + 1;
    for (const field of ["reply", "note"]) this.#editors[field] = document.createElement("reply-editor");
    const note = h("details", { class: "note-box", open: Boolean(this.#draft("note").text) },
      h("summary", {}, "Internal note", h("span", { class: "faint", text: " for colleagues; customers do not see it" })), this.#editors.note);
    this.#show("reply", { label: `Your reply to ${question.customer.name}`, rows: 9 });
    this.#show("note", { label: "Internal note", rows: 3 });
    const head = h("div", { class: "pane-head" },
      h("h2", { id: "question-title", tabindex: "-1", text: `Question ${at} of ${this.#exercise.questions.length}` }), this.#state);
    fill(this.#body, head, message(question), this.#editors.reply, this.#actions, note);
    this.#shown = null;
    this.#refresh();
    this.#body.scrollTop = 0;
    this.element.scrollTop = 0;
  }

  #draft(field) {
    return this.#exercise.draft(this.#exercise.selected, field);
  }

  #show(field, settings) {
    const question = this.#exercise.selected;
    const editor = this.#editors[field];
    editor.show(this.#draft(field), { ...settings, own: this.#exercise.own });
    editor.addEventListener("long-paste", ({ detail }) => this.#exercise.paste(question, detail));
    if (field === "reply") editor.addEventListener("typed", () => this.#buttons());
  }

  /** Bring state, buttons and read-only up to date without touching what is being typed. */
  #refresh() {
    const { selected, mayWrite } = this.#exercise;
    if (!selected || !this.#editors.reply) return;
    const state = this.#exercise.state(selected);
    this.#editors.reply.readOnly = !mayWrite || state === "sent" || state === "sending";
    this.#editors.note.readOnly = !mayWrite;
    fill(this.#state, icon(state), STATES[state]);
    this.#buttons();
  }

  #buttons() {
    const { mayWrite, selected } = this.#exercise;
    const state = this.#exercise.state(selected);
    const kind = `${selected}:${state}:${mayWrite}`;
    const send = this.#actions.querySelector("[data-does=send]");
    if (this.#shown === kind) {
      if (send) send.setAttribute("aria-disabled", String(!this.#draft("reply").text.trim()));
      return;
    }
    const hadFocus = this.#actions.contains(document.activeElement);
    this.#shown = kind;
    fill(this.#actions, mayWrite ? this.#choices(state) : [], button("next", "Next question", "quiet next", () => this.#next(), icon("next")));
    if (hadFocus) this.#actions.querySelector("button").focus();
  }

  #choices(state) {
    const { selected } = this.#exercise;
    if (state === "sent" || state === "sending") return [button("reopen", "Change the reply", "", once(() => this.#reopen(selected)))];
    const send = button("send", "Send", "primary", () => this.send());
    send.setAttribute("aria-disabled", String(!this.#draft("reply").text.trim()));
    const skip = state === "skipped" ? null : button("skip", "Skip for now", "", once(() => this.#skip(selected)));
    return [send, skip];
  }

  #reopen(question) {
    this.#exercise.reopen(question);
    say("You can change the reply. Send it again afterwards, or leave it: what is saved counts.");
  }

  #skip(question) {
    this.#exercise.skip(question);
    say("Skipped for now. You can come back to it.");
    this.#next();
  }

  #next() {
    this.#exercise.step(1);
    this.focusTitle();
  }

  /** Send the reply, if there is one. */
  send() {
    const { selected, mayWrite } = this.#exercise;
    if (!mayWrite || ["sent", "sending"].includes(this.#exercise.state(selected))) return;
    if (!this.#draft("reply").text.trim()) {
      say("There is no reply yet. Write one, or skip the question for now.", true);
      this.reply();
      return;
    }
    const inside = this.element.contains(document.activeElement);
    this.#exercise.send(selected);
    say(this.#exercise.line.there ? "Sent." : "Not connected. It is sent as soon as the connection is back.");
    if (inside) this.#actions.querySelector("[data-does=next]").focus();
  }

  reply() {
    this.#editors.reply?.write();
  }

  note() {
    this.element.querySelector(".note-box").open = true;
    this.#editors.note?.write();
  }

  /** Begin to read at the top: where the whole page scrolls, it may stand at the end of the question before. */
  focusTitle() {
    const title = this.element.querySelector("#question-title");
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "nearest" });
  }
}

/** The second click of a double click is not for the button that the first one put there: it would take "Send" back. */
function once(press) {
  return (event) => event.detail > 1 || press();
}

function button(does, words, kind, press, picture = null) {
  return h("button", { type: "button", class: kind, "data-does": does, on: { click: press } }, words, picture);
}
