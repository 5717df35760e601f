// The tour: what to do next, told from how the one conversation stands.

import { say } from "./announce.js";
import { fill, h, icon } from "./dom.js";
import { turn } from "./practice_bar.js";

const WAIT = "Wait for them";
const STEPS = [
  ["Open it", "One customer waits. Open the conversation in the list, or press Alt + J.", ({ shift }) => shift.selected !== null],
  ["Take it", "Read it, then press Take (Alt + Y): now it is yours, and colleagues leave it to you.", ({ one }) => one.standing !== "new"],
  ["Look it up", "Search the help centre for what they ask (Alt + H), and read the article.", ({ shift }) => shift.keep.get("looked-up") === true],
  ["Reply", "Write your answer in your own words (Alt + L) and send it (Control + Enter). Say all they need, and what they would ask next.", ({ replies }) => replies > 0],
  [WAIT, "They read it and write back in a moment. If something is missing they ask; answer that too.", ({ one }) => one.settled || one.standing === "closed"],
  ["Tag it", "What was it about, and who could see to it that nobody has to write so again (Alt + T)? If two would fit, choose the one that explains why they wrote.", ({ one }) => one.tags.category !== null],
  ["Close it", "They are happy. Close the conversation (Alt + E).", ({ one }) => one.standing === "closed"],
];

const ASKS = "They have written again. Answer that too (Alt + L).";
const DONE = "That is all there is to it. The debrief shows what your reply said.";
const GONE = "The customer has left. End the tour and try again.";

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
    const done = STEPS.map(([, , isDone]) => Boolean(isDone({ shift, one, replies })));
    const at = done.indexOf(false);
    const isAsking = at !== -1 && STEPS[at][0] === WAIT && one.messages.at(-1).by === "customer";
    const state = `${done.join()} ${isAsking} ${one.standing === "gone"}`;
    if (shown === state) return;
    shown = state;
    fill(list, STEPS.map(([title], i) => h("li", { class: done[i] ? "done" : "", "aria-current": i === at ? "step" : null },
      icon(done[i] ? "sent" : "opened"), title, done[i] ? h("span", { class: "only-spoken", text: ", done" }) : null)));
    words.textContent = at === -1 ? DONE : one.standing === "gone" ? GONE : isAsking ? ASKS : STEPS[at][1];
    end.hidden = at !== -1 && one.standing !== "gone";
  };
  shift.addEventListener("cases", draw, { signal });
  draw();
  say(words.textContent);
  return h("section", { class: "tour", "aria-label": "Tour" }, list, h("div", { class: "row spread" }, words, end));
}
