// The server's clock, told from here: this computer's own clock is never asked what time it is.

const MARKS = [10, 5, 1]; // minutes left at which people are told
const SLEEP = 2000; // ms by which the two clocks of a computer come apart while it sleeps

/**
 * Tells the server's time and what is left; emits "tick", "mark" (minutes), "added" (ms), "up", and "slept" when the
 * computer has. Where it can't be known to the millisecond, less is shown as left, never more than the server grants.
 */
export class Clock extends EventTarget {
  #low = -Infinity; // the server's time minus performance.now() is at least this
  #high = Infinity; // and at most this
  #guess = null; // the same, from this computer's clock, until the server is heard
  #wall = Date.now() - performance.now();
  #slept = 0; // ms since the server was last heard
  #endsAt = null;
  #told = new Set();
  #isTold = false; // that the time is over

  constructor() {
    super();
    setInterval(() => this.#tick(), 250);
  }

  /** The server's time: ms since 1970. */
  get now() {
    return Math.round(performance.now() + (this.#isHeard ? this.#high : this.#guess ?? this.#wall));
  }

  /** Milliseconds left, 0 when over; null while no clock runs. */
  get left() {
    return this.#endsAt === null ? null : Math.max(0, this.#endsAt - this.now);
  }

  /** What may be shown as left; null also where nothing is known of the server's time. */
  get shown() {
    return this.left === null || (!this.#isHeard && this.#guess === null) ? null : Math.max(0, this.left - this.#slept);
  }

  /** Is the time over, by the server's clock? A guess closes nothing. */
  get isUp() {
    return this.#isHeard && this.left === 0;
  }

  get #isHeard() {
    return this.#high < Infinity;
  }

  get endsAt() {
    return this.#endsAt;
  }

  /** Learn from an answer: the server said *now* some time between *began* and *ended* (performance.now). */
  hear({ began, ended, now }) {
    const [low, high] = [now - ended, now + 1 - began];
    const hasMoved = low > this.#high || high < this.#low; // the computer slept, or a clock goes a little wrong
    this.#low = hasMoved ? low : Math.max(low, this.#low);
    this.#high = hasMoved ? high : Math.min(high, this.#high);
    this.#slept = 0;
  }

  /** Until the server is heard: it said *now* when this computer's clock, of which only the difference counts, said *then*. */
  guess(now, then) {
    this.#guess = now + Math.max(0, Date.now() - then) - performance.now();
  }

  /** The end is at *endsAt*: a later one than before is told. null: no clock runs. */
  until(endsAt) {
    const before = this.#endsAt;
    if (endsAt === before) return;
    this.#endsAt = endsAt;
    if (endsAt === null) return;
    if (before === null) this.#told = new Set(MARKS.filter((mark) => this.left <= mark * 60000));
    else if (endsAt > before) this.#added(endsAt - before);
    this.#isTold = false;
    this.#tick();
  }

  #added(ms) {
    this.#told = new Set(MARKS.filter((mark) => this.left <= mark * 60000));
    this.dispatchEvent(new CustomEvent("added", { detail: ms }));
  }

  #tick() {
    this.#watch();
    if (this.#endsAt === null) return;
    this.dispatchEvent(new Event("tick"));
    if (!this.#isHeard) return;
    const passed = MARKS.filter((mark) => this.left <= mark * 60000 && !this.#told.has(mark));
    passed.forEach((mark) => this.#told.add(mark));
    if (passed.length && this.left > 0) this.dispatchEvent(new CustomEvent("mark", { detail: Math.min(...passed) }));
    if (this.left === 0 && !this.#isTold) {
      this.#isTold = true;
      this.dispatchEvent(new Event("up"));
    }
  }

  /** performance.now() may stand still while the computer sleeps; its clock does not. */
  #watch() {
    const wall = Date.now() - performance.now();
    const ahead = wall - this.#wall;
    this.#wall = wall;
    if (ahead < SLEEP) return;
    this.#slept += ahead;
    this.dispatchEvent(new Event("slept"));
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
