// Tabs over one place.

import { h } from "./dom.js";

/** Tabs with the panels below them, put into *element* under *label*. `add` them all, then `open` one. */
export class Tabs {
  tabs = [];
  #element;
  #panels = [];
  #list;

  constructor(element, label) {
    this.#element = element;
    this.#list = h("div", { role: "tablist", "aria-label": label, class: "tabs" });
    this.#list.addEventListener("keydown", (event) => this.#move(event));
    element.append(this.#list);
  }

  /** Add a tab. opened(): called each time it comes into sight. */
  add(id, words, content, opened = () => undefined) {
    const at = this.tabs.length;
    const tab = h("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": `panel-${id}`, on: { click: () => this.open(at) } }, words);
    const panel = h("div", { role: "tabpanel", id: `panel-${id}`, "aria-labelledby": `tab-${id}`, tabindex: "0", class: "panel" }, content);
    tab.opened = opened;
    this.#list.append(tab);
    this.#element.append(panel);
    this.tabs.push(tab);
    this.#panels.push(panel);
    return tab;
  }

  isOpen(at) {
    return this.tabs[at].getAttribute("aria-selected") === "true";
  }

  open(at) {
    const wasOpen = this.isOpen(at);
    this.tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === at));
      tab.tabIndex = i === at ? 0 : -1;
      this.#panels[i].hidden = i !== at;
    });
    if (!wasOpen) this.tabs[at].opened();
  }

  #move(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = this.tabs.indexOf(document.activeElement);
    if (!by || at === -1 || event.altKey) return;
    event.preventDefault();
    const next = (at + by + this.tabs.length) % this.tabs.length;
    this.open(next);
    this.tabs[next].focus();
  }
}
