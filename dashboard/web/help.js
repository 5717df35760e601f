// The help centre: search, all articles by section, and one article to read.

import { Refused } from "./api.js";
import { say } from "./announce.js";
import { count, fill, h, icon } from "./dom.js";
import { markdown } from "./markdown.js";

const AWAY = "Not connected: this can't be looked up now. Try again when the connection is back.";

/** Shows lists and articles; what was read once can be read again without a connection. */
export class HelpCentre {
  #exercise;
  #read = new Map();
  #trail = []; // what leads back: functions that draw what was shown before
  #box = h("input", { type: "search", id: "help-search", autocomplete: "off", maxlength: "200" });
  #place = h("div", { class: "help-place" });

  constructor(exercise) {
    this.#exercise = exercise;
    const form = h("form", { role: "search", class: "search" }, h("label", { for: "help-search", text: "Search the help centre" }),
      h("div", { class: "row tight" }, this.#box, h("button", { type: "submit" }, icon("search"), "Search")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#search(this.#box.value.trim());
    });
    this.element = h("div", { class: "help" }, form, this.#place);
    this.#contents();
  }

  focus() {
    this.#box.focus();
    this.#box.select();
  }

  #contents() {
    this.#trail = [() => this.#contents()];
    const { articles = [], start_article: first } = this.#exercise.view;
    const sections = grouped(articles);
    const start = articles.find(({ id }) => id === first);
    fill(this.#place,
      start ? h("p", {}, "New here? ", this.#link(start.id, start.title)) : null,
      h("h3", { text: "All articles" }),
      h("div", {}, [...sections].sort().map(([section, list]) => h("details", { class: "section" },
        h("summary", {}, section, h("span", { class: "faint", text: ` ${list.length}` })),
        h("ul", {}, list.map(({ id, title }) => h("li", {}, this.#link(id, title))))))));
  }

  async #search(query) {
    if (!query) return this.#contents();
    try {
      const { hits } = await this.#exercise.line.act({ kind: "search", query });
      this.#show(() => this.#hits(query, hits));
      say(hits.length ? `${count(hits.length, "article")} found` : "Nothing found");
    } catch (problem) {
      this.#trouble(problem);
    }
    return undefined;
  }

  #hits(query, hits) {
    const words = hits.length ? `${count(hits.length, "article")} for “${query}”` : `Nothing found for “${query}”. Try one or two other words, yours or the customer's.`;
    const one = ({ id, title, section, snippet }) => h("li", {}, this.#link(id, title), h("span", { class: "faint", text: ` ${section}` }), h("p", { text: snippet }));
    fill(this.#place, this.#backLink("All articles", () => this.#contents()), h("p", { class: "found", text: words }), h("ol", { class: "hits" }, hits.map(one)));
  }

  #link(id, words) {
    return h("button", { type: "button", class: "link", text: words, on: { click: () => this.open(id) } });
  }

  #backLink(words, go) {
    return h("button", { type: "button", class: "link back", on: { click: go } }, icon("back"), words);
  }

  /** Show an article. */
  async open(id) {
    try {
      const { article } = await this.#exercise.line.act({ kind: "read", article: id });
      this.#read.set(id, article);
    } catch (problem) {
      if (problem instanceof Refused || !this.#read.has(id)) return this.#trouble(problem);
    }
    this.#show(() => this.#article(this.#read.get(id)));
    this.#place.querySelector("h3").focus();
    return undefined;
  }

  #show(draw) {
    this.#trail.push(draw);
    draw();
    this.#place.closest(".panel")?.scrollTo(0, 0);
  }

  #article({ title, section, updated, text }) {
    const known = new Set((this.#exercise.view.articles ?? []).map((one) => one.id));
    const link = (target, words) => (known.has(target) ? this.#link(target, words) : null);
    fill(this.#place, this.#backLink("Back", () => this.#back()),
      h("article", { class: "prose" }, h("h3", { tabindex: "-1", text: title }), h("p", { class: "faint", text: `${section} · updated ${updated}` }), markdown(text, { top: 4, link })));
  }

  #back() {
    this.#trail.pop();
    this.#trail.at(-1)();
    (this.#place.querySelector(".link") ?? this.#box).focus();
  }

  #trouble(problem) {
    const words = problem.says ?? AWAY;
    this.#place.querySelector(".trouble")?.remove();
    this.#place.prepend(h("p", { class: "trouble", role: "alert", text: words }));
  }
}

function grouped(articles) {
  const found = new Map();
  for (const one of articles) found.set(one.section, [...(found.get(one.section) ?? []), one]);
  return found;
}
