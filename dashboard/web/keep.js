// The copy in this browser: written with every key, taken away only when the server has it all.

const HOME = "sandbox:candidate:";

/** What this browser keeps for one candidate, under names of its own: two people at one computer do not mix. */
export class Keep {
  #prefix;
  #memory = new Map();
  works = true; // false: this browser lets us keep nothing

  constructor(candidate) {
    this.#prefix = `${HOME}${candidate}:`;
  }

  /** Return what stands under *name*, or null. */
  get(name) {
    const key = this.#prefix + name;
    if (this.#memory.has(key)) return JSON.parse(this.#memory.get(key));
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  /** Write *value* under *name*; in memory where the browser refuses. */
  set(name, value) {
    const key = this.#prefix + name;
    const text = JSON.stringify(value);
    if (written(key, text) || (name !== "view" && this.#madeRoom() && written(key, text))) {
      this.#memory.delete(key);
      return;
    }
    this.#memory.set(key, text);
    if (name !== "view") this.works = false; // words; of the view there is always another copy
  }

  /** The copy of the questions is large, and the words are worth more. */
  #madeRoom() {
    this.drop("view");
    return true;
  }

  /** Take *name* away. */
  drop(name) {
    this.#memory.delete(this.#prefix + name);
    try {
      localStorage.removeItem(this.#prefix + name);
    } catch {
      // nothing was written there either
    }
  }

  /** Return all names that begin with *start*. */
  names(start = "") {
    const found = new Set(this.#memory.keys());
    try {
      for (let i = 0; i < localStorage.length; i += 1) found.add(localStorage.key(i));
    } catch {
      // only memory then
    }
    const wanted = this.#prefix + start;
    return [...found].filter((key) => key.startsWith(wanted)).map((key) => key.slice(this.#prefix.length));
  }

  /** Take away all but the names for which *isWanted* says true. */
  clear(isWanted = () => false) {
    this.names().filter((name) => !isWanted(name)).forEach((name) => this.drop(name));
  }
}

function written(key, text) {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

/** Return whose page this tab showed last, or null: for a reload while the server is away. */
export function lastCandidate() {
  try {
    return sessionStorage.getItem("sandbox:candidate");
  } catch {
    return null;
  }
}

/** Remember in this tab alone whose page it shows. */
export function rememberCandidate(candidate) {
  try {
    sessionStorage.setItem("sandbox:candidate", candidate);
  } catch {
    // a reload without the server then shows no questions, and loses nothing
  }
}
