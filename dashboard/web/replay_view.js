// What a replay looks like: a panel per plan, and the strip of the day. Text goes in as text, never as markup.

const MOST_SIGNS = 60; // of a segment; the others are counted
const STEPS = [15 * MINUTE, HOUR, 4 * HOUR, 24 * HOUR]; // a sign is drawn stronger from each on
const SVG_SPACE = "http://www.w3.org/2000/svg";

/** Return a new element. props: attributes; "text" is its text. */
function el(name, props = {}, ...children) {
  const element = props.xmlns ? document.createElementNS(props.xmlns, name) : document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (key === "text") element.textContent = value;
    else if (key !== "xmlns" && value !== null && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter(Boolean));
  return element;
}

/** Give an element this text or this attribute, unless it has it: most of a picture stays as it is. */
function put(element, text) {
  if (element.shown !== text) element.textContent = element.shown = text;
}

function dress(element, classes) {
  if (element.worn !== classes) element.className = element.worn = classes;
}

/** A plan's queue, agents and counters. `draw()` shows the state that its day is in. */
class Panel {
  constructor(day, title) {
    this.day = day;
    const { log } = day;
    this.down = el("p", { class: "down", hidden: true, text: "The tools are down: work in hand stands still." });
    this.figures = FIGURES.filter(({ always, of }) => always || this.#everHas(of)).map((one) => ({ ...one, value: el("dd") }));
    this.rows = log.segments.map((name, i) => row(name, i));
    this.teams = log.teams.map((name, i) => team(log, name, i));
    this.tiles = this.teams.flatMap(({ tiles }) => tiles);
    this.latest = el("p", { class: "latest" });
    this.element = el("section", { class: "panel", "aria-label": `Plan ${title}` },
      el("div", { class: "heading" }, el("h3", { text: title }), this.latest), this.down,
      el("dl", { class: "figures" }, this.figures.map(({ label, value }) => el("div", {}, el("dt", { text: label }), value))),
      el("div", { class: "floor" }, el("div", {}, this.teams.map(({ element }) => element)),
        el("div", {}, el("h4", { text: "Waiting" }), el("ul", { class: "queues" }, this.rows.map(({ element }) => element)))));
  }

  /** Does any event of the day count for this figure? The others are not worth a place. */
  #everHas(of) {
    return of && this.day.events.some(({ kind, detail }) => of.includes(COUNTED[detail] ?? kind));
  }

  draw() {
    const { floor } = this.day;
    const { log, last } = this.day;
    const queues = this.day.queues();
    put(this.latest, last ? `${clockOf(log, last.at, true)} ${told(log, last)}.` : "Nothing has happened yet today.");
    this.down.hidden = !floor.isDown;
    for (const { value, show } of this.figures) put(value, show(this.day, queues));
    queues.forEach((queue, i) => drawRow(this.rows[i], queue, this.day));
    floor.agents.forEach((agent, i) => drawTile(this.tiles[i], agent, this.day));
    for (const one of this.teams) drawTeam(one, floor.agents);
  }
}

const FIGURES = [
  { label: "Waiting now", always: true, show: ({ floor }) => number(floor.waiting.size) },
  { label: "Longest wait", always: true, show: (_, queues) => longestOf(queues) },
  { label: "Came", always: true, show: counted("arrived") },
  { label: "Came back", of: ["reopened"], show: counted("reopened") },
  { label: "First answers", always: true, show: counted("answered") },
  { label: "Further answers", of: ["replies"], show: counted("replies") },
  { label: "Solved", always: true, show: counted("resolved") },
  { label: "To sales", of: ["passed"], show: counted("passed") },
  { label: "Gave up", always: true, show: counted("gave_up", "gave_up_later") },
  { label: "Told it is fixed", of: ["told"], show: counted("told") },
  { label: "Turned away", of: ["turned_away"], show: counted("turned_away") },
  { label: "Answered by docs or bot", of: ["deflected"], show: counted("deflected") },
  { label: "Left the form", of: ["gave_up_form"], show: counted("gave_up_form") },
];

function number(count) {
  return count.toLocaleString("en-US");
}

function counted(...names) {
  return ({ floor }) => number(names.reduce((sum, name) => sum + floor.counts[name], 0));
}

function longestOf(queues) {
  const longest = Math.max(0, ...queues.map((queue) => queue.longest));
  return queues.some(({ n }) => n) ? brief(longest) : "none";
}

function row(name, i) {
  const says = el("span", { class: "says" });
  const signs = el("span", { class: "signs", "aria-hidden": "true" });
  const more = el("span", { class: "more", "aria-hidden": "true" });
  const element = el("li", { class: `queue seg-${i % 8}` }, el("span", { class: "name" }, el("i", { class: "swatch" }), name), says, el("span", { class: "people" }, signs, more));
  return { element, says, signs, more };
}

