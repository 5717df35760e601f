// The candidate's page: which of its three phases is shown, and what keeps it in step with the server.

import { Banners, say } from "./announce.js";
import { Line, Refused, deviceId } from "./api.js";
import { beforePage } from "./before.js";
import { Clock } from "./clock.js";
import { fill, h } from "./dom.js";
import { Keep, lastCandidate, rememberCandidate } from "./keep.js";
import { showKeys } from "./keys.js";
import { Exercise } from "./model.js";
import { overPage } from "./over.js";
import { clockFace, finishEarly, runningPage } from "./running.js";
import { allWords, download, looksMenu } from "./tools.js";

const POLLS = { before: 10000, running: 3000, over: 5000 }; // ms from one poll to the next
const SOON_POLL = 1000; // ms, where the time is up or the start was pressed and the server has not said so yet
const ELSEWHERE = "The exercise is open in another window or on another device, and what you write there is saved. Here you can only read. To write here, press Continue here; the other one is then read-only.";
const UNCONNECTED = "Not connected: your words are kept in this browser and sent when the connection is back. Go on writing. The clock runs on.";
const STEADY = 2500; // ms for which the line has to hold until that is told: one that comes and goes is told once
const LONG_AWAY = 15000; // ms without the server until a file of one's own is offered

const main = document.getElementById("main");
const banners = new Banners();

class Page {
  #line;
  #clock = new Clock();
  #exercise = null;
  #phase = null; // an AbortController: what listens while a phase is shown
  #poller = null;
  #awayTimer = null;
  #backTimer = null;
  #isAway = false; // and has been told so
  #isStorageTold = false;
  #isOldView = false; // what is shown is this browser's copy of what the server once said

  constructor(device) {
    this.#line = new Line(device);
    this.#line.addEventListener("heard", ({ detail }) => this.#clock.hear({ ...detail, now: detail.state.now }));
  }

  async open() {
    try {
      this.#begin(await this.#line.view());
    } catch (problem) {
      if (problem instanceof Refused) this.#shut(problem);
      else this.#withoutServer();
    }
  }

  /** The server has the view: go on from it. */
  #begin(view) {
    rememberCandidate(view.candidate);
    this.#line.candidate = view.candidate;
    if (this.#isOldView) this.#clock.guess(view.now, view.seen_at ?? Infinity);
    const keep = new Keep(view.candidate);
    this.#exercise = new Exercise(view, { line: this.#line, clock: this.#clock, keep });
    this.#listen();
    this.#draw();
    if (this.#exercise.mayWrite && document.visibilityState === "visible") this.#line.act({ kind: "back" }).catch(() => undefined);
    this.#mindStorage();
  }

  #mindStorage() {
    this.#exercise.keep.set("probe", "");
    if (this.#exercise.keep.works || this.#isStorageTold) return;
    this.#isStorageTold = true;
    banners.show("storage", "This browser keeps no copy of what you type. Your words are saved on the server only; mind the line over each box, and leave this page open until it says Saved.", { kind: "warn" });
  }

  /** The server is away: show what this tab had last, and try again. */
  #withoutServer() {
    const candidate = lastCandidate();
    const view = candidate && new Keep(candidate).get("view");
    const words = "The server can't be reached. Your words are kept in this browser. This page tries again by itself.";
    if (!this.#exercise && view?.questions?.length) {
      this.#isOldView = true;
      this.#begin(view);
      this.#away();
      return;
    }
    fill(main, h("div", { class: "plain" }, h("h1", { text: "Not connected" }), h("p", { text: words })));
    setTimeout(() => this.open(), 2000);
  }

