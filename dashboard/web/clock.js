// The server's clock, told from here: this computer's own clock is never asked what time it is.

const MARKS = [10, 5, 1]; // minutes left at which people are told

/** Tells the server's time and what is left; emits "tick" each second, "mark" (minutes), "added" (ms), "up". */
export class Clock extends EventTarget {
  #offset = 0; // server's time minus performance.now()
  #doubt = Infinity; // ms by which the offset may be wrong
  #endsAt = null;
  #told = new Set();
  #isUp = false;

  constructor() {
    super();
    setInterval(() => this.#tick(), 250);
  }

  /** The server's time: ms since 1970. */
  get now() {
    return Math.round(performance.now() + this.#offset);
  }

  /** Milliseconds left, 0 when over; null while no clock runs. */
  get left() {
    return this.#endsAt === null ? null : Math.max(0, this.#endsAt - this.now);
  }

  get endsAt() {
    return this.#endsAt;
  }

  /** Learn from an answer: the server said *now* some time between *began* and *ended* (performance.now). */
  hear({ began, ended, now }) {
    const doubt = (ended - began) / 2;
    const offset = now - (began + ended) / 2;
    const moved = Math.abs(offset - this.#offset) > doubt + this.#doubt; // the computer slept
    if (moved || doubt <= this.#doubt) [this.#offset, this.#doubt] = [offset, doubt];
    else this.#doubt += 1; // an old measurement is worth less every time
  }

  /** The end is at *endsAt*: a later one than before is told. null: no clock runs. */
  until(endsAt) {
    const before = this.#endsAt;
    if (endsAt === before) return;
    this.#endsAt = endsAt;
    if (endsAt === null) return;
    if (before === null) this.#told = new Set(MARKS.filter((mark) => this.left <= mark * 60000));
    else if (endsAt > before) this.#added(endsAt - before);
    this.#isUp = false;
    this.#tick();
  }

  #added(ms) {
    this.#told = new Set(MARKS.filter((mark) => this.left <= mark * 60000));
    this.dispatchEvent(new CustomEvent("added", { detail: ms }));
  }

  #tick() {
    if (this.#endsAt === null) return;
    this.dispatchEvent(new Event("tick"));
    const passed = MARKS.filter((mark) => this.left <= mark * 60000 && !this.#told.has(mark));
    passed.forEach((mark) => this.#told.add(mark));
    if (passed.length && this.left > 0) this.dispatchEvent(new CustomEvent("mark", { detail: Math.min(...passed) }));
    if (this.left === 0 && !this.#isUp) {
      this.#isUp = true;
      this.dispatchEvent(new Event("up"));
    }
  }
}

/** Return what is left as "29:07" or "1:02:09"; every begun second counts. */
export function countdown(left) {
  const all = Math.ceil(left / 1000);
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** Return the server's instant *at* as the time of day where this person is: "14:03:05" or, without seconds, "14:03". */
export function timeOfDay(at, seconds = true) {
  const shape = { hour: "2-digit", minute: "2-digit", hour12: false, ...(seconds ? { second: "2-digit" } : {}) };
  return new Intl.DateTimeFormat("en-GB", shape).format(new Date(at));
}
