// Canned replies: "/" in the reply opens the list, typing narrows it down, Enter puts one in.

import { fill, h } from "./dom.js";
import { filled } from "./practice_words.js";

const MOST = 5; // in sight at once: more is found by typing
const ASKED = /(^|\s)\/([\w-]*)$/; // what stands before the cursor

/** The list under the box of *editor*. settings: macros, person, rep, and used(id), called with the one that was put in. */
export class Canned {
  #editor;
  #set;
  #found = [];
  #at = 0;
  #list = h("ul", { class: "canned", role: "listbox", id: "canned", "aria-label": "Canned replies", hidden: true });

  constructor(editor, settings, signal) {
    this.#editor = editor;
    this.#set = settings;
    const { box } = editor;
    this.element = this.#list;
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", "canned");
    box.addEventListener("input", () => this.#look(), { signal });
    box.addEventListener("keydown", (event) => this.#key(event), { signal });
    box.addEventListener("blur", () => this.#close(), { signal });
  }

  get #asked() {
    const { box } = this.#editor;
    return ASKED.exec(box.value.slice(0, box.selectionStart));
  }

  /** Open the list as if "/" had been typed. */
  open() {
    const { box } = this.#editor;
    this.#editor.write();
    box.setRangeText(box.value && !/\s$/.test(box.value) ? "\n/" : "/", box.value.length, box.value.length, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #look() {
    const asked = this.#asked;
    if (!asked || this.#editor.box.readOnly) return this.#close();
    const word = asked[2].toLowerCase();
    this.#found = this.#set.macros.filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(word));
    this.#at = 0;
    return this.#found.length ? this.#draw() : this.#close();
  }

  #draw() {
    const from = Math.max(0, Math.min(this.#at - MOST + 1, this.#found.length - MOST));
    const rows = this.#found.slice(from, from + MOST).map(({ id, title, text }, n) => h("li", { role: "option", id: `canned-${id}`, "aria-selected": String(from + n === this.#at), on: {
      mousedown: (event) => event.preventDefault(), // the cursor stays in the box
      click: () => this.#put(from + n),
    } }, h("strong", { text: title }), h("span", { class: "faint", text: ` /${id}` }), h("span", { class: "preview", text: filled(text, this.#set.person, this.#set.rep).replace(/\s+/g, " ") })));
    fill(this.#list, rows);
    this.#list.hidden = false;
    this.#editor.box.setAttribute("aria-activedescendant", `canned-${this.#found[this.#at].id}`);
    return undefined;
  }

  #close() {
    this.#list.hidden = true;
    fill(this.#list);
    this.#editor.box.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    if (this.#list.hidden || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const does = {
      ArrowDown: () => this.#move(1), ArrowUp: () => this.#move(-1), Enter: () => this.#put(this.#at), Tab: () => this.#put(this.#at),
      Escape: () => this.#close(),
    }[event.key];
    if (!does || (event.key === "Tab" && event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  #move(by) {
    this.#at = (this.#at + by + this.#found.length) % this.#found.length;
    this.#draw();
  }

  #put(i) {
    const { box } = this.#editor;
    const asked = this.#asked;
    const macro = this.#found[i];
    const from = asked ? box.selectionStart - asked[2].length - 1 : box.selectionStart;
    box.setRangeText(filled(macro.text, this.#set.person, this.#set.rep), from, box.selectionStart, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    this.#close();
    this.#set.used(macro.id);
  }
}
