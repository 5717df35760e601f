// The thread pane: what was said, what can be done with the conversation, its tags, and where one writes.

import { say } from "./announce.js";
import { ask } from "./dialogs.js";
import { count, fill, h, icon } from "./dom.js";
import { coaching } from "./practice_coach.js";
import { Composer } from "./practice_composer.js";
import * as hand from "./practice_hand.js";
import { hasKeyboard, pressed } from "./practice_keys.js";
import { inWords, tag } from "./practice_tags.js";
import { CLASSES, groupOf, mergedInto, timeOf, waiting } from "./practice_words.js";
import { dropDown } from "./tools.js";

const BY = { colleague: " colleague", note: " internal note" };
const ONE_PANE = matchMedia("(width < 46rem)"); // the page scrolls there, not the thread
const NEAR = 80; // pixels from the end within which the thread follows what comes

/** The middle of the page. next(by): shows another conversation; its other methods are what keys do. */
export class Thread {
  #shift;
  #next;
  #signal;
  #composer = null;
  #head = h("div", { class: "thread-head" });
  #state = h("p", { class: "standing" });
  #actions = h("div", { class: "row tight thread-actions" });
  #messages = h("ol", { class: "messages", tabindex: "0", "aria-label": "Messages" });
  #tags = h("div", { class: "row tight tags-row" });
  #body = h("div", { class: "thread" });
  #drawn = "";
  #kind = "";
  #followed = -1; // where #follow left the thread: nobody has moved it while it still stands there

