// <reply-editor>: a box for one text that is saved as it is typed and says so. Knows nothing of the page around it.

import { timeOfDay } from "./clock.js";
import { fill, h } from "./dom.js";
import { fitting } from "./drafts.js";

const LONG_PASTE = 200; // characters from which a paste is noted
const CALM = 30000; // ms between two times that "saved" is spoken
let made = 0;

const SAYS = {
  idle: () => "",
  typed: () => "Saving …",
  saving: () => "Saving …",
  saved: ({ at }) => (at ? `Saved ${timeOfDay(at)}` : "Saved"),
  away: () => "Not connected: your words are kept in this browser and sent when it is back.",
  refused: ({ says }) => `Not saved: ${says} Your words are kept in this browser.`,
};

/**
 * The box. `show(draft, settings)` puts a Draft into it; settings: label, hint, rows, readOnly, own (OwnWords), and
 * placeholder. Emits "long-paste" (detail: length) and "typed".
 */
export class ReplyEditor extends HTMLElement {
  #draft = null;
  #own = null;
  #box;
  #state;
  #spoken;
  #aside;
  #stop = null;
  #lastSpoken = -Infinity;

  connectedCallback() {
    if (this.#box) this.#listen();
  }

  disconnectedCallback() {
    this.#stop?.abort();
    this.#stop = null;
  }

  /** Put *draft* into the box. */
  show(draft, settings) {
    this.#stop?.abort();
    this.#draft = draft;
    this.#own = settings.own ?? null;
    this.#build(settings);
    this.readOnly = Boolean(settings.readOnly);
    this.#listen();
    this.#text();
    this.#says();
  }

  get box() {
    return this.#box;
  }

  set readOnly(value) {
    this.#box.readOnly = value;
    this.#aside.querySelectorAll("button").forEach((button) => (button.disabled = value));
  }

  /** Put the cursor at the end of the text. */
  write() {
    this.#box.focus();
    this.#box.setSelectionRange(this.#box.value.length, this.#box.value.length);
  }

  #build({ label, hint, rows = 8, placeholder = null }) {
    made += 1;
    const id = `editor-${made}`;
    const limit = { maxlength: this.#draft.longest, spellcheck: "true", rows, placeholder };
    this.#box = h("textarea", { id, "aria-describedby": hint ? `${id}-hint` : null, ...limit });
    this.#state = h("span", { class: "save-state" });
    this.#spoken = h("span", { class: "only-spoken", "aria-live": "polite" });
    this.#aside = h("div", { class: "unsent", hidden: true });
    const head = h("div", { class: "editor-head" }, h("label", { for: id, text: label }), this.#state, this.#spoken);
    fill(this, head, hint ? h("p", { id: `${id}-hint`, class: "hint", text: hint }) : null, this.#box, this.#aside);
  }

  #listen() {
    this.#stop?.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#box.addEventListener("input", (event) => this.#typed(event.isComposing), { signal });
    this.#box.addEventListener("compositionend", () => this.#typed(), { signal });
    this.#box.addEventListener("paste", (event) => this.#pasted(event), { signal });
    for (const kind of ["copy", "cut"]) this.#box.addEventListener(kind, () => this.#own?.remember(selected(this.#box)), { signal });
    this.#draft.addEventListener("state", () => this.#says(), { signal });
    this.#draft.addEventListener("text", () => this.#text(), { signal });
  }

  get #most() {
    return `${this.#draft.longest.toLocaleString("en")} characters`;
  }

  /** isComposing: a word is being put together, and nothing may be cut until it stands. */
  #typed(isComposing = false) {
    const text = fitting(this.#draft.text, this.#box.value, this.#draft.longest); // extensions and input methods do not heed maxlength
    if (text !== this.#box.value && !isComposing) {
      const at = this.#box.selectionStart - (this.#box.value.length - text.length);
      this.#box.value = text;
      this.#box.setSelectionRange(at, at);
    }
    this.#draft.type(text);
    this.dispatchEvent(new Event("typed", { bubbles: true }));
    if (this.#draft.isLongest) this.#speak(`This box is full: it holds ${this.#most}. More than that is not taken.`, true);
  }

  #pasted(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const room = this.#draft.longest - this.#box.value.length + selected(this.#box).length;
    if (text.length > room) this.#speak(`The pasted text was cut: this box holds ${this.#most}.`, true);
    if (text.length < LONG_PASTE || this.#own?.has(text)) return;
    this.dispatchEvent(new CustomEvent("long-paste", { bubbles: true, detail: text.length }));
  }

  #text() {
    if (this.#box.value !== this.#draft.text) {
      const [from, to] = [this.#box.selectionStart, this.#box.selectionEnd];
      this.#box.value = this.#draft.text;
      if (document.activeElement === this.#box) this.#box.setSelectionRange(from, to);
    }
    this.#showUnsent();
  }

  #showUnsent() {
    const text = this.#draft.unsent;
    this.#aside.hidden = !text;
    if (!text) {
      fill(this.#aside);
      return;
    }
    const id = `${this.#box.id}-unsent`;
    const copy = h("textarea", { id, readonly: true, rows: 4 });
    copy.value = text;
    fill(
      this.#aside,
      h("label", { for: id, text: "Typed in this browser and not sent, because another device or window went on. You can copy it." }),
      copy,
      h("div", { class: "row" },
        h("button", { type: "button", disabled: this.#box.readOnly, text: "Add it to the text above", on: { click: () => this.#addUnsent(text) } }),
        h("button", { type: "button", class: "quiet", disabled: this.#box.readOnly, text: "I don't need it", on: { click: () => this.#dismiss() } })),
    );
  }

  #addUnsent(text) {
    const whole = [this.#box.value, text].filter(Boolean).join("\n\n");
    if (whole.length > this.#draft.longest) {
      this.#speak(`Both together are longer than ${this.#most}. Copy what you need instead.`, true);
      return;
    }
    this.#box.value = whole;
    this.#typed();
    this.#dismiss();
  }

  #dismiss() {
    this.#draft.dismissUnsent();
    this.#box.focus();
  }

  #says() {
    const { state } = this.#draft;
    const words = SAYS[state.kind](state);
    this.#state.textContent = this.#draft.isLongest ? `${words} Full: this box holds ${this.#most}.`.trim() : words;
    this.#state.dataset.kind = state.kind;
    if (state.kind === "away" || state.kind === "refused") this.#speak(words, true);
    else if (state.kind === "saved" && state.at) this.#speak("Saved");
  }

  #speak(words, atOnce = false) {
    const now = performance.now();
    if (this.#spoken.textContent === words || (!atOnce && now - this.#lastSpoken < CALM)) return;
    this.#lastSpoken = now;
    this.#spoken.textContent = words;
  }
}

function selected(box) {
  return box.value.slice(box.selectionStart, box.selectionEnd);
}

/** What this person has written or copied here before: pasting it again is nothing to note. */
export class OwnWords {
  #keep;
  #texts;

  constructor(keep, texts) {
    this.#keep = keep;
    this.#texts = texts; // () -> all texts written so far
  }

  remember(text) {
    if (text.length < LONG_PASTE) return;
    const known = this.#keep.get("own") ?? [];
    this.#keep.set("own", [...known.slice(-9), text]);
  }

  has(text) {
    const wanted = plain(text);
    return [...this.#texts(), ...(this.#keep.get("own") ?? [])].some((one) => plain(one).includes(wanted));
  }
}

function plain(text) {
  return text.replace(/\s+/g, " ").trim();
}

customElements.define("reply-editor", ReplyEditor);
