// Before the start: what awaits you, what is kept, the rule on AI, a question to try, and the button that starts the clock.

import { Draft } from "./drafts.js";
import { exactly, fill, h } from "./dom.js";
import { markdown } from "./markdown.js";
import { message } from "./message.js";
import { say } from "./announce.js";
import { timeOfDay } from "./clock.js";
import { emptied, leaving, outliving } from "./tools.js";

const STAYS = "Nothing starts by that. This signs this browser out and takes away its copy of what you typed; what is saved stays with us, your requests too. The link of your invitation brings you back here until it ends.";

/** Return the page before the start. begin(): what to do when the server's view may have changed. */
export function beforePage(exercise, begin, signal) {
  const { view } = exercise;
  const rule = view.round;
  const mayNot = view.may_start === false;
  const draft = practiceDraft(exercise);
  const points = h("dl", { class: "points" }, awaits(view));
  exercise.addEventListener("extra", () => fill(points, awaits(exercise.view)), { signal });
  return h("div", { class: "before" },
    h("h1", { text: `A support exercise for ${rule.company}` }),
    h("p", { class: "lead", text: `You answer customers of ${rule.product}, a made-up product. ${mayNot ? "It can't be started yet." : "Nothing starts until you press the button at the end of this page."}` }),
    view.questionnaire ? questionnaire(mayNot) : [],
    section("awaits", "What awaits you", points),
    section("privacy", "What is kept about you", h("div", { class: "prose" }, notice(rule.privacy))),
    section("ai-rule", "The rule on AI assistants", h("div", { class: "prose" }, markdown(rule.ai_text))),
    section("other-format", "More time or another format", otherFormat(exercise)),
    section("practice", "Try it out", practice(exercise, draft)),
    section("begin", "Start", mayNot ? notYet(view) : start(exercise, begin, signal)),
    section("leave", "Not now", leaving(exercise, STAYS, () => !draft.isDirty)));
}

function questionnaire(isFirst) {
  return section("questionnaire", "Your questionnaire is open",
    h("p", {}, isFirst ? "It comes before the exercise. " : "It can wait until after the exercise. ", h("a", { href: "/questionnaire", text: "Go to the questionnaire" })));
}

/** In place of the button: why there is none. When that changes, the page is drawn again. */
function notYet(view) {
  return h("p", { text: view.why_not });
}

function section(id, words, ...children) {
  return h("section", { class: "card", "aria-labelledby": id }, h("h2", { id, text: words }), children);
}

/** The notices begin with a bold line that repeats our heading: it is left out. */
function notice(text) {
  const [first, ...rest] = markdown(text, { top: 3 });
  return first?.children.length === 1 && first.firstElementChild?.tagName === "STRONG" && first.textContent === first.firstElementChild.textContent ? rest : [first, ...rest];
}

function awaits(view) {
  const number = view.n_questions ?? 20;
  const time = exactly(view.time_ms + (view.extra_ms ?? 0));
  const extra = view.extra_ms > 0 ? ` (${exactly(view.extra_ms)} of it added for you)` : "";
  const points = [
    ["All at once", `${number} questions from customers, in an inbox. Answer them in any order. It begins with easier ones.`],
    [time, `That is your time${extra}. It is more work than anybody can finish: choose well, and keep an even standard. Where you cannot find an answer, say what you would do.`],
    ["Look everything up", "There are a help centre, a status page and colleagues to ask. You may also look outside, on the web or in your notes. That is part of the work, and nothing is blocked."],
    ["The day", `For this exercise it is ${view.today}. When a customer writes “tomorrow”, count from there.`],
    ["Saved as you type", "Each word is saved within two seconds. What is saved when the time is over counts as handed in, also without pressing Send."],
    ["One clock", "The server keeps the time. If your connection or your computer fails, come back by the same link, on any device: your words are there. The clock goes on meanwhile."],
  ];
  return points.map(([head, words]) => h("div", {}, h("dt", { text: head }), h("dd", { text: words })));
}

