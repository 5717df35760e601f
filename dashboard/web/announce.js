// What is said aloud and shown at the top: time left, time added, the connection, an answer that has come.

import { fill, h, icon } from "./dom.js";

/** Say *words* to screen readers. isUrgent: at once, in the middle of other speech. */
export function say(words, isUrgent = false) {
  const place = document.getElementById(isUrgent ? "assertive" : "polite");
  place.textContent = "";
  setTimeout(() => {
    place.textContent = words;
  }, 50);
}

/** Messages under the top bar, one of each name at a time. */
export class Banners {
  #place = document.getElementById("banner");
  #shown = new Map();

  /** Do these words stand there already? Then nothing is said again. */
  has(name, words) {
    return this.#shown.get(name)?.words === words;
  }

  /** Show *words* under *name*. settings: kind ("calm", "warn"), actions (elements), closes (may be put away), lasts (ms). */
  show(name, words, { kind = "calm", actions = [], closes = true, lasts = null } = {}) {
    const away = h("button", { type: "button", class: "quiet", text: "Close", on: { click: () => this.hide(name) } });
    const banner = h("div", { class: `banner ${kind}`, "data-name": name },
      icon(kind === "warn" ? "warn" : "clock"), h("p", { text: words }), h("div", { class: "row" }, actions, closes ? away : null));
    this.#forget(name);
    this.#shown.set(name, { banner, words, timer: lasts ? setTimeout(() => this.hide(name), lasts) : null });
    this.#draw();
    return banner;
  }

  hide(name) {
    if (!this.#shown.has(name)) return;
    const { banner } = this.#shown.get(name);
    const hadFocus = banner.contains(document.activeElement);
    this.#forget(name);
    this.#draw();
    if (hadFocus) document.getElementById("main").focus({ preventScroll: true });
  }

  clear() {
    [...this.#shown.keys()].forEach((name) => this.#forget(name));
    this.#draw();
  }

  #forget(name) {
    clearTimeout(this.#shown.get(name)?.timer);
    this.#shown.delete(name);
  }

  #draw() {
    fill(this.#place, [...this.#shown.values()].map(({ banner }) => banner));
  }
}