function drawRow({ says, signs, more }, { waiting, n, longest }, day) {
  put(says, n ? `${number(n)}, longest ${brief(longest)}` : "nobody");
  const shown = Math.min(n, MOST_SIGNS);
  while (signs.children.length > shown) signs.lastChild.remove();
  while (signs.children.length < shown) signs.append(el("b"));
  for (let i = 0; i < shown; i += 1) {
    const age = day.at - waiting[i].since;
    put(signs.children[i], brief(age));
    dress(signs.children[i], `age-${STEPS.filter((step) => age >= step).length}`);
  }
  put(more, n > shown ? `and ${number(n - shown)} more` : "");
}

function team(log, name, i) {
  const says = el("span", { class: "says" });
  const mine = log.agents.map((agent, place) => ({ agent, place })).filter(({ place }) => log.team_of[place] === i);
  const tiles = mine.map(({ agent }) => tile(agent));
  const element = el("div", { class: "team" }, el("h4", {}, name, " ", says), el("ul", { class: `tiles${mine.length > 12 ? " small" : ""}` }, tiles.map((one) => one.element)));
  return { element, says, tiles, places: mine.map(({ place }) => place) };
}

function drawTeam({ says, places }, agents) {
  const n = (state) => places.filter((place) => stateOf(agents[place]) === state).length;
  put(says, `${n("busy")} busy, ${n("idle")} idle, ${n("away")} away`);
}

function tile(agent) {
  const parts = [el("strong", { text: agent }), el("span", { class: "who" }), el("span", { class: "what" })];
  return { element: el("li", {}, parts), who: parts[1], what: parts[2] };
}

function drawTile({ element, who, what }, agent, day) {
  const state = stateOf(agent);
  const { log } = day;
  const since = agent.since === null ? "" : brief(day.at - agent.since);
  const open = agent.chats.size - (agent.chats.has(agent.conversation) ? 1 : 0);
  const chats = agent.chats.size ? `${many(agent.chats.size, "chat")} open` : "";
  if (state === "busy") {
    const segment = day.segment(agent.conversation);
    dress(element, `tile busy seg-${segment % 8}`);
    put(who, log.customers.customer[agent.conversation]);
    put(what, [log.segments[segment], since, open > 0 ? chats : ""].filter(Boolean).join(" · "));
    return;
  }
  dress(element, `tile ${state}`);
  put(who, state === "idle" ? "idle" : AWAY[agent.why] ?? "away");
  put(what, [state === "idle" || agent.why === "break" ? since : "", chats].filter(Boolean).join(" · "));
}

/** The day at a glance: who came, in bars, and how many wait, a line per plan; a mark stands at the instant shown. */
class Strip {
  constructor(days, titles) {
    this.length = days[0].length;
    this.mark = el("span", { class: "mark" });
    const most = Math.max(1, ...days.flatMap(({ log }) => log.strip.waiting));
    const busiest = Math.max(1, ...days[0].log.strip.arrived);
    const lines = days.map(({ log }, i) => path(log.strip.waiting, most, i));
    const picture = el("svg", { xmlns: SVG_SPACE, viewBox: "0 0 1000 100", preserveAspectRatio: "none", "aria-hidden": "true" }, bars(days[0].log.strip.arrived, busiest), lines);
    const minutes = days[0].log.strip.slot / MINUTE;
    const keys = [el("span", { class: "key" }, el("i", { class: "key-bars" }), `customers who came, up to ${busiest} in ${minutes} minutes`),
      ...days.map(({ log }, i) => el("span", { class: "key" }, el("i", { class: `key-line line-${i}` }), `waiting${titles.length > 1 ? ` under ${titles[i]}` : ""}, up to ${number(Math.max(...log.strip.waiting))}`))];
    this.element = el("div", { class: "strip" }, el("div", { class: "picture" }, picture, this.mark), hours(days[0].log), el("p", { class: "keys" }, keys));
  }

  draw(at) {
    this.mark.style.left = `${(100 * at) / this.length}%`;
  }
}

function bars(counts, most) {
  const width = 1000 / counts.length;
  return counts.map((count, i) => count > 0 && el("rect", { xmlns: SVG_SPACE, class: "bar", x: i * width, y: 100 - (60 * count) / most, width: width * 0.85, height: (60 * count) / most }));
}

function path(counts, most, i) {
  const width = 1000 / counts.length;
  const points = counts.map((count, slot) => `${((slot + 1) * width).toFixed(1)},${(98 - (95 * count) / most).toFixed(1)}`);
  return el("polyline", { xmlns: SVG_SPACE, class: `line line-${i}`, points: points.join(" "), "vector-effect": "non-scaling-stroke" });
}

function hours(log) {
  const marks = [];
  for (let at = 0; at < log.length; at += HOUR) {
    const clock = clockOf(log, at);
    if (["00:00", "06:00", "12:00", "18:00"].includes(clock)) marks.push(el("span", { style: `left: ${(100 * at) / log.length}%`, text: clock }));
  }
  return el("div", { class: "hours", "aria-hidden": "true" }, marks);
}
