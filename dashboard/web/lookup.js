// The look-up side: help centre, status page, colleagues, and the rule on AI assistants again.

import { h } from "./dom.js";
import { colleagues } from "./colleagues.js";
import { HelpCentre } from "./help.js";
import { markdown } from "./markdown.js";
import { statusPage } from "./status.js";
import { Tabs } from "./tabs.js";

/** Tabs over one place. `search()` shows the help centre and puts the cursor into its box. */
export class LookUp {
  #tabs;

  constructor(exercise, signal) {
    this.help = new HelpCentre(exercise);
    const asking = colleagues(exercise, signal);
    this.element = h("aside", { class: "pane lookup", "aria-labelledby": "lookup-title" }, h("h2", { id: "lookup-title", class: "only-spoken", text: "Look up" }));
    this.#tabs = new Tabs(this.element, "Look up");
    this.#tabs.add("help", "Help centre", this.help.element);
    this.#tabs.add("status", "Status", statusPage(exercise, signal), () => exercise.line.act({ kind: "look_at_status" }).catch(() => undefined));
    asking.badge(this.#tabs.add("ask", "Colleagues", asking.element, () => asking.seen()));
    this.#tabs.add("about", "Rules", rules(exercise.view));
    this.#tabs.open(0);
  }

  search() {
    this.#tabs.open(0);
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
