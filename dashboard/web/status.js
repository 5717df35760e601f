// The product's status page, as it stands on the day of the exercise.

import { fill, h, icon } from "./dom.js";

const STATES = {
  operational: ["ok", "Works"],
  degraded: ["warn", "Disturbed"],
  outage: ["warn", "Out of order"],
  maintenance: ["clock", "Maintenance"],
};

/** Return the page. */
export function statusPage(exercise, signal) {
  const place = h("div", { class: "status" });
  const draw = () => exercise.view.status && fill(place, page(exercise.view.status));
  exercise.addEventListener("questions", ({ detail }) => !detail && draw(), { signal });
  draw();
  return place;
}

function page(status) {
  return [
    h("p", { class: "faint", text: `As of ${instant(status.as_of)}. All times are UTC.` }),
    part("Now", status.current, incident, "No disturbance is known."),
    h("ul", { class: "components" }, status.components.map(component)),
    part("Planned", status.planned, work, "Nothing is planned."),
    part("Past", status.past, incident, "Nothing to report."),
  ];
}

function part(words, list, one, nothing) {
  return [h("h3", { text: words }), list?.length ? list.map(one) : h("p", { class: "faint", text: nothing })];
}

function component({ name, state }) {
  const [picture, words] = STATES[state] ?? ["warn", state];
  return h("li", { class: `component ${state}` }, h("span", { text: name }), h("span", { class: "state" }, icon(picture), words));
}

function incident({ title, began, ended, next_update: next, updates }) {
  const times = [`Began ${instant(began)}`, ended ? `ended ${instant(ended)}` : "", next ? `next update ${instant(next)}` : ""];
  const one = ({ at, state, text }) => h("li", {}, h("span", { class: "faint", text: `${instant(at)}, ${state}` }), h("p", { text }));
  return h("article", { class: "incident" }, h("h4", { text: title }), h("p", { class: "faint", text: times.filter(Boolean).join(", ") }),
    h("ol", { class: "updates" }, [...updates].reverse().map(one)));
}

function work({ title, begins, ends, text }) {
  return h("article", { class: "incident" }, h("h4", { text: title }), h("p", { class: "faint", text: `${instant(begins)} to ${instant(ends)}` }), h("p", { text }));
}

/** Return an instant of the status page in UTC: "10 Feb 2026, 09:30". */
function instant(at) {
  const shape = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "UTC" };
  return new Intl.DateTimeFormat("en-GB", shape).format(new Date(at));
}
