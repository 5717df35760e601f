// What a replay says in words: the clock, spans, what happened.

const MINUTE = 60000;
const HOUR = 60 * MINUTE;

const AWAY = { home: "not at work", break: "on a break", ill: "ill", empty_seat: "nobody in this seat", absent: "on leave" };

/** Return what the team's clocks show *at* so many ms into the day: "09:30", or with seconds "09:30:05". */
function clockOf(log, at, seconds = false) {
  let ahead = log.offsets[0][1];
  for (const [since, offset] of log.offsets) if (since <= at) ahead = offset;
  return new Date(log.starts_at + at + ahead).toISOString().slice(11, seconds ? 19 : 16);
}

function dayOf(log) {
  const shape = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat("en-GB", shape).format(new Date(`${log.day}T00:00:00Z`));
}

function cityOf(zone) {
  return zone === "UTC" ? "UTC" : `${zone.split("/").pop().replaceAll("_", " ")} time`;
}

/** Return a span as it fits on a small sign: "40 s", "12 min", "3 h 05", "2 d". */
function brief(ms) {
  if (ms < MINUTE) return `${Math.floor(ms / 1000)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  const hours = Math.floor(ms / HOUR);
  return hours < 48 ? `${hours} h ${String(Math.floor(ms / MINUTE) % 60).padStart(2, "0")}` : `${Math.floor(hours / 24)} d`;
}

function many(number, one, more = `${one}s`) {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : more}`;
}

/** Return a span in words: "40 seconds", "12 minutes", "3 hours 5 minutes", "2 days". */
function inWords(ms) {
  if (ms < MINUTE) return many(Math.floor(ms / 1000), "second");
  if (ms < HOUR) return many(Math.floor(ms / MINUTE), "minute");
  const hours = Math.floor(ms / HOUR);
  if (hours >= 48) return many(Math.floor(hours / 24), "day");
  const rest = Math.floor(ms / MINUTE) % 60;
  return many(hours, "hour") + (rest ? ` ${many(rest, "minute")}` : "");
}

const SAYS = {
  tools_up: () => "The tools work again",
  tools_down: () => "The tools are down: work in hand stands still",
  on: ({ agent }) => `${agent} comes to the desk`,
  off: ({ agent, detail }) => detail === "break" ? `${agent} goes on a break` : `${agent} ends the shift`,
  away: ({ agent, detail }) => detail === "home" ? `${agent}'s missed shift is over` : `${agent} does not come: ${AWAY[detail]}`,
  arrives: ({ who, detail }) => ({ first: `${who} writes`, redial: `${who} tries again`, reopened: `${who} comes back: it was not solved`, next: `${who} writes about the next thing` })[detail],
  ready: ({ who, detail }) => ({ reply: `${who} has answered`, update: `We owe ${who} an update`, next_tier: `${who} waits for the next tier` })[detail],
  begins: ({ who, agent }) => `${agent} begins with ${who}`,
  ends: ({ who, agent, detail }) => ({ goes_on: `${agent} has answered ${who}`, resolved: `${agent} has solved it for ${who}`, passed: `${agent} has passed ${who} to sales`, escalated: `${agent} hands ${who} to the next tier` })[detail],
  leaves: ({ who, detail }) => detail === "told" ? `${who} learns that it is fixed` : `${who} gives up`,
  turned_away: ({ who }) => `${who} is turned away`,
  elsewhere: ({ who, detail }) => ({ deflected: `${who} finds the answer without us`, falsely_deflected: `${who} gets a wrong answer from the bot or the documentation`, gave_up_form: `${who} leaves the form without sending it`, avoided: `${who} need not write: we wrote first` })[detail],
};

/** Return a sentence about an event. */
function told(log, event) {
  const { conversation } = event;
  const who = conversation === NOBODY ? "" : `${log.customers.customer[conversation]} (${log.segments[log.customers.segment[conversation]]})`;
  return SAYS[event.kind]({ who, agent: event.agent === NOBODY ? "" : log.agents[event.agent], detail: event.detail });
}

/** Return a sentence about the whole state. */
function summary(day) {
  const states = day.floor.agents.map(stateOf);
  const n = (state) => states.filter((one) => one === state).length;
  const waiting = day.floor.waiting.size;
  const longest = Math.max(0, ...day.queues().map((queue) => queue.longest));
  const queue = waiting ? `${many(waiting, "customer waits", "customers wait")}, the longest for ${inWords(longest)}` : "nobody waits";
  return `${queue}; ${n("busy")} of ${many(states.length, "agent")} busy, ${n("idle")} idle, ${n("away")} away${day.floor.isDown ? "; the tools are down" : ""}`;
}
