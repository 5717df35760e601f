// The log of a day and the state at an instant of it: the same rules as sim/tables/day_state.py, event by event.
// One of the parts that dashboard/planning/replay_view.py joins into one script; the others are named there.

const NOBODY = -1;

const COUNTS = ["arrived", "reopened", "answered", "replies", "resolved", "passed", "gave_up", "gave_up_later", "told",
  "turned_away", "deflected", "gave_up_form", "avoided"];

const COUNTED = {
  first: "arrived", redial: "arrived", next: "arrived", reopened: "reopened", first_answer: "answered",
  first_answer_live: "answered", later_answer: "replies", later_answer_live: "replies", resolved: "resolved",
  passed: "passed", gave_up: "gave_up", gave_up_later: "gave_up_later", told: "told", deflected: "deflected",
  falsely_deflected: "deflected", gave_up_form: "gave_up_form", avoided: "avoided",
};

/** What an event of each kind does to the floor. Times are ms since the day began. */
const DOES = {
  tools_up: (floor) => { floor.isDown = false; },
  tools_down: (floor) => { floor.isDown = true; },
  on: (floor, { at, agent }) => move(floor.agents[agent], at, "", true),
  off: (floor, { at, agent, detail }) => {
    move(floor.agents[agent], at, detail, false);
    if (detail === "home") floor.agents[agent].chats.clear();
  },
  away: (floor, { at, agent, detail }) => {
    if (!floor.agents[agent].isOn) move(floor.agents[agent], at, detail, false);
  },
  arrives: wait,
  ready: wait,
  begins: (floor, { at, agent, detail, conversation }) => {
    floor.waiting.delete(conversation);
    Object.assign(floor.agents[agent], { conversation, since: at });
    if (detail.endsWith("_live")) floor.agents[agent].chats.add(conversation);
  },
  ends: (floor, { at, agent, detail, conversation }) => {
    Object.assign(floor.agents[agent], { conversation: NOBODY, since: at });
    if (detail !== "goes_on") floor.agents[agent].chats.delete(conversation);
  },
  leaves: (floor, { agent, conversation }) => {
    floor.waiting.delete(conversation);
    if (agent !== NOBODY) floor.agents[agent].chats.delete(conversation);
  },
  turned_away: (floor, { conversation }) => {
    floor.waiting.delete(conversation);
    floor.counts.turned_away += 1;
  },
  elsewhere: () => {}, // it never came to the desk
};

function move(agent, at, why, isOn) {
  Object.assign(agent, { isOn, why, since: agent.conversation === NOBODY ? at : agent.since });
}

function wait(floor, { at, conversation }) {
  floor.waiting.delete(conversation); // so that the order stays that of waiting
  floor.waiting.set(conversation, at);
}

/** A day that can be looked at in any instant: `seek(at)`, then `floor`. Going on is cheap, going back starts anew. */
class Day {
  constructor(log) {
    this.log = log;
    this.length = log.length;
    this.events = decoded(log);
    this.rewind();
  }

  rewind() {
    const { start, details } = this.log;
    this.next = 0;
    this.at = 0;
    this.floor = {
      waiting: new Map(start.waiting),
      agents: start.agents.map(([isOn, why, conversation, since, chats]) => ({ isOn, why: details[why], conversation, since, chats: new Set(chats) })),
      isDown: start.is_down,
      counts: Object.fromEntries(COUNTS.map((name) => [name, 0])),
    };
  }

  /** Make `floor` the state after all that happens up to *at* and at it. */
  seek(at) {
    if (at < this.at) this.rewind();
    this.at = at;
    while (this.next < this.events.length && this.events[this.next].at <= at) this.#apply(this.events[this.next++]);
    return this;
  }

  #apply(event) {
    DOES[event.kind](this.floor, event);
    const counted = COUNTED[event.detail];
    if (counted) this.floor.counts[counted] += 1;
  }

  /** Return the instant of the next event after *at*; null: none comes. */
  after(at) {
    const found = this.events.find((event) => event.at > at);
    return found ? found.at : null;
  }

  /** Return the last event that has happened; undefined: none has. */
  get last() {
    return this.events[this.next - 1];
  }

  segment(conversation) {
    return this.log.customers.segment[conversation];
  }

  /** Return the state as lists and numbers, as `State.plain` of the simulator has it. */
  plain() {
    const { waiting, agents, isDown, counts } = this.floor;
    const rows = [...waiting].sort(([one, a], [other, b]) => a - b || one - other);
    return {
      at: this.at,
      waiting: rows,
      queues: this.queues().map(({ n, longest }) => [n, longest]),
      agents: agents.map((agent) => [stateOf(agent), stateOf(agent) === "away" ? agent.why : "",
        agent.conversation === NOBODY ? null : agent.conversation, agent.since, [...agent.chats].sort((a, b) => a - b)]),
      is_down: isDown,
      counts: { ...counts },
    };
  }

  /** Return who waits in each segment, the longest waiting first, how many, and for how long the first has. */
  queues() {
    const found = this.log.segments.map(() => []);
    for (const [conversation, since] of this.floor.waiting) found[this.segment(conversation)].push({ conversation, since });
    return found.map((waiting) => ({ waiting, n: waiting.length, longest: waiting.length ? this.at - waiting[0].since : 0 }));
  }
}

function stateOf(agent) {
  return agent.conversation !== NOBODY ? "busy" : agent.isOn ? "idle" : "away";
}

function decoded({ events, kinds, details }) {
  let at = 0;
  return events.at.map((step, i) => {
    at += step;
    return { at, kind: kinds[events.kind[i]], detail: details[events.detail[i]], conversation: events.conversation[i], agent: events.agent[i] };
  });
}
