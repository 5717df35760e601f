// The line to the server: asks, tells, and knows whether it is there.

const PATIENCE = 8000; // ms until an answer counts as not coming
const SIGNED_OUT = {
  other_candidate: "Somebody else's invitation has been opened in this browser, so nothing is sent. Open the link of your own invitation again, in another tab.",
};
for (const code of ["not_signed_in", "not_a_candidate", "not_yours"]) {
  SIGNED_OUT[code] = "You are not signed in any more. Open the link of your invitation again, in another tab of this browser.";
}

/** The server, or the way to it, is not there: try again later. */
export class Away extends Error {}

/** The server has answered no. code: its reason in one word; says: the reason for people; state: how things stand. */
export class Refused extends Error {
  /** isSignedOut: is the way back to sign in, or the link of the invitation? What was refused can then be tried again. */
  constructor(code, says, state = {}, isSignedOut = code in SIGNED_OUT) {
    super(says);
    Object.assign(this, { code, says, state, isSignedOut });
  }
}

/** Asks the server and tells it; emits "back" and "away" when the line comes and goes, "heard" with each answer. */
export class Line extends EventTarget {
  #device;
  #there = true;
  /** Whose page this is: the server then takes nothing for somebody else who has signed in in this browser. */
  candidate = null;

  constructor(device) {
    super();
    this.#device = device;
  }

  get there() {
    return this.#there;
  }

  /** Ask for all that this candidate may see. */
  view() {
    return this.ask(`/api/exercise?device=${this.#device}`);
  }

  /** Ask only for what changes by itself: the clock, the device, what colleagues have answered. */
  poll() {
    return this.ask(`/api/exercise/poll?device=${this.#device}`);
  }

  /** Do *action*. keepalive: the page may be on its way out. Raises Away or Refused. */
  act(action, keepalive = false) {
    return this.ask("/api/exercise/act", { ...posted(this.#told(action)), keepalive });
  }

  /** Ask which voluntary questions about groups there are, or, with *answers*, give those. */
  groups(answers = null) {
    return this.ask("/api/exercise/groups", answers ? posted({ answers, candidate: this.candidate }) : {});
  }

  /** Do *action* without waiting for the answer: the page is being closed or hidden. */
  drop(action) {
    const body = JSON.stringify(this.#told(action));
    const sent = navigator.sendBeacon?.("/api/exercise/act", new Blob([body], { type: "application/json" }));
    if (!sent) this.act(action, true).catch(() => undefined);
  }

  #told(action) {
    return { device: this.#device, action, ...(this.candidate ? { candidate: this.candidate } : {}) };
  }

  /** Ask the server for *path*; return its answer. Raises Away or Refused. */
  async ask(path, options = {}) {
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
    const isDone = status < 300 && OURS.some((name) => body !== null && name in Object(body));
    const code = body?.code ?? ([401, 403].includes(status) ? "not_signed_in" : null);
    if (!isDone && (status >= 500 || status === 429 || status < 400 || !code)) {
      this.#mark(false); // out of order, or something between us and the server has answered in its place
      throw new Away(`the server answered ${status}`);
    }
    this.#mark(true);
    if (isDone && this.candidate && (body.candidate ?? this.candidate) !== this.candidate) throw refused("other_candidate");
    if (body?.now) this.dispatchEvent(new CustomEvent("heard", { detail: { ...times, state: body } }));
    if (isDone) return body;
    throw refused(code, body, status);
  }

  #mark(there) {
    if (there === this.#there) return;
    this.#there = there;
    this.dispatchEvent(new Event(there ? "back" : "away"));
  }
}

const OURS = ["ok", "phase", "questions"]; // one of them stands in whatever this app answers

/** Return what sends *body* to the server. */
export function posted(body) {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

function refused(code, body = null, status = 403) {
  const isSignedOut = code in SIGNED_OUT && status !== 409; // 409: it is about the work, not about who one is
  return new Refused(code, (isSignedOut ? SIGNED_OUT[code] : body?.says) ?? "This is not possible.", body ?? {}, isSignedOut);
}

const MARK = "sandbox:device";
const HANDOVER = 600; // ms that the page before a reload may take to let go of its id

/** Return this tab's device id: kept over a reload, another one for a copy of the tab. */
export async function deviceId() {
  const known = read();
  if (known && (await isFree(known))) return claim(known);
  return claim(Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join(""));
}

function read() {
  try {
    return sessionStorage.getItem(MARK);
  } catch {
    return null;
  }
}

/** A copied tab starts with its twin's id: the browser knows which page holds it, also one that sleeps. */
function isFree(id) {
  if (!navigator.locks) return heldElsewhere(id).then((held) => !held);
  return new Promise((answer) => {
    const name = `sandbox-device-${id}`;
    const hold = () => {
      answer(true);
      return new Promise(() => undefined); // as long as this page lives
    };
    navigator.locks.request(name, { signal: AbortSignal.timeout(HANDOVER) }, hold).catch(() => answer(false));
  });
}

/** Without locks: ask whether a living tab answers. */
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
  navigator.locks?.request(`sandbox-device-${id}`, { ifAvailable: true }, (lock) => lock && new Promise(() => undefined));
  const channel = new BroadcastChannel("sandbox-devices");
  channel.onmessage = ({ data }) => data?.whose === id && channel.postMessage({ mine: id });
  return id;
}