  #shut(problem) {
    const words = problem.isSignedOut ? `${problem.says} What you wrote is kept here.` : problem.says;
    fill(main, h("div", { class: "plain" }, h("h1", { text: "This page can't be opened" }), h("p", { text: words })));
  }

  #listen() {
    const exercise = this.#exercise;
    exercise.addEventListener("phase", () => this.#draw());
    exercise.addEventListener("device", () => this.#device());
    exercise.addEventListener("away", () => this.#away());
    exercise.addEventListener("back", () => this.#back());
    exercise.addEventListener("refused", ({ detail }) => this.#refused(detail));
    this.#clock.addEventListener("up", () => this.#up());
    this.#clock.addEventListener("slept", () => this.#poll());
    document.addEventListener("resume", () => this.#poll());
    document.addEventListener("visibilitychange", () => this.#seen(document.visibilityState === "visible"));
    window.addEventListener("pagehide", () => this.#leaving());
    window.addEventListener("pageshow", ({ persisted }) => persisted && exercise.reload());
    window.addEventListener("online", () => this.#poll());
    window.addEventListener("beforeunload", (event) => {
      const isAtRisk = !this.#line.there || !exercise.keep.works;
      if (!exercise.isAllSaved && exercise.phase === "running" && isAtRisk) event.preventDefault();
    });
  }

  // ---- drawing ----

  #draw() {
    const exercise = this.#exercise;
    this.#phase?.abort();
    this.#phase = new AbortController();
    const { signal } = this.#phase;
    const { phase, view } = exercise;
    document.body.dataset.phase = phase;
    document.getElementById("brand").textContent = `${view.round.product} · support exercise`;
    document.title = { before: "Before you start", running: "Exercise", over: "Handed in" }[phase] + " · support exercise";
    fill(document.getElementById("clock"), phase === "running" ? clockFace(exercise, signal) : null);
    fill(document.getElementById("tools"), this.#tools(phase));
    banners.hide("time");
    const pages = { before: () => beforePage(exercise, () => exercise.reload().then(() => this.#soon()), signal), running: () => runningPage(exercise, banners, signal), over: () => overPage(exercise, signal) };
    fill(main, pages[phase]());
    window.scrollTo(0, 0);
    this.#device();
    this.#soon();
    if (phase === "over") this.#tidy(signal);
    if (phase === "over") say("The exercise is over. What was saved is handed in.", true);
  }

  #tools(phase) {
    const keyboard = h("button", { type: "button", class: "quiet keyboard", text: "Keyboard", on: { click: () => showKeys() } });
    const finish = h("button", { type: "button", class: "quiet", text: "Hand in early", on: { click: () => finishEarly(this.#exercise) } });
    return phase === "running" ? [keyboard, looksMenu(), finish] : [looksMenu()];
  }

  /** Once all is with the server and the end has come, this browser need not keep it. */
  #tidy(signal) {
    const { drafts, keep } = this.#exercise;
    const tidy = () => this.#exercise.isAllSaved && keep.clear((name) => name.endsWith(":unsent") || name === "box:disclosure");
    drafts.forEach((draft) => draft.addEventListener("state", tidy, { signal }));
    tidy();
  }

  #device() {
    const exercise = this.#exercise;
    if (exercise.phase !== "running" || exercise.isActive) return banners.hide("device");
    if (banners.has("device", ELSEWHERE)) return undefined;
    const go = h("button", { type: "button", class: "primary", text: "Continue here", on: { click: () => exercise.takeOver().then(() => say("You can write here now.")).catch(() => undefined) } });
    banners.show("device", ELSEWHERE, { kind: "warn", closes: false, actions: [go] });
    return say(ELSEWHERE, true);
  }

  // ---- in step with the server ----

  #soon() {
    clearTimeout(this.#poller);
    const isUp = this.#exercise.phase === "running" && this.#clock.isUp;
    this.#poller = setTimeout(() => this.#poll(), isUp || this.#exercise.isBehind ? SOON_POLL : POLLS[this.#exercise.phase]);
  }

  async #poll() {
    clearTimeout(this.#poller);
    if (this.#exercise.phase === "running") this.#mindStorage();
    try {
      await this.#exercise.hear(await this.#line.poll());
      banners.hide("signed-out");
    } catch (problem) {
      if (problem instanceof Refused) this.#refused(problem);
    }
    this.#soon();
  }

  async #up() {
    const { phase } = this.#exercise;
    if (phase !== "running") return;
    banners.show("time", "The time is up. The last words are being saved.", { closes: false });
    this.#exercise.dispatchEvent(new Event("device")); // editors become read-only
    await this.#exercise.flush();
    this.#poll();
  }

  #seen(isVisible) {
    const exercise = this.#exercise;
    if (!isVisible) exercise.leave();
    if (exercise.mayWrite) this.#line.drop({ kind: isVisible ? "back" : "away" });
    if (isVisible) this.#poll();
  }

  #leaving() {
    this.#exercise.leave();
  }

  #away() {
    const save = h("button", { type: "button", text: "Download my answers", on: { click: () => download("my-answers.txt", allWords(this.#exercise)) } });
    clearTimeout(this.#backTimer);
    if (this.#isAway) return;
    this.#isAway = true;
    banners.show("line", UNCONNECTED, { kind: "warn", closes: false });
    say(UNCONNECTED);
    this.#awayTimer = setTimeout(() => {
      if (this.#isAway) banners.show("line", `${UNCONNECTED} If it stays away, you can keep a file of your answers and mail it.`, { kind: "warn", closes: false, actions: [save] });
    }, LONG_AWAY);
  }

  #back() {
    clearTimeout(this.#backTimer);
    this.#backTimer = setTimeout(() => this.#steady(), STEADY);
    if (this.#isOldView) this.#exercise.isBehind = true;
    this.#isOldView = false;
    this.#poll();
  }

  #steady() {
    clearTimeout(this.#awayTimer);
    this.#isAway = false;
    banners.show("line", "Connected again.", { lasts: 4000 });
    say("Connected again.");
  }

  #refused({ code, says, isSignedOut }) {
    if (["other_device", "over", "not_started"].includes(code)) return; // the page itself shows it
    const name = isSignedOut ? "signed-out" : "refused";
    const words = isSignedOut ? `${says} What you type is kept here and sent then.` : says;
    if (banners.has(name, words)) return; // it is tried again and again: once is enough
    banners.show(name, words, { kind: "warn", closes: !isSignedOut });
    say(words, true);
  }
}

new Page(await deviceId()).open();
