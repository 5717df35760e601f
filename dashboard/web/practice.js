// The desk of a practice shift: which of its phases is shown, and what keeps it in step with the server.

import { Banners, say } from "./announce.js";
import { Refused } from "./api.js";
import { Clock } from "./clock.js";
import { fill, h } from "./dom.js";
import { Keep } from "./keep.js";
import { bar, marks, turn } from "./practice_bar.js";
import { beforePage } from "./practice_before.js";
import { ShiftLine } from "./practice_line.js";
import { Shift } from "./practice_model.js";
import { ownOutbox } from "./practice_outbox.js";
import { overPage } from "./practice_over.js";
import { runningPage } from "./practice_running.js";

const POLLS = { fast: 1000, visible: 1500, hidden: 5000, still: 4000 }; // ms from one poll to the next
const UNCONNECTED = "Not connected: your words are kept in this browser and sent when the connection is back. Go on writing. The clock runs on.";
const STEADY = 2500; // ms for which the line has to hold until that is told

const main = document.getElementById("main");
const banners = new Banners();

class Page {
  #id;
  #line;
  #clock = new Clock();
  #shift = null;
  #phase = null; // an AbortController: what listens while a phase is shown
  #bar = null; // the same for the bar
  #drawn = null;
  #poller = null;
  #backTimer = null;
  #isAway = false;

  constructor(id) {
    this.#id = id;
    this.#line = new ShiftLine(id);
    this.#line.addEventListener("heard", ({ detail }) => this.#clock.hear({ ...detail, now: detail.state.now }));
  }

  async open() {
    try {
      await this.#begin(await this.#line.view());
    } catch (problem) {
      if (problem instanceof Refused) this.#shut(problem);
      else this.#withoutServer();
    }
  }

  async #begin(view) {
    const keep = new Keep(`shift-${this.#id}`);
    this.#shift = new Shift(view, { line: this.#line, clock: this.#clock, keep, box: await ownOutbox(keep) });
    this.#listen();
    this.#draw();
  }

  #withoutServer() {
    const words = "The server can't be reached. Your words are kept in this browser. This page tries again by itself.";
    fill(main, h("div", { class: "plain" }, h("h1", { text: "Not connected" }), h("p", { text: words })));
    setTimeout(() => this.open(), 2000);
  }

  #shut({ says, code }) {
    const typed = code === "earlier" ? h("p", {}, h("a", { href: `/debrief?shift=${this.#id}`, text: "Read what you typed" })) : null;
    fill(main, h("div", { class: "plain" }, h("h1", { text: "This shift can't be opened" }), h("p", { text: says }), typed, h("p", {}, h("a", { href: "/practise", text: "To the page Practise" }))));
  }

  #listen() {
    const shift = this.#shift;
    shift.addEventListener("phase", () => this.#draw());
    shift.addEventListener("away", () => this.#away());
    shift.addEventListener("back", () => this.#back());
    shift.addEventListener("refused", ({ detail }) => this.#refused(detail));
    this.#clock.addEventListener("up", () => this.#poll());
    this.#clock.addEventListener("slept", () => this.#poll());
    document.addEventListener("visibilitychange", () => this.#seen(document.visibilityState === "visible"));
    window.addEventListener("pagehide", () => shift.leave());
    window.addEventListener("pageshow", ({ persisted }) => persisted && shift.reload());
    window.addEventListener("online", () => this.#poll());
    window.addEventListener("beforeunload", (event) => {
      if (!shift.isAllSaved && shift.isRunning && !shift.keep.works) event.preventDefault();
    });
  }

  // ---- drawing ----

  #draw() {
    const shift = this.#shift;
    const { phase } = shift;
    const isDesk = (one) => one === "running" || one === "paused";
    const isSame = isDesk(phase) && isDesk(this.#drawn); // a pause takes away nothing of what one looks at
    document.body.dataset.phase = isDesk(phase) ? "running" : phase;
    document.body.dataset.paused = String(phase === "paused");
    if (!isSame) {
      this.#phase?.abort();
      this.#phase = new AbortController();
      const pages = { before: () => beforePage(shift), over: () => this.#over() };
      fill(main, (pages[phase] ?? (() => runningPage(shift, banners, this.#phase.signal)))());
      marks(shift, banners, this.#phase.signal);
      window.scrollTo(0, 0);
      if (this.#drawn) (document.querySelector(".over h1") ?? main).focus({ preventScroll: true }); // what had the focus is gone
    }
    if (!isDesk(phase)) document.title = phase === "before" ? "Before the shift" : "After the shift";
    this.#drawn = phase;
    this.#bar?.abort();
    this.#bar = new AbortController();
    bar(shift, this.#bar.signal);
    this.#paused(phase === "paused");
    this.#soon();
  }

  #paused(isPaused) {
    if (!isPaused) return banners.hide("paused");
    const go = h("button", { type: "button", class: "primary", text: "Go on", on: { click: () => turn(this.#shift, "resume") } });
    const words = "The clock stands still, and so do your customers. You can read and write drafts; nothing else is done.";
    banners.show("paused", words, { closes: false, actions: [go] });
    go.focus();
    return say("Paused.");
  }

  #over() {
    banners.clear();
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
    const page = overPage(this.#shift, this.#phase.signal);
    this.#shift.halt();
    if (this.#shift.isAllSaved) this.#shift.keep.clear((name) => name.endsWith(":unsent") || name.startsWith("box:")); // the rest is with the server
    const isLeft = page.querySelector(".left-words") !== null;
    say(`The shift is over.${isLeft ? " What you wrote and did not send is listed on this page." : ""}`, true);
    return page;
  }

  // ---- in step with the server ----

  #soon() {
    clearTimeout(this.#poller);
    const { phase, view } = this.#shift;
    if (phase === "over") return;
    const isSeen = document.visibilityState === "visible";
    const every = phase === "running" ? (isSeen ? (view.speed > 1 ? "fast" : "visible") : "hidden") : "still";
    this.#poller = setTimeout(() => this.#poll(), POLLS[every]);
  }

  async #poll() {
    clearTimeout(this.#poller);
    await this.#shift.poll();
    if (this.#line.there) banners.hide("signed-out");
    this.#soon();
  }

  #seen(isVisible) {
    if (!isVisible) return this.#shift.leave();
    return this.#poll().then(() => this.#shift.open?.unseen && this.#shift.looked());
  }

  #away() {
    clearTimeout(this.#backTimer);
    if (this.#isAway) return;
    this.#isAway = true;
    banners.show("line", UNCONNECTED, { kind: "warn", closes: false });
    say(UNCONNECTED);
  }

  #back() {
    clearTimeout(this.#backTimer);
    this.#backTimer = setTimeout(() => {
      this.#isAway = false;
      banners.show("line", "Connected again.", { lasts: 4000 });
      say("Connected again.");
    }, STEADY);
    this.#poll();
  }

  #refused({ code, says, isSignedOut }) {
    const name = isSignedOut ? "signed-out" : "refused";
    if (banners.has(name, says) || (code === "not_now" && this.#shift.phase === "over")) return;
    banners.show(name, says, { kind: "warn", closes: !isSignedOut, lasts: isSignedOut ? null : 12000 });
    say(says, true);
  }
}

new Page(location.pathname.split("/").filter(Boolean).at(-1)).open();
