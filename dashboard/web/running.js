// While the clock runs: inbox, conversation and look-up side by side, or one at a time where there is little room.

import { say } from "./announce.js";
import { areas } from "./areas.js";
import { countdown } from "./clock.js";
import { Conversation } from "./conversation.js";
import { ask } from "./dialogs.js";
import { count, exactly, fill, h, icon, spanInWords } from "./dom.js";
import { inbox, inWords } from "./inbox.js";
import * as keys from "./keys.js";
import { LookUp } from "./lookup.js";

const AREAS = [["inbox", "Inbox"], ["conversation", "Question"], ["lookup", "Look up"]];

/** Return the three areas, and start to listen for shortcuts. */
export function runningPage(exercise, banners, signal) {
  if (!exercise.question(exercise.selected)) exercise.select(first(exercise));
  const frame = h("div", { class: "desk", "data-area": "conversation" });
  const middle = new Conversation(exercise, signal);
  const side = new LookUp(exercise, signal);
  const show = areas(frame, AREAS);
  show.area("conversation");
  const list = inbox(exercise, (id) => {
    exercise.select(id);
    show.area("conversation");
    middle.focusTitle();
  }, signal);
  fill(frame, h("h1", { class: "only-spoken", text: "The exercise" }), show.bar, list, middle.element, side.element);
  const go = (area, then) => () => {
    show.area(area);
    then();
  };
  keys.listen({
    next: go("conversation", () => step(exercise, 1, middle)),
    previous: go("conversation", () => step(exercise, -1, middle)),
    reply: go("conversation", () => middle.reply()),
    note: go("conversation", () => middle.note()),
    search: go("lookup", () => side.search()),
    send: go("conversation", () => middle.send()),
    help: () => keys.showKeys(),
  }, signal);
  marks(exercise, banners, signal);
  return frame;
}

function first(exercise) {
  const known = [exercise.keep.get("selected"), exercise.view.current];
  return known.find((id) => exercise.question(id)) ?? exercise.questions[0].id;
}

function step(exercise, by, middle) {
  exercise.step(by);
  middle.focusTitle();
  const at = exercise.questions.findIndex(({ id }) => id === exercise.selected) + 1;
  say(`Question ${at}: ${exercise.question(exercise.selected).subject}`);
}

/** Tell, in sight and aloud, when time gets short and when some is added. */
function marks(exercise, banners, signal) {
  const { clock } = exercise;
  clock.addEventListener("mark", ({ detail }) => {
    const words = `${count(detail, "minute")} left.${detail === 1 ? " What is saved counts, also without pressing Send." : ""}`;
    banners.show("time", words, { kind: detail === 1 ? "warn" : "calm", lasts: 20000 });
    say(words, true);
  }, { signal });
  clock.addEventListener("added", ({ detail }) => {
    const words = `You have been given ${exactly(detail)} more.`;
    banners.show("time", words, { lasts: 60000 });
    say(`${words} There are ${spanInWords(clock.left)} left.`, true); // in sight, the clock says so
    exercise.dispatchEvent(new Event("device")); // the boxes were shut if it came at the last moment
  }, { signal });
}

/** Return the clock for the top bar; it can be hidden and is still announced. */
export function clockFace(exercise, signal) {
  const { clock, keep } = exercise;
  const digits = h("span", { class: "digits" });
  const face = h("div", { class: "clock", role: "timer", "aria-live": "off", "aria-label": "Time left" }, icon("clock"), digits);
  const toggle = h("button", { type: "button", class: "quiet", on: { click: () => hide(!face.hidden) } });
  const hide = (isHidden) => {
    face.hidden = isHidden;
    toggle.textContent = isHidden ? "Show clock" : "Hide clock";
    keep.set("clock-hidden", isHidden);
  };
  const draw = () => {
    const left = clock.shown;
    const words = left === null ? "–:––" : countdown(left);
    if (digits.textContent !== words) digits.textContent = words;
    face.classList.toggle("short", left !== null && left <= 60000);
  };
  hide(keep.get("clock-hidden") === true);
  clock.addEventListener("tick", draw, { signal });
  draw();
  return [face, toggle];
}

/** Ask whether to hand in early; return whether that has been done. */
export async function finishEarly(exercise) {
  const body = h("div", {},
    h("p", { text: `There are ${spanInWords(exercise.clock.left ?? 0)} left. ${inWords(exercise)}.` }),
    h("p", { text: "When you hand in, nothing can be changed any more. All that is saved counts, drafts included. You do not have to do this: at the end of the time it is handed in by itself." }));
  const sure = await ask("Hand in before the time is over?", body, [["Go on with the exercise", "primary", false], ["Hand in now", "danger", true]]);
  if (!sure) return;
  if (!(await exercise.flush())) {
    say("Not connected. Your words are kept; hand in when the connection is back.", true);
    return;
  }
  try {
    await exercise.line.act({ kind: "finish" });
  } catch (problem) {
    exercise.refuse(problem);
    if (!problem.says) say("Not connected: this was not handed in yet. Your words are kept; try again when the connection is back.", true);
  }
  await exercise.reload();
}
