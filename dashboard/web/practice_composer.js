// Where one writes: the reply and the internal note of the open conversation, each saved as it is typed.

import { say } from "./announce.js";
import { h } from "./dom.js";
import "./editor.js";
import { Canned } from "./practice_canned.js";
import { hasKeyboard } from "./practice_keys.js";

const WRITE = () => (hasKeyboard() ? "Write, or / for a canned reply" : "Write your reply");
const FIELDS = [["reply", "Reply"], ["note", "Internal note"]];

/**
 * The composer of one conversation. closed(): it was sent and closed; away(): what had the focus is gone, or the words
 * are on their way and there is no keyboard that would go on.
 */
export class Composer {
  #shift;
  #id;
  #closed;
  #away;
  #lacking = h("span", { class: "warning" });
  #editors = {};
  #tabs = {};
  #canned;
  #buttons;
  #field = "reply";

  constructor(shift, id, { closed, away, signal }) {
    this.#shift = shift;
    this.#id = id;
    [this.#closed, this.#away] = [closed, away];
    const one = shift.case(id);
    for (const [field, words] of FIELDS) {
      const editor = document.createElement("reply-editor");
      editor.show(shift.draft(id, field), {
        label: field === "reply" ? `Your reply to ${one.customer.name}` : "Internal note, for colleagues only",
        rows: 4, placeholder: field === "reply" ? WRITE() : "What colleagues should know; customers do not see it",
      });
      this.#editors[field] = editor;
      this.#tabs[field] = h("button", { type: "button", class: "quiet", text: words, on: { click: () => this.write(field) } });
    }
    const settings = { macros: shift.desk.macros, person: one.customer, rep: shift.view.rep, used: (macro) => shift.macros.set(id, macro) };
    this.#canned = new Canned(this.#editors.reply, settings, signal);
    this.#build();
    this.show("reply");
  }

  #build() {
    const place = { class: "composer", on: { focusin: () => this.element.classList.add("is-open") } };
    const send = h("button", { type: "button", class: "primary", on: { click: () => this.send() } });
    const both = h("button", { type: "button", text: "Send and close", on: { click: () => this.send(true) } });
    const canned = h("button", { type: "button", class: "quiet", text: "Canned replies", on: { click: () => this.#canned.open() } });
    this.#buttons = { send, both, canned };
    this.element = h("div", place,
      h("div", { class: "fields", role: "group", "aria-label": "What to write" }, Object.values(this.#tabs)),
      this.#editors.reply, this.#canned.element, this.#editors.note, h("div", { class: "row actions" }, send, both, canned, this.#lacking));
    this.element.addEventListener("input", () => this.#lacking.replaceChildren());
  }

  /** Where there is little room, take only one line, unless *target*, which was just pressed, is part of it. */
  fold(target = null) {
    if (this.element.contains(target)) return;
    this.element.classList.remove("is-open");
    for (const { box } of Object.values(this.#editors)) if (box !== document.activeElement) box.scrollTop = 0; // its first line
  }

  /** Show a field without moving the cursor. */
  show(field) {
    this.#field = field;
    this.element.dataset.field = field;
    for (const [name, tab] of Object.entries(this.#tabs)) {
      tab.setAttribute("aria-pressed", String(name === field));
      this.#editors[name].hidden = name !== field;
    }
    this.#buttons.send.textContent = field === "reply" ? "Send" : "Add the note";
    this.#buttons.both.hidden = this.#buttons.canned.hidden = field === "note";
    this.refresh();
  }

  /** Put the cursor into a field. */
  write(field) {
    this.show(field);
    this.#editors[field].write();
  }

  get hasFocus() {
    return Object.values(this.#editors).some((editor) => editor.contains(document.activeElement));
  }

  get text() {
    return this.#shift.draft(this.#id, "reply").text;
  }

  /** The reply's text has gone by another way. */
  clear(field = "reply") {
    const draft = this.#shift.draft(this.#id, field);
    draft.type("");
    draft.dispatchEvent(new Event("text"));
  }

  /** Bring up to date what may be written. */
  refresh() {
    const { standing, holder } = this.#shift.case(this.#id);
    const isOurs = standing === "new" || standing === "mine";
    const why = { closed: "Closed. Reopen it to write to them.", gone: "This customer has left." }[standing] ?? `${holder || "A colleague"} answers this one.`;
    this.#editors.reply.box.placeholder = isOurs ? WRITE() : why;
    this.#buttons.send.disabled = !isOurs && this.#field === "reply";
    this.#editors.reply.readOnly = !isOurs || this.#shift.phase === "over";
    this.#editors.note.readOnly = this.#shift.phase === "over";
    this.#buttons.both.disabled = !isOurs;
    this.#buttons.canned.disabled = !isOurs;
    if (document.activeElement?.disabled && this.element.contains(document.activeElement)) this.#away();
  }

  /** Send what stands in *field*; close: the reply, and close the conversation with it. */
  send(close = false, field = this.#field) {
    const text = this.#shift.draft(this.#id, field).text.trim();
    const lacks = this.#lacks(field, text);
    this.#lacking.textContent = lacks ?? "";
    if (lacks) {
      say(lacks, true);
      return;
    }
    const wasInNote = this.#editors.note.contains(document.activeElement);
    this.clear(field);
    if (!hasKeyboard()) this.#sentByTouch();
    if (field === "note") {
      this.#shift.act({ kind: "note", case: this.#id, text }).then((done) => done && say("Note added."));
      this.show("reply");
      if (wasInNote && hasKeyboard()) this.write("reply");
      return;
    }
    const macro = this.#shift.macros.get(this.#id) ?? null;
    this.#shift.macros.delete(this.#id);
    this.#shift.act({ kind: "reply", case: this.#id, text, macro, close }).then((done) => done && (close ? this.#closed() : say("Sent.")));
  }

  /** The thread gets the room back, and with it that of the keyboard on the screen. */
  #sentByTouch() {
    this.fold();
    this.#away();
  }

  /** Return why nothing can be sent now, or null. */
  #lacks(field, text) {
    if (!this.#shift.isRunning) return "The clock stands still; go on first.";
    if (this.#editors[field].box.readOnly) return "This is not yours to answer.";
    return text ? null : "Write a few words first.";
  }
}
