// The third pane: who writes, the help centre, and the status page.

import { say } from "./announce.js";
import { fill, h, icon } from "./dom.js";
import { HelpCentre } from "./help.js";
import { CLASSES, timeOf } from "./practice_words.js";
import { Tabs } from "./tabs.js";

const [CUSTOMER, HELP, STATUS] = [0, 1, 2];

/** Tabs. `search()` and `status()` are what keys do. */
export class Side {
  #shift;
  #tabs;
  #help;
  #person = h("div", { class: "stack" });
  #lines = h("div", { class: "stack" });
  #mark = h("span", { class: "badge" });
  #shown = null;

  constructor(shift, signal) {
    this.#shift = shift;
    const { articles, start_article: first } = shift.desk;
    const act = (action) => shift.ask({ ...action, ...(shift.selected ? { case: shift.selected } : {}) }).then((answer) => this.#looked(answer));
    this.#help = new HelpCentre({ line: { act }, view: { articles, start_article: first } });
    this.element = h("aside", { class: "pane lookup", "aria-labelledby": "side-title" }, h("h2", { id: "side-title", class: "only-spoken", text: "Customer and look-up" }));
    this.#tabs = new Tabs(this.element, "Customer and look-up");
    this.#tabs.add("customer", "Customer", this.#person);
    this.#tabs.add("help", "Help centre", this.#help.element, () => this.#help.focus());
    this.#tabs.add("status", "Status", this.#lines, () => this.#statusSeen()).append(this.#mark);
    this.#tabs.open(CUSTOMER);
    shift.addEventListener("selected", () => this.#draw(), { signal });
    shift.addEventListener("status", () => this.#drawStatus(), { signal });
    this.#draw();
    this.#drawStatus();
  }

  /** An article was opened: the tour knows. */
  #looked(answer) {
    if (answer.article) {
      this.#shift.keep.set("article-read", true);
      this.#shift.dispatchEvent(new Event("cases"));
    }
    return answer;
  }

  search() {
    this.#tabs.open(HELP);
    this.#help.focus();
  }

  status() {
    this.#tabs.open(STATUS);
    this.#tabs.tabs[STATUS].focus();
  }

  #draw() {
    const one = this.#shift.open;
    if (one?.id === this.#shown) return;
    this.#shown = one?.id;
    fill(this.#person, one ? person(one.customer) : h("p", { class: "faint", text: "Who writes is shown here." }));
  }

  // ---- status page ----

  #drawStatus() {
    const { status, begins } = this.#shift.view;
    const seen = this.#shift.keep.get("status-seen") ?? 0;
    const isOpen = this.#tabs.isOpen(STATUS);
    const isNew = !isOpen && status.length > seen;
    if (isNew && !this.#mark.textContent) say("There is something new on the status page.");
    this.#mark.textContent = isNew ? " new" : "";
    if (isOpen) this.#shift.keep.set("status-seen", status.length);
    fill(this.#lines, h("h3", { text: "Status page" }),
      status.length ? status.map((one) => line(one, begins)) : h("p", {}, icon("ok"), " All is well: no disturbance is known."));
  }

  #statusSeen() {
    this.#shift.keep.set("status-seen", this.#shift.view.status.length);
    this.#mark.textContent = "";
    if (this.#shift.isRunning) this.#shift.ask({ kind: "status" }).catch(() => undefined);
  }
}

function line({ title, component, at, text, over }, begins) {
  return h("article", { class: "incident" }, h("h4", { class: "row tight" }, icon(over ? "ok" : "warn"), title),
    h("p", { class: "faint", text: `${component}, ${timeOf(at, begins)}` }), h("p", { text }));
}

/** Return what the desk knows of a customer. */
function person({ name, email, company, class: kind, plan, seats, paid, since, past, check, pays = "month", invoice }) {
  const months = since === 1 ? "1 month" : `${since} months`;
  const rows = [
    ["Company", company], ["Email", email && [email.split("@")[0], h("wbr"), `@${email.split("@").slice(1).join("@")}`]], ["Plan", plan], ["People", String(seats)], ["Pays", paid ? `${paid.toLocaleString("en")} EUR a ${pays}` : "nothing yet"],
    ["Customer for", since < 1 ? "less than a month" : since < 24 ? months : `${Math.floor(since / 12)} years`], ["Card ends with", check || "none on file"], ["Last invoice", invoice],
  ].filter(([, value]) => value);
  return [h("div", { class: "row tight" }, h("h3", { text: name }), h("span", { class: "class", "data-class": kind, text: CLASSES[kind] })),
    h("dl", { class: "facts" }, rows.map(([what, value]) => h("div", {}, h("dt", { text: what }), h("dd", {}, value)))),
    h("h4", { text: "Earlier contacts" }),
    past.length ? h("ul", { class: "past" }, past.map((text) => h("li", { text }))) : h("p", { class: "faint", text: "None." })];
}
