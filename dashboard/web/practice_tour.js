// The tour: what to do next, told from how the one conversation stands.

import { say } from "./announce.js";
import { fill, h, icon } from "./dom.js";
import { turn } from "./practice_bar.js";
import { hasKeyboard, pressed } from "./practice_keys.js";

const LOOK = "Look it up";
const WAIT = "Wait for them";
const WHICH = "If two would fit, choose the one that explains why they wrote.";
// title, what to do with a keyboard and by touch, whether it is done
const STEPS = [
  ["Open it", () => `One customer waits. Open the conversation in the list, or press ${pressed("J")}.`, () => "One customer waits. Tap the conversation in the list.",
    ({ shift }) => shift.selected !== null],
  ["Take it", () => `Read it, then press Take (${pressed("Y")}): now it is yours, and colleagues leave it to you.`, () => "Read it, then tap Take: now it is yours, and colleagues leave it to you.",
    ({ one }) => one.standing !== "new"],
  [LOOK, () => `Search the help centre for what they ask (${pressed("H")}), and open the article that fits.`, () => "Tap Customer, then Help centre. Search for what they ask, and open the article that fits.",
    ({ shift }) => shift.keep.get("article-read") === true],
  ["Reply", () => `Write your answer in your own words (${pressed("L")}) and send it (Control + Enter). Say all they need, and what they would ask next.`, () => "Go back to the conversation, write your answer in your own words and tap Send. Say all they need, and what they would ask next.",
    ({ replies }) => replies > 0],
  [WAIT, () => "They read it and write back in a moment. If something is missing they ask; answer that too.", null, ({ one, replies }) => replies > 0 && (one.settled || one.standing === "closed")],
  ["Tag it", () => `What was it about, and who could see to it that nobody has to write so again (${pressed("T")})? ${WHICH}`, () => `Tap Tag: what was it about, and who could see to it that nobody has to write so again? ${WHICH}`,
    ({ one }) => one.tags.category !== null],
  ["Close it", () => `They are happy. Close the conversation (${pressed("E")}).`, () => "They are happy. Tap Close, above the messages.", ({ one, replies }) => replies > 0 && one.standing === "closed"],
];

const ASKS = () => (hasKeyboard() ? `They have written again. Answer that too (${pressed("L")}).` : "They have written again. Answer that too.");
const DONE = "That is all there is to it. The debrief shows what your reply said.";
const GONE = "The customer has left. End the tour and try again.";
const AWAY = "A colleague has taken over. End the tour, and begin it anew to answer yourself.";
const SHUT = () => (hasKeyboard() ? "It is closed, and they have no answer. Press Reopen, then answer them." : "It is closed, and they have no answer. Tap Reopen, then answer them.");

/** Return the strip above the desk. */
export function tour(shift, banners, signal) {
  const list = h("ol", { class: "steps" });
  const words = h("p", { class: "step-words", role: "status" });
  const end = h("button", { type: "button", class: "primary", hidden: true, text: "End the tour", on: { click: () => turn(shift, "finish") } });
  let shown = null;
  const draw = () => {
    const [one] = shift.cases;
    if (!one) return;
    const replies = one.messages.filter(({ by }) => by === "me").length;
    const done = STEPS.map(([, , , isDone]) => Boolean(isDone({ shift, one, replies })));
    const at = done.findIndex((isDone, i) => !isDone && !(STEPS[i][0] === LOOK && replies)); // who has answered without it goes on
    const isAsking = at !== -1 && STEPS[at][0] === WAIT && one.messages.at(-1).by === "customer";
    const over = at === -1 ? DONE : stuck(one);
    const isShut = one.standing === "closed" && !replies;
    const state = `${done.join()} ${isAsking} ${isShut} ${over}`;
    if (shown === state) return;
    shown = state;
    fill(list, STEPS.map(([title], i) => h("li", { class: done[i] ? "done" : "", "aria-current": i === at ? "step" : null },
      icon(done[i] ? "sent" : "opened"), h("span", { class: "step-number", text: `${i + 1} of ${STEPS.length}:` }), title, done[i] ? h("span", { class: "only-spoken", text: ", done" }) : null)));
    words.textContent = over ?? (isShut ? SHUT() : isAsking ? ASKS() : wordsOf(STEPS[at]));
    end.hidden = over === null;
  };
  shift.addEventListener("cases", draw, { signal });
  draw();
  say(words.textContent);
  const strip = h("section", { class: "tour", "aria-label": "Tour" }, list, h("div", { class: "row spread" }, words, end));
  const sizes = new ResizeObserver(() => document.body.style.setProperty("--tour", `${strip.offsetHeight}px`)); // what stands below it on a phone
  sizes.observe(strip);
  signal.addEventListener("abort", () => sizes.disconnect());
  return strip;
}

/** Return why the tour can't go on, or null. */
function stuck({ standing, holder }) {
  if (standing === "gone") return GONE;
  return ["theirs", "passed"].includes(standing) || (standing === "closed" && holder) ? AWAY : null; // what a colleague closed is over
}

/** Return what to do: by keys where there are any. */
function wordsOf([, byKeys, byTouch]) {
  return hasKeyboard() || !byTouch ? byKeys() : byTouch();
}
