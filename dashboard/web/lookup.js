// The look-up side: help centre, status page, colleagues, and the rule on AI assistants again.

import { h } from "./dom.js";
import { colleagues } from "./colleagues.js";
import { HelpCentre } from "./help.js";
import { markdown } from "./markdown.js";
import { statusPage } from "./status.js";

/** Tabs over one place. `search()` shows the help centre and puts the cursor into its box. */
export class LookUp {
  #tabs = [];
  #panels = [];

  constructor(exercise, signal) {
    this.help = new HelpCentre(exercise);
    const asking = colleagues(exercise, signal);
    const list = h("div", { role: "tablist", "aria-label": "Look up", class: "tabs" });
    this.element = h("aside", { class: "pane lookup", "aria-labelledby": "lookup-title" }, h("h2", { id: "lookup-title", class: "only-spoken", text: "Look up" }), list);
    this.#add(list, "help", "Help centre", this.help.element);
    this.#add(list, "status", "Status", statusPage(exercise, signal), () => exercise.line.act({ kind: "look_at_status" }).catch(() => undefined));
    this.#add(list, "ask", "Colleagues", asking.element, () => asking.seen());
    this.#add(list, "about", "Rules", rules(exercise.view));
    asking.badge(this.#tabs[2]);
    list.addEventListener("keydown", (event) => this.#move(event));
    this.#open(0);
  }

  #add(list, id, words, content, opened = () => undefined) {
    const at = this.#tabs.length;
    const tab = h("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": `panel-${id}`, on: { click: () => this.#open(at) } }, words);
    const panel = h("div", { role: "tabpanel", id: `panel-${id}`, "aria-labelledby": `tab-${id}`, tabindex: "0", class: "panel" }, content);
    tab.opened = opened;
    list.append(tab);
    this.element.append(panel);
    this.#tabs.push(tab);
    this.#panels.push(panel);
  }

  #open(at) {
    const wasOpen = this.#tabs[at].getAttribute("aria-selected") === "true";
    this.#tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === at));
      tab.tabIndex = i === at ? 0 : -1;
      this.#panels[i].hidden = i !== at;
    });
    if (!wasOpen) this.#tabs[at].opened();
  }

  #move(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = this.#tabs.indexOf(document.activeElement);
    if (!by || at === -1 || event.altKey) return;
    event.preventDefault();
    const next = (at + by + this.#tabs.length) % this.#tabs.length;
    this.#open(next);
    this.#tabs[next].focus();
  }

  search() {
    this.#open(0);
    this.help.focus();
  }
}

function rules(view) {
  return h("div", { class: "prose" },
    h("h3", { text: "AI assistants in this exercise" }), markdown(view.round.ai_text),
    h("h3", { text: "What counts" }),
    h("p", { text: "What is saved when the time is over counts as handed in, also without pressing Send. Looking things up, here or outside, is part of the work." }),
    h("h3", { text: view.round.product }), h("p", { text: `For this exercise it is ${view.today}.` }), h("p", { text: view.product }));
}
