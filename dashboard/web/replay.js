// The player of a replay: one clock for the panels of one or two plans. Streamlit calls the function at the end.

const SPEEDS = [[1, "1 min a second"], [5, "5 min a second"], [15, "15 min a second"], [30, "30 min a second"], [60, "1 hour a second"]];
const STEP = 5 * MINUTE; // of an arrow key; with Shift an hour
const EVERY = 60; // ms between two pictures
const LONGEST = 250; // ms: a page that was hidden goes on where it was
const KEYS = "Keys: Space plays and pauses, the arrows go five minutes back or on (with Shift an hour), N goes to the next event.";

/** Shows the state at `at` and lets time pass. `states()`: what is shown, as numbers, for whoever checks it. */
class Player {
  constructor(logs, titles, kept) {
    this.days = logs.map((log) => new Day(log));
    this.length = Math.min(...this.days.map(({ length }) => length));
    this.titles = titles;
    this.panels = this.days.map((day, i) => new Panel(day, titles[i]));
    this.strip = new Strip(this.days, titles);
    this.speed = kept?.speed ?? 15;
    this.#build(logs[0]);
    this.show(kept ? Math.min(kept.at, this.length) : firstOf(this.days[0]));
    if (kept?.isPlaying) this.play(); // nothing moves before somebody asks for it
  }

  #build(log) {
    this.clock = el("strong", { class: "clock" });
    this.playing = el("button", { type: "button", class: "play" });
    this.stepping = el("button", { type: "button", text: "Next event" });
    this.choosing = el("select", { id: "speed" }, SPEEDS.map(([minutes, words]) => el("option", { value: minutes, selected: minutes === this.speed, text: words })));
    this.slider = el("input", { type: "range", min: 0, max: this.length, step: 1000, "aria-label": "Time of day" });
    this.spoken = el("p", { class: "only-spoken", role: "status", "aria-live": "polite" });
    this.element = el("section", { class: "replay", tabindex: 0, "aria-label": `Replay of ${dayOf(log)}` },
      el("div", { class: "bar-of-controls" }, el("p", { class: "now" }, this.clock, el("span", { text: `${dayOf(log)}, ${cityOf(log.zone)}` })),
        el("div", { class: "controls" }, this.playing, this.stepping, el("span", { class: "speed" }, el("label", { for: "speed", text: "Speed" }), this.choosing))),
      this.strip.element, this.slider, this.spoken,
      el("div", { class: `panels n-${this.panels.length}` }, this.panels.map(({ element }) => element)), el("p", { class: "keys-of-keyboard", text: KEYS }));
    this.element.player = this;
    this.#listen();
    this.#label();
  }

  #listen() {
    this.playing.addEventListener("click", () => this.toggle());
    this.stepping.addEventListener("click", () => this.step());
    this.choosing.addEventListener("change", () => {
      this.speed = Number(this.choosing.value);
      this.#label();
    });
    this.slider.addEventListener("input", () => this.seek(Number(this.slider.value)));
    this.strip.element.querySelector(".picture").addEventListener("click", ({ clientX, currentTarget }) => {
      const { left, width } = currentTarget.getBoundingClientRect();
      this.seek(((clientX - left) / width) * this.length);
    });
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target === this.choosing) return;
    const isButton = event.target.tagName === "BUTTON";
    const leap = event.shiftKey ? HOUR : STEP;
    const does = {
      " ": isButton ? null : () => this.toggle(),
      ArrowLeft: () => this.seek(this.at - leap),
      ArrowRight: () => this.seek(this.at + leap),
      Home: () => this.seek(0),
      End: () => this.seek(this.length),
      n: () => this.step(),
      N: () => this.step(),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation(); // Streamlit has keys of its own
    does();
  }

  /** Show the state at an instant (ms since the day began). */
  show(at) {
    this.at = Math.max(0, Math.min(at, this.length));
    const whole = Math.floor(this.at);
    for (const day of this.days) day.seek(whole);
    for (const panel of this.panels) panel.draw();
    const { log } = this.days[0];
    put(this.clock, clockOf(log, Math.min(whole, this.length - 1), true));
    this.strip.draw(this.at);
    this.slider.value = whole;
    const words = clockOf(log, Math.min(whole, this.length - 1));
    if (this.slider.getAttribute("aria-valuetext") !== words) this.slider.setAttribute("aria-valuetext", words);
  }

  /** Go to an instant, as somebody asked; say what is there. */
  seek(at) {
    this.show(at);
    this.#say();
  }

  /** Go to the next thing that happens, and stand there. */
  step() {
    this.pause();
    const found = this.days.map((day) => day.after(Math.floor(this.at))).filter((at) => at !== null);
    this.seek(found.length ? Math.min(...found) : this.length);
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  play() {
    if (this.at >= this.length) this.show(0);
    this.isPlaying = true;
    this.spoken.textContent = "";
    this.#label();
    this.then = this.drawn = null;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame((now) => this.#tick(now));
  }

  pause() {
    if (!this.isPlaying) return;
    this.isPlaying = false;
    cancelAnimationFrame(this.frame);
    this.show(this.at); // time has gone on since the last picture
    this.#label();
    this.#say();
  }

  /** Let go of everything: the page has no more place for it. */
  end() {
    this.isPlaying = false;
    cancelAnimationFrame(this.frame);
    clearTimeout(this.saying);
  }

  states() {
    return this.days.map((day) => day.plain());
  }

  #tick(now) {
    if (!this.isPlaying) return;
    const passed = Math.min(LONGEST, now - (this.then ?? now));
    this.then = now;
    this.at += (passed * this.speed * MINUTE) / 1000;
    if (this.drawn === null || now - this.drawn >= EVERY || this.at >= this.length) {
      this.drawn = now;
      this.show(this.at);
    }
    if (this.at >= this.length) this.pause();
    else this.frame = requestAnimationFrame((later) => this.#tick(later));
  }

  #label() {
    put(this.playing, this.isPlaying ? "Pause" : "Play");
    this.element.classList.toggle("is-fast", Boolean(this.isPlaying) && this.speed > 1);
  }

  /** Say what is shown, once nobody has moved it for a moment; never while it plays. */
  #say() {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      if (this.isPlaying) return;
      const parts = this.days.map((day, i) => (this.days.length > 1 ? `Under ${this.titles[i]}: ` : "") + summary(day));
      this.spoken.textContent = `${clockOf(this.days[0].log, Math.min(Math.floor(this.at), this.length - 1))}. ${parts.join(". ")}.`;
    }, 300);
  }
}

/** Return when to begin: half an hour before the first agent comes, or at midnight where somebody is there. */
function firstOf(day) {
  if (day.floor.agents.some((agent) => stateOf(agent) !== "away")) return 0;
  const first = day.events.find(({ kind }) => kind === "on");
  return first ? Math.max(0, first.at - HOUR / 2) : 0;
}

/** Streamlit calls this for each new day, and again where only the theme has changed. */
export default function ({ data, parentElement }) {
  const before = parentElement.player;
  const text = data.logs.map(({ day, plan }) => `${day} ${plan}`).join(" | ") + ` | ${data.name}`;
  if (before?.name !== text) {
    before?.end();
    const kept = before && { at: before.at, isPlaying: before.isPlaying, speed: before.speed };
    const player = new Player(data.logs, data.titles, kept);
    player.name = text;
    parentElement.player = player;
    if (before) before.element.replaceWith(player.element);
    else parentElement.append(player.element);
  }
  return () => parentElement.player?.end();
}
