// Of a conversation: in which list it stands, in which order, and what is said of its waiting. No page, only values.

export const MINUTE = 60000;
const DAY = 24 * 60 * MINUTE;
const SOON = 0.7; // of the target

/** The lists, and what they are called. */
export const GROUPS = [
  ["todo", "To do"], ["new", "Nobody's"], ["mine", "Mine"], ["waiting", "Customer's turn"], ["snoozed", "Snoozed"],
  ["theirs", "Colleagues'"], ["closed", "Closed"],
];
export const CLASSES = { free: "Free", trial: "Trial", paying: "Paying", vip: "VIP" };
export const ORDERS = [["due", "Overdue first"], ["newest", "Newest first"]];

/** Return the list in which a conversation stands; what is to do stands in "todo" as well. */
export function groupOf({ standing, snoozed_until: snoozed, due, settled, unseen }) {
  if (standing === "new") return "new";
  if (standing === "theirs" || standing === "passed") return "theirs";
  if (standing !== "mine") return "closed";
  if (snoozed !== null && !unseen) return "snoozed";
  return due || settled ? "mine" : "waiting";
}

/** Does a conversation stand in the list *group*? */
export function isIn(one, group) {
  const own = groupOf(one);
  return own === group || (group === "todo" && (own === "new" || own === "mine"));
}

/** Return how many conversations stand in each list, by its name. */
export function counts(cases) {
  return Object.fromEntries(GROUPS.map(([group]) => [group, cases.filter((one) => isIn(one, group)).length]));
}

/** Return *cases* in an order of ORDERS. */
export function ordered(cases, order) {
  const by = order === "newest" ? (one) => -lastOf(one).at : deadline;
  return [...cases].sort((a, b) => by(a) - by(b) || a.arrived_at - b.arrived_at);
}

function deadline(one) {
  return one.waits_since === null ? Number.MAX_SAFE_INTEGER : one.waits_since + one.target;
}

/** Return the conversations that are answered with *one*. */
export function mergedInto(one, cases) {
  return cases.filter(({ merged_into: into }) => into === one.id);
}

export function lastOf(one) {
  return one.messages.at(-1);
}

/** Does *words* stand in what the desk knows of a conversation? */
export function matches(one, words) {
  const { name, email, company } = one.customer;
  const all = [name, email, company, one.subject, ...one.messages.map(({ text }) => text)].join("\n").toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}

/**
 * Return how a conversation stands at the tick *at*: {kind, words}; kind: "ok", "soon", "over", "thanks" or "calm".
 * isTimed: false in the tour, where no wait counts.
 */
export function waiting(one, at, isTimed = true) {
  const group = groupOf(one);
  if (group === "snoozed" && one.engineering) return { kind: "calm", words: `waiting on engineering, about ${inWords(Math.max(MINUTE, one.engineering.until - at + MINUTE / 2))} left` };
  if (group === "snoozed") return { kind: "calm", words: `snoozed, ${inWords(Math.max(MINUTE, one.snoozed_until - at))} left` };
  if (group === "theirs") return { kind: "calm", words: `with ${one.holder || "a colleague"}` };
  if (group === "closed") return { kind: "calm", words: one.standing === "gone" ? "has left" : "closed" };
  if (group === "waiting") return { kind: "calm", words: "customer's turn" };
  if (one.waits_since === null) return { kind: "thanks", words: thanks(one) };
  if (!isTimed) return { kind: "ok", words: "waits for an answer" };
  const waited = at - one.waits_since;
  if (one.answered) return { kind: waited > one.target ? "over" : waited > one.target * SOON ? "soon" : "ok", words: waited < MINUTE ? "just wrote" : `waits ${inWords(waited)}` };
  if (waited > one.target) return { kind: "over", words: waited - one.target < MINUTE ? "just over target" : `${inWords(waited - one.target)} over target` };
  return { kind: waited > one.target * SOON ? "soon" : "ok", words: `waits ${Math.floor(waited / MINUTE)} of ${inWords(one.target)}` };
}

/** Return what is to do with a conversation whose customer has said thanks: what was merged goes along with the other. */
function thanks({ merged_into: into, tags: { category } }) {
  return `said thanks${into ? "" : category ? ": close it" : ": tag and close it"}`;
}

/** Return a span of ticks in short words: "4 min", "2 h 10 min", "3 days". */
export function inWords(ticks) {
  const all = Math.max(0, Math.floor(ticks / MINUTE));
  if (all < 60) return `${all} min`;
  if (all < 48 * 60) return [`${Math.floor(all / 60)} h`, all % 60 ? `${all % 60} min` : ""].join(" ").trim();
  return `${Math.round(all / 60 / 24)} days`;
}

/** Return the tick *at* as the time of the shift's day: "14:03"; before its midnight "yesterday 18:20", "2 days ago 09:00". */
export function timeOf(at, begins) {
  const since = begins + at;
  const days = Math.floor(since / DAY);
  const minutes = Math.floor((since - days * DAY) / MINUTE);
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  if (days >= 0) return clock;
  return days === -1 ? `yesterday ${clock}` : `${-days} days ago ${clock}`;
}

/** Return a text with the placeholders of a canned reply filled in. */
export function filled(text, { first_name: first, name, company, email }, rep) {
  const values = { first_name: first, name, company, email, rep };
  return text.trim().replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** Return a name of the pack's in words: "feature_request" is "feature request". */
export function plain(name) {
  return name.replaceAll("_", " ");
}
