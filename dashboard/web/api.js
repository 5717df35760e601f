// The line to the server: asks, tells, and knows whether it is there.

const PATIENCE = 8000; // ms until an answer counts as not coming

/** The server, or the way to it, is not there: try again later. */
export class Away extends Error {}

/** The server has answered no. code: its reason in one word; says: the reason for people; state: how things stand. */
export class Refused extends Error {
  constructor(code, says, state = {}) {
    super(says);
    this.code = code;
    this.says = says;
    this.state = state;
  }
}

/** Asks the server and tells it; emits "back" and "away" when the line comes and goes, "heard" with each answer. */
export class Line extends EventTarget {
  #device;
  #there = true;

  constructor(device) {
    super();
    this.#device = device;
  }

  get there() {
    return this.#there;
  }

  /** Ask for all that this candidate may see. */
  view() {
    return this.#ask(`/api/exercise?device=${this.#device}`);
  }

  /** Ask only for what changes by itself: the clock, the device, what colleagues have answered. */
  poll() {
    return this.#ask(`/api/exercise/poll?device=${this.#device}`);
  }

  /** Do *action*. keepalive: the page may be on its way out. Raises Away or Refused. */
  act(action, keepalive = false) {
    const body = JSON.stringify({ device: this.#device, action });
    return this.#ask("/api/exercise/act", { method: "POST", headers: { "content-type": "application/json" }, body, keepalive });
  }

  /** Ask which voluntary questions about groups there are, or, with *answers*, give those. */
  groups(answers = null) {
    const body = answers && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ answers }) };
    return this.#ask("/api/exercise/groups", body ?? {});
  }

  /** Do *action* without waiting for the answer: the page is being closed or hidden. */
  drop(action) {
    const body = JSON.stringify({ device: this.#device, action });
    const sent = navigator.sendBeacon?.("/api/exercise/act", new Blob([body], { type: "application/json" }));
    if (!sent) this.act(action, true).catch(() => undefined);
  }

  async #ask(path, options = {}) {
    const began = performance.now();
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    let answer;
    let body;
    try {
      answer = await fetch(path, { cache: "no-store", credentials: "same-origin", signal: stop.signal, ...options });
      body = await answer.json().catch(() => null);
    } catch {
      this.#mark(false);
      throw new Away("the server did not answer");
    } finally {
      clearTimeout(timer);
    }
    return this.#read(answer.status, body, { began, ended: performance.now() });
  }

  #read(status, body, times) {
    if (status >= 500 || status === 429 || (status < 300 && !body)) {
      this.#mark(false);
      throw new Away(`the server answered ${status}`);
    }
    this.#mark(true);
    if (body?.now) this.dispatchEvent(new CustomEvent("heard", { detail: { ...times, state: body } }));
    if (status < 300) return body;
    const code = body?.code ?? (status === 401 || status === 403 ? "not_signed_in" : "not_possible");
    throw new Refused(code, body?.says ?? "This is not possible.", body ?? {});
  }

  #mark(there) {
    if (there === this.#there) return;
    this.#there = there;
    this.dispatchEvent(new Event(there ? "back" : "away"));
  }
}

const MARK = "sandbox:device";

/** Return this tab's device id: kept over a reload, another one for a copy of the tab. */
export async function deviceId() {
  const known = read();
  if (known && !(await heldElsewhere(known))) return claim(known);
  return claim(Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join(""));
}

function read() {
  try {
    return sessionStorage.getItem(MARK);
  } catch {
    return null;
  }
}

/** A copied tab starts with its twin's id: ask whether a living tab has it. */
function heldElsewhere(id) {
  return new Promise((answer) => {
    const channel = new BroadcastChannel("sandbox-devices");
    const timer = setTimeout(() => done(false), 120);
    const done = (held) => {
      clearTimeout(timer);
      channel.close();
      answer(held);
    };
    channel.onmessage = ({ data }) => data?.mine === id && done(true);
    channel.postMessage({ whose: id });
  });
}

function claim(id) {
  try {
    sessionStorage.setItem(MARK, id);
  } catch {
    // without storage the id lives as long as the page
  }
  const channel = new BroadcastChannel("sandbox-devices");
  channel.onmessage = ({ data }) => data?.whose === id && channel.postMessage({ mine: id });
  return id;
}
