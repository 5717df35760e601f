// The bar: level, clock, speed, pause, seed, whether all is saved, and the end of the shift.

import { say } from "./announce.js";
import { countdown } from "./clock.js";
import { ask } from "./dialogs.js";
import { count, fill, h, icon, spanInWords } from "./dom.js";
import { help } from "./practice_keys.js";
import { leftWords } from "./practice_left.js";
import { counts, timeOf } from "./practice_words.js";
import { dropDown, looksMenu } from "./tools.js";

/** Return the clocks: time left, which can be hidden and is announced all the same, and the time of the shift's day; the tour has none. */
export function clocks(shift, signal) {
  if (shift.view.level.tour) return null;
  const { clock, prefs } = shift;
  const digits = h("span", { class: "digits" });
  const day = h("span", { class: "day-clock", title: "Time on the desk" });
  const face = h("div", { class: "clock", role: "timer", "aria-live": "off", "aria-label": "Time left" }, icon("clock"), digits, h("span", { class: "left", text: "left" }));
  const toggle = h("button", { type: "button", class: "quiet", on: { click: () => hide(!face.hidden) } });
  const hide = (isHidden) => {
    face.hidden = isHidden;
    toggle.textContent = isHidden ? "Show clock" : "Hide clock";
    prefs.set("clock-hidden", isHidden);
  };
  const draw = () => {
    const { speed, length, at } = shift.view;
    const left = shift.isRunning ? clock.shown : (length - at) / speed;
    put(digits, left === null ? "–:––" : countdown(left));
    put(day, `${timeOf(shift.at, shift.view.begins)}${speed === 1 ? "" : ` · ${speed}× speed`}`);
    face.classList.toggle("short", left !== null && left <= 60000);
  };
  const timer = setInterval(draw, 250);
  signal.addEventListener("abort", () => clearInterval(timer));
  hide(prefs.get("clock-hidden") === true);
  draw();
  return [day, face, toggle];
}

function put(place, words) {
  if (place.textContent !== words) place.textContent = words;
}

/** Return the buttons beside the clocks. */
export function tools(shift, signal) {
  const { level } = shift.view;
  const state = h("span", { class: "all-saved" }); // in sight only: what came of it is said
  const draw = () => put(state, shift.line.there ? (shift.pending.length ? "Sending …" : "") : "Not connected");
  shift.addEventListener("cases", draw, { signal });
  shift.addEventListener("away", draw, { signal });
  shift.addEventListener("back", draw, { signal });
  draw();
  return [state,
    level.pauses && !level.tour && shift.isRunning ? h("button", { type: "button", class: "quiet", text: "Pause", on: { click: () => turn(shift, "pause") } }) : null,
    h("button", { type: "button", class: "quiet keyboard", text: "Keys", on: { click: () => help(shift.desk) } }),
    looksMenu(), about(shift),
    h("button", { type: "button", class: "quiet", text: level.tour ? "End the tour" : "End the shift", on: { click: () => finish(shift) } })];
}

/** What this shift is, with its seed to hand on. */
function about(shift) {
  const { level, seed, desk, scenario } = shift.view;
  const copied = h("span", { class: "faint", role: "status" });
  const copy = h("button", { type: "button", text: "Copy the seed", on: { click: () => written(String(seed)).then(() => put(copied, "Copied."), () => put(copied, `Copy it by hand: ${seed}`)) } });
  return dropDown("Shift", h("div", { class: "menu-body" },
    h("p", {}, h("strong", { text: level.tour ? level.title : `Level ${level.number}: ${level.title}` })), h("p", { class: "small", text: `${scenario}. ${desk.today}.` }),
    ...(level.tour ? [] : [h("p", { class: "small", text: `Seed ${seed}. Whoever begins this level with the same seed meets the same day.` }), h("div", { class: "row" }, copy, copied)])));
}

/** Put words where they can be pasted from; fails where the page has no secure line. */
export async function written(words) {
  await navigator.clipboard.writeText(words);
}

/** Turn the clock: "start", "pause", "resume" or "finish". Returns whether that has been done. */
export async function turn(shift, kind) {
  try {
    await shift.ask({ kind });
    return true;
  } catch (problem) {
    shift.refuse(problem);
    if (!problem.says) say("Not connected. Try again in a moment.", true);
    return false;
  }
}

/** Ask whether to end the shift, and end it. */
export async function finish(shift) {
  const { tour } = shift.view.level;
  const { todo, waiting } = counts(shift.cases);
  const isDone = tour && shift.cases.every(({ standing, messages }) => standing === "closed" && messages.some(({ by }) => by === "me"));
  const left = tour || shift.clock.left === null ? "" : `There are ${spanInWords(shift.clock.left)} left. `;
  const unsent = leftWords(shift).length;
  const body = h("div", {}, h("p", { text: `${left}${isDone ? "You have been through all of it." : open({ todo, waiting }, tour)} The debrief looks at what you did.` }),
    unsent ? h("p", { class: "warning", text: `${count(unsent, "text")} written and not sent; customers will not see ${unsent === 1 ? "it" : "them"}.` }) : null);
  const sure = await ask(tour ? "End the tour?" : "End the shift now?", body, isDone ? [["End it", "primary", true], ["Stay here", "", false]] : [["Go on working", "primary", false], ["End it", "danger", true]]);
  if (sure) await turn(shift, "finish");
}

/** Return in words what is open as a shift is ended. */
function open({ todo, waiting }, isTour) {
  if (!todo && !waiting) return isTour ? "Not all of it was done; the tour can be begun anew at any time." : "Nothing is left to do at the moment.";
  if (isTour) return "Your customer's conversation is still open, and stays so.";
  return `${count(todo, "conversation")} to do, ${waiting} with the customer. What is open stays open.`;
}

/** Tell, in sight and aloud, when the time gets short. */
export function marks(shift, banners, signal) {
  shift.clock.addEventListener("mark", ({ detail }) => {
    const words = `${count(detail, "minute")} left.`;
    banners.show("time", words, { kind: detail === 1 ? "warn" : "calm", lasts: 15000 });
    say(words, true);
  }, { signal });
}

/** Put the bar in place. */
export function bar(shift, signal) {
  const isOn = ["running", "paused"].includes(shift.phase);
  document.getElementById("brand").textContent = `${shift.desk.title} desk · ${shift.view.level.tour ? "tour" : `level ${shift.view.level.number}`}`;
  fill(document.getElementById("clock"), isOn ? clocks(shift, signal) : null);
  fill(document.getElementById("tools"), isOn ? tools(shift, signal) : looksMenu());
}