function otherFormat(exercise) {
  const { view, line } = exercise;
  const told = h("div", { class: "told" });
  const box = outliving(h("textarea", { id: "wish", rows: 3, maxlength: 4000 }), exercise.keep);
  const state = h("p", { class: "field-says", role: "status" });
  const draw = () => fill(told, wishes(view.before?.other_format ?? []));
  const form = h("form", { class: "stack" },
    h("label", { for: "wish", text: "What would help you?" }), box,
    h("div", { class: "row" }, h("button", { type: "submit", text: "Send this request" }), state));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return fill(state, "Write in a few words what would help.");
    try {
      const reply = await line.act({ kind: "ask_other_format", text });
      (view.before.other_format ??= []).push({ at: reply.now, text });
      emptied(box);
      fill(state, "Your request has been sent. You may wait for an answer before you start; time that is added for you is shown here by itself.");
      draw();
    } catch (problem) {
      fill(state, problem.says ?? "Not connected: this was not sent. Your words are still in the box. Try again in a moment.");
    }
    return undefined;
  });
  draw();
  return [h("div", { class: "prose" }, notice(view.round.accommodation)), form, told];
}

function wishes(list) {
  if (!list.length) return [];
  return [h("h3", { text: "What you have asked for" }),
    h("ul", {}, list.map(({ at, text }) => h("li", {}, h("span", { class: "faint", text: `${timeOfDay(at, false)} ` }), text)))];
}

function practice(exercise, draft) {
  const given = exercise.view.before?.practice;
  if (!given?.question) return h("p", { text: "There is no practice question in this round." });
  const editor = document.createElement("reply-editor");
  editor.show(draft, { label: "Your reply", hint: "To get used to the box. Without a clock, and nobody rates it.", rows: 5, own: exercise.own });
  return [message(given.question), editor];
}

function practiceDraft({ line, keep, view }) {
  const draft = new Draft({
    key: "practice",
    keep,
    post: async (words, revision) => ({ revision, at: (await line.act({ kind: "practise", text: words })).now }),
    drop: (words) => line.drop({ kind: "practise", text: words }),
  });
  draft.merge({ text: view.before?.practice?.text ?? "", revision: 0 });
  line.addEventListener("back", () => draft.retry());
  window.addEventListener("pagehide", () => draft.leave());
  return draft;
}

function start(exercise, begin, signal) {
  const { view, line } = exercise;
  const state = h("p", { class: "field-says", role: "alert" });
  const privacy = h("input", { type: "checkbox", id: "ack-privacy" });
  const rule = h("input", { type: "checkbox", id: "ack-rule" });
  const time = () => exactly(view.time_ms + (exercise.view.extra_ms ?? 0));
  const button = h("button", { type: "submit", class: "primary large" });
  const runs = h("p");
  const draw = () => {
    fill(button, `Start: ${time()} from now`);
    fill(runs, `When you press the button, the questions appear and the clock runs for ${time()}. It cannot be paused.`);
  };
  exercise.addEventListener("extra", () => {
    draw();
    say(`Your time has been changed. You have ${time()} once you start.`);
  }, { signal });
  draw();
  const form = h("form", { class: "stack", novalidate: true },
    h("label", { class: "tick" }, privacy, h("span", {}, "I have read what is kept about me (", h("a", { href: "#privacy", text: "above" }), ").")),
    h("label", { class: "tick" }, rule, h("span", {}, "I have read the rule on AI assistants (", h("a", { href: "#ai-rule", text: "above" }), ") and will keep to it.")),
    runs,
    h("div", { class: "row" }, button), state);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const open = [!privacy.checked && "what is kept about you", !rule.checked && "the rule on AI assistants"].filter(Boolean);
    if (open.length) {
      fill(state, `Please read and tick first: ${open.join(" and ")}.`);
      (privacy.checked ? rule : privacy).focus();
      return;
    }
    button.disabled = true;
    try {
      await line.act({ kind: "acknowledge", privacy: true, ai_rule: view.round.ai_rule });
      await line.act({ kind: "start" });
      await begin();
      say(`The clock runs. You have ${time()}.`);
    } catch (problem) {
      fill(state, problem.says ?? "Not connected: we can't tell whether the start has arrived. This page asks again by itself; if nothing appears when the connection is back, press Start again.");
      begin();
    } finally {
      button.disabled = false;
    }
  });
  return form;
}