  constructor(shift, { next, signal }) {
    [this.#shift, this.#next, this.#signal] = [shift, next, signal];
    this.element = h("section", { class: "pane conversation", "aria-labelledby": "thread-title" }, this.#body);
    shift.addEventListener("selected", () => this.#open(), { signal });
    shift.addEventListener("cases", () => this.#refresh(), { signal });
    shift.addEventListener("coach", () => this.#redraw(), { signal });
    document.addEventListener("click", ({ target }) => this.#composer?.fold(target), { signal });
    const timer = setInterval(() => this.#refresh(), 3000);
    signal.addEventListener("abort", () => clearInterval(timer));
    this.#open();
    requestAnimationFrame(() => this.#one && this.#follow()); // when it stands on the page: before, nothing has a place
  }

  get #one() {
    return this.#shift.open;
  }

  #open() {
    this.#drawn = this.#kind = "";
    if (!this.#one) {
      this.#composer = null;
      return fill(this.#body, h("div", { class: "nothing" }, h("h2", { id: "thread-title", tabindex: "-1", text: "No conversation is open" }),
        h("p", { class: "faint", text: hasKeyboard() ? `Choose one in the list, or press ${pressed("J")} for the first.` : "Choose one in the list." })));
    }
    const { id, subject, customer } = this.#one;
    this.#composer = new Composer(this.#shift, id, {
      closed: () => this.#closed(this.#shift.case(id)), away: () => this.#messages.focus({ preventScroll: true }), signal: this.#signal,
    });
    fill(this.#head, h("h2", { id: "thread-title", tabindex: "-1", text: subject }),
      h("p", { class: "row tight" }, h("span", { text: customer.name }), h("span", { class: "class", "data-class": customer.class, text: CLASSES[customer.class] }), this.#state), this.#actions);
    fill(this.#body, this.#head, this.#messages, this.#tags, this.#composer.element);
    this.#refresh();
    this.#follow();
    return undefined;
  }

  /** Show the last message from its beginning; one's own to its end, for there the coach speaks. */
  #follow() {
    const last = this.#messages.lastElementChild;
    if (ONE_PANE.matches) last.scrollIntoView({ block: "nearest" });
    this.#messages.scrollTop = last.matches(".me, .coached") ? this.#messages.scrollHeight : last.offsetTop - this.#messages.offsetTop - 12;
    this.#followed = this.#messages.scrollTop;
  }

  get #isFollowing() {
    if (ONE_PANE.matches) return (this.#messages.lastElementChild?.getBoundingClientRect().top ?? 0) < innerHeight;
    const { scrollHeight, scrollTop, clientHeight } = this.#messages;
    return scrollHeight - scrollTop - clientHeight < NEAR || Math.abs(scrollTop - this.#followed) < 2;
  }

  #redraw() {
    this.#drawn = "";
    this.#refresh();
  }

  /** Bring up to date what has changed, and leave alone what is being typed. */
  #refresh() {
    const one = this.#one;
    if (!one) return;
    fill(this.#state, standing(one, this.#shift));
    this.#composer.refresh();
    this.#drawActions(one);
    const sending = this.#shift.pending.filter(({ case: id, kind, text }) => id === one.id && ["reply", "note", "pass"].includes(kind) && text);
    const drawn = `${one.id} ${one.messages.length} ${one.messages.at(-1).entry} ${sending.length}`;
    if (drawn === this.#drawn) return;
    const isFollowing = this.#isFollowing;
    this.#drawn = drawn;
    const coach = this.#shift.keep.get(`coach:${one.id}`);
    const isBelow = one.messages.some(({ by, entry }) => by === "me" && entry === coach?.entry); // a hint may come before any reply
    fill(this.#messages, one.messages.map((message) => this.#message(message, coach)),
      coach && !isBelow ? h("li", { class: "said coached" }, coaching(this.#shift, one.id, coach)) : null,
      sending.map(({ text, kind }) => h("li", { class: `said ${kind === "note" ? "note" : "me"} is-sending` },
        h("p", { class: "by" }, icon("sending"), " Sending …"), h("div", { class: "words", text }))));
    if (isFollowing) this.#follow();
  }

  #message({ entry, at, by, name, text }, coach) {
    const when = h("time", { class: "faint", text: timeOf(at, this.#shift.view.begins) });
    if (by === "system") return h("li", { class: "said system" }, h("span", { text: `${text} ` }), when);
    const isMine = by === "me" || (by === "note" && name === this.#shift.view.rep);
    const who = [h("strong", { text: isMine ? "You" : name }), h("span", { class: "faint", text: BY[by] ?? "" })];
    return h("li", { class: `said ${by}` }, h("p", { class: "by" }, who, " ", when),
      h("div", { class: "words", text: text.trim() }),
      coach && by === "me" && coach.entry === entry ? coaching(this.#shift, this.#one.id, coach) : null);
  }

  // ---- what can be done ----

  #drawActions(one) {
    const { category } = one.tags;
    const words = inWords(one.tags);
    const kind = [one.id, one.standing, one.due, one.merged_into, one.snoozed_until, one.engineering?.until, words, this.#shift.phase, one.copied.join()].join("|");
    if (kind === this.#kind) return;
    this.#kind = kind;
    const had = this.#actions.contains(document.activeElement) || this.#tags.contains(document.activeElement);
    const isOurs = ["new", "mine"].includes(one.standing);
    const button = (text, key, press, look = "") => h("button", { type: "button", class: look, title: key && hasKeyboard() ? pressed(key) : null, text, on: { click: press } });
    fill(this.#actions,
      one.standing === "new" ? button("Take", "Y", () => this.take(), "primary") : null,
      one.standing === "closed" ? button("Reopen", "", () => this.#act({ kind: "reopen" })) : null,
      isOurs ? [button("Pass on", "A", () => this.pass()), button("Snooze", "M", () => this.snooze()), button("Close", "E", () => this.close())] : null,
      this.#shift.view.level.hints && isOurs ? button("Hint", "", () => this.hint()) : null,
      dropDown("More", h("div", { class: "menu-body" }, this.#more(one, isOurs, button))));
    fill(this.#tags, h("span", { class: category ? "" : "warning", text: words ?? "No tag yet" }), button(words ? "Change tags" : "Tag", "T", () => this.tag(), "link"));
    if (had && !this.element.contains(document.activeElement)) this.focus();
  }

  #more(one, isOurs, button) {
    const { engineer, procedures } = this.#shift.desk;
    const of = (text, press, key = "") => button(text, key, ({ currentTarget }) => {
      currentTarget.closest("details").open = false;
      press();
    }, "quiet");
    return [
      engineer && isOurs && !one.engineering ? of("Ask an engineer: it stays yours", () => this.engineer(), "N") : null,
      of("Let a colleague read along", () => hand.readAlong(this.#shift, one.id)),
      isOurs && !one.merged_into ? of("Merge others into this one", () => this.gather()) : null,
      isOurs ? of("Merge into another one", () => hand.merge(this.#shift, one.id)) : null,
      isOurs ? Object.entries(procedures).map(([name, { title }]) => of(title, () => hand.procedure(this.#shift, one.id, name))) : null,
      one.standing === "mine" && one.due ? of("Release: anybody may have it", () => this.#act({ kind: "release" })) : null,
    ];
  }

  #act(action) {
    return this.#shift.act({ ...action, case: this.#one.id });
  }

  async take() {
    if (this.#one?.standing !== "new") return say("Somebody has it already.", true);
    const done = await this.#act({ kind: "take" });
    if (done) say("It is yours.");
    return undefined;
  }

  /** Close the conversation; andNext: and show the next one. */
  async close(andNext = false) {
    const one = this.#one;
    if (!one || !["new", "mine"].includes(one.standing)) return say("There is nothing to close here.", true);
    const next = andNext ? this.#next.after(one.id) : null;
    const how = this.#composer.text.trim() ? await unsent() : "close";
    if (!how || this.#shift.selected !== one.id) return undefined;
    const done = how === "send" ? this.#composer.send(true, "reply") : this.#act({ kind: "close" });
    if (andNext) this.#next.open(next);
    if (await done) this.#closed(one);
    return undefined;
  }

  #closed(one) {
    say(one.tags.category ? `Closed: ${one.subject}.` : `Closed without a tag: ${one.subject}. It can still be tagged.`);
  }

  snooze() {
    return this.#isOurs() && hand.snooze(this.#shift, this.#one.id);
  }

  /** Merge other reports into this one. */
  gather() {
    if (!this.#isOurs()) return undefined;
    if (this.#one.merged_into) return say(`It is merged itself; go to the conversation of ${this.#shift.case(this.#one.merged_into).customer.name}.`, true);
    return hand.gather(this.#shift, this.#one.id);
  }

  async pass() {
    if (!this.#isOurs()) return;
    const done = await hand.passOn(this.#shift, this.#one.id, () => this.#composer.clear());
    if (done?.says) say(done.says);
  }

  async engineer() {
    if (!this.#isOurs()) return;
    const done = await hand.askEngineer(this.#shift, this.#one.id);
    if (done?.says) say(done.says);
  }

  tag() {
    return this.#one && tag(this.#shift, this.#one.id);
  }

  #isOurs() {
    const isOurs = this.#one && ["new", "mine"].includes(this.#one.standing);
    if (!isOurs) say(this.#one ? "This one is not yours." : "Open a conversation first.", true);
    return isOurs;
  }

  hint() {
    return this.#shift.ask({ kind: "hint", case: this.#one.id })
      .then(({ hint }) => (hint ? this.#hinted(hint) : say("There is no hint for this one.", true)), (problem) => this.#shift.refuse(problem));
  }

  #hinted(hint) {
    const before = this.#shift.keep.get(`coach:${this.#one.id}`) ?? { entry: 0, feedback: [] };
    this.#shift.keep.set(`coach:${this.#one.id}`, { ...before, hint, away: false });
    say(hint.says, true);
    this.#redraw();
  }

  reply() {
    this.#composer?.write("reply");
  }

  note() {
    this.#composer?.write("note");
  }

  send() {
    if (this.#composer?.hasFocus) this.#composer.send();
    else say(`Go to the reply first: ${pressed("L")}.`, true);
  }

  /** Begin to read at the top. */
  focus() {
    const title = this.element.querySelector("#thread-title");
    title?.focus({ preventScroll: true });
    title?.scrollIntoView({ block: "nearest" });
    if (ONE_PANE.matches && this.#one) this.#follow();
  }
}

/** Ask what to do with a reply that was not sent: "send", "close", or null. */
function unsent() {
  const body = h("div", {}, h("p", { text: "You have written a reply and not sent it." }));
  return ask("Close the conversation", body, [["Send and close", "primary", "send"], ["Close without sending", "", "close"], ["Cancel", "quiet", null]]);
}

/** Return in words whose a conversation is and how long its customer waits. */
function standing(one, shift) {
  const { kind, words } = waiting(one, shift.at, !shift.view.level.tour);
  const whose = { new: "Nobody's yet", mine: "Yours", theirs: `${one.holder || "A colleague"} has it`, passed: `Passed on to ${one.holder || "a colleague"}`, closed: "Closed", gone: "The customer has left" }[one.standing];
  const merged = one.merged_into ? `, merged with ${shift.case(one.merged_into).customer.name}` : "";
  const n = mergedInto(one, shift.cases).length;
  const gathered = n ? `, ${count(n, "report")} merged into it` : "";
  const asked = one.engineering && groupOf(one) !== "snoozed" ? `, ${one.engineering.name} has been asked` : "";
  const copied = one.copied.length ? `, ${count(one.copied.length, "colleague reads", "colleagues read")} along` : "";
  return [h("span", { text: `${whose}${merged}${gathered}${asked}${copied}` }), words === whose.toLowerCase() || ["theirs", "passed"].includes(one.standing) ? null : h("span", { class: "wait", "data-kind": kind, text: words })];
}
