// The list pane: which conversations are shown, in which order, each with who writes and how long they wait.

import { fill, h } from "./dom.js";
import { CLASSES, GROUPS, ORDERS, counts, groupOf, isIn, lastOf, matches, ordered, plain, waiting } from "./practice_words.js";

const EVERY = 3000; // ms until waiting times are drawn anew

/** The list. chosen(id): what to do when one is pressed. */
export class List {
  #shift;
  #chosen;
  #items = new Map();
  #group;
  #order;
  #search = h("input", { type: "search", id: "list-search", autocomplete: "off", maxlength: "100", placeholder: "Search conversations", "aria-label": "Search conversations" });
  #chips = h("fieldset", { class: "chips" }, h("legend", { class: "only-spoken", text: "Show" }));
  #list = h("ol", { class: "inbox-list" });
  #empty = h("p", { class: "faint empty" });
  #shown = "";

  constructor(shift, chosen, signal) {
    this.#shift = shift;
    this.#chosen = chosen;
    this.#group = shift.keep.get("group") ?? "todo";
    this.#order = shift.prefs.get("order") ?? "due";
    const order = h("select", { id: "list-order", "aria-label": "Order", on: { change: ({ target }) => this.#choose("order", target.value) } },
      ORDERS.map(([value, text]) => h("option", { value, selected: value === this.#order, text })));
    this.#numbers = this.#build();
    this.element = h("nav", { class: "pane inbox", "aria-labelledby": "list-title" },
      h("div", { class: "list-head" }, h("div", { class: "row spread" }, h("h2", { id: "list-title", text: "Conversations" }), order), this.#search, this.#chips),
      this.#list, this.#empty);
    this.#search.addEventListener("input", () => this.draw());
    shift.addEventListener("cases", () => this.draw(), { signal });
    const timer = setInterval(() => this.draw(), EVERY);
    signal.addEventListener("abort", () => clearInterval(timer));
    this.draw();
  }

  #numbers;

  #build() {
    const numbers = new Map();
    for (const [value, words] of GROUPS) {
      const number = h("b");
      const input = h("input", { type: "radio", name: "group", value, checked: value === this.#group, on: { change: () => this.#choose("group", value) } });
      this.#chips.append(h("label", { class: "chip" }, input, h("span", {}, words, " ", number)));
      numbers.set(value, number);
    }
    return numbers;
  }

  #choose(what, value) {
    if (what === "group") this.#group = value;
    else this.#order = value;
    (what === "order" ? this.#shift.prefs : this.#shift.keep).set(what, value);
    this.draw();
  }

  /** Return the conversations that are shown, in order. */
  rows() {
    const words = this.#search.value.trim();
    const { cases } = this.#shift;
    return ordered(words ? cases.filter((one) => matches(one, words)) : cases.filter((one) => isIn(one, this.#group)), this.#order);
  }

  draw() {
    const rows = this.rows();
    const found = counts(this.#shift.cases);
    this.#numbers.forEach((place, group) => put(place, String(found[group])));
    document.title = found.todo ? `(${found.todo}) Practice shift` : "Practice shift";
    rows.forEach((one) => this.#item(one).draw(one));
    const shown = rows.map(({ id }) => id).join();
    if (shown !== this.#shown) this.#place(rows);
    this.#shown = shown;
    put(this.#empty, rows.length ? "" : this.#search.value.trim() ? "No conversation has these words." : this.#nothing(found.waiting));
  }

  /** Return what is said of an empty list. n: conversations that wait for their customers. */
  #nothing(n) {
    if (this.#group !== "todo") return "Nothing here at the moment.";
    if (!n && this.#shift.view.level.tour) return "Nothing to do: there is one customer in the tour.";
    if (!n) return "Nothing to do at the moment: the next customer comes by themselves.";
    return `Nothing to do at the moment: ${n === 1 ? "one customer reads" : `${n} customers read`} what you wrote, see “Customer's turn”. Whoever answers comes back here.`;
  }

  #place(rows) {
    const had = this.#list.contains(document.activeElement) ? document.activeElement : null;
    fill(this.#list, rows.map(({ id }) => this.#items.get(id).row));
    if (had?.isConnected) had.focus({ preventScroll: true });
    else if (had) this.element.querySelector("[name=group]:checked").focus();
  }

  #item({ id }) {
    if (!this.#items.has(id)) this.#items.set(id, item(this.#shift, id, this.#chosen));
    return this.#items.get(id);
  }
}

function item(shift, id, chosen) {
  const parts = Object.fromEntries(["from", "class", "subject", "words", "wait", "unseen", "tags"].map((name) => [name, h("span", { class: name })]));
  const button = h("button", { type: "button", class: "case", on: { click: () => chosen(id) } },
    h("span", { class: "line" }, parts.from, parts.class, parts.unseen), h("span", { class: "line" }, parts.subject),
    parts.words, h("span", { class: "line under" }, parts.wait, parts.tags));
  const draw = (one) => {
    const { kind, words } = waiting(one, shift.at, !shift.view.level.tour);
    const last = lastOf(one);
    put(parts.from, one.customer.name);
    put(parts.class, CLASSES[one.customer.class]);
    parts.class.dataset.class = one.customer.class;
    put(parts.subject, one.subject);
    put(parts.words, `${last.by === "me" ? "You: " : last.by === "note" ? "Note: " : ""}${last.text}`.slice(0, 120));
    put(parts.wait, words);
    parts.wait.dataset.kind = kind;
    put(parts.unseen, one.unseen && one.id !== shift.selected ? `${one.unseen} new` : "");
    put(parts.tags, tagsOf(one, shift));
    button.classList.toggle("is-unseen", one.unseen > 0);
    if (id === shift.selected) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  };
  return { row: h("li", {}, button), draw };
}

/** Return what is marked on a row: whose it is, what it is about, and what is on its way. */
function tagsOf(one, shift) {
  const { category, modifiers } = one.tags;
  const marks = [groupOf(one) === "mine" ? "yours" : "", one.merged_into ? "merged" : "", one.engineering && groupOf(one) !== "snoozed" ? "engineer asked" : "", category ? plain(category) : "", ...modifiers];
  if (shift.pending.some((action) => action.case === one.id)) marks.push("sending …");
  return marks.filter(Boolean).join(" · ");
}

function put(place, words) {
  if (place.textContent !== words) place.textContent = words;
}
