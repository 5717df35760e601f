// After the end: what was handed in, what came too late and is kept, and the question about AI assistants.

import { count, fill, h, icon } from "./dom.js";
import { timeOfDay } from "./clock.js";
import { groupQuestions } from "./groups.js";
import { allWords, download, emptied, leaving, outliving } from "./tools.js";

const STAYS = "What was handed in stays with us. This signs this browser out and takes away its copy of what we have; only words that did not count stay in it. While the link of your invitation opens, it brings you back to this page.";

/** Return the last page. */
export function overPage(exercise, signal) {
  const { view } = exercise;
  const state = h("p", { role: "status" });
  const apart = h("div", { class: "stack" });
  const list = h("div", { class: "stack" });
  let hadAll = exercise.isAllSaved;
  const draw = () => {
    if (exercise.isAllSaved && !hadAll) exercise.reload(); // what came in the seconds of grace has been handed in as well
    hadAll = exercise.isAllSaved;
    fill(state, exercise.isAllSaved ? "All that you wrote on this device has been saved." : waiting(exercise));
    fill(apart, beside(exercise));
  };
  const drawAnswers = () => fill(list, answers(exercise));
  exercise.drafts.forEach((draft) => draft.addEventListener("state", draw, { signal }));
  exercise.addEventListener("questions", ({ detail }) => !detail && drawAnswers(), { signal });
  draw();
  drawAnswers();
  const time = view.finished_at ?? view.ends_at;
  const left = h("span");
  const drawLeft = () => fill(left, isAsked(exercise.view.round) ? "One short question about AI assistants is left, below." : "There is nothing else to do; you can close this page.");
  drawLeft();
  return h("div", { class: "over" },
    h("h1", { text: view.finished_at ? "You have handed in" : "The time is over" }),
    h("p", { class: "lead" }, `Thank you. The exercise ended at ${timeOfDay(time, false)}. All that was saved by then counts, also what you did not send. `, left),
    h("p", { text: `Next, people at ${view.round.company} read what you handed in. Questions, or did something go wrong? Write to ${view.round.contact}.` }),
    h("section", { class: "card", "aria-labelledby": "safe" }, h("h2", { id: "safe", text: "Your words" }), state, apart,
      h("div", { class: "row" }, h("button", { type: "button", text: "Download my answers", on: { click: () => download("my-answers.txt", allWords(exercise)) } }))),
    view.round.ai_rule === "not_allowed" ? null : disclosure(exercise, drawLeft),
    h("section", { class: "card", "aria-labelledby": "handed-in" }, h("h2", { id: "handed-in", text: "What was handed in" }), list),
    groupQuestions(exercise.line),
    h("section", { class: "card", "aria-labelledby": "leave" }, h("h2", { id: "leave", text: "Leave" }), leaving(exercise, STAYS)));
}

function waiting(exercise) {
  const open = [...exercise.drafts.values()].filter((draft) => draft.isDirty);
  const isOver = open.every((draft) => draft.state.kind === "refused");
  const words = isOver
    ? `${count(open.length, "text")} came after the end. It does not count as an answer, but it is kept by us, beside your answers, and in this browser.`
    : "Not connected: some words are only in this browser yet. They are sent as soon as the connection is back. Please leave this page open.";
  return [icon("warn"), " ", words];
}

/** Texts that are in this browser and not among the answers: what came too late, and what another device overtook. */
function beside(exercise) {
  const texts = exercise.questions.flatMap((question) => ["reply", "note"].flatMap((field) => {
    const { isDirty, text, unsent } = exercise.draft(question.id, field);
    return [isDirty && text, unsent].filter(Boolean).map((words) => [question, words]);
  }));
  return texts.map(([{ subject }, words]) => h("div", {}, h("h3", { text: subject }), h("div", { class: "words", text: words })));
}

function answers(exercise) {
  const written = exercise.questions.filter(({ reply, note }) => reply.text.trim() || note.text.trim());
  if (!written.length) return h("p", { text: "Nothing was written." });
  const empty = exercise.questions.length - written.length;
  return [h("p", { class: "faint", text: `${count(written.length, "answer")}, ${count(empty, "question")} without one.` }),
    h("ol", { class: "handed-in" }, written.map((question) => answer(exercise, question)))];
}

function answer(exercise, question) {
  const at = exercise.questions.indexOf(question) + 1;
  const isLate = exercise.isLate(question.id);
  const kind = question.state === "sent" ? "sent" : "draft";
  return h("li", { value: at }, h("h3", { text: question.subject }),
    h("p", { class: "faint row tight" }, h("span", { text: question.customer.name }), h("span", { class: "state" }, icon(kind), kind === "sent" ? "Sent" : "Saved, not sent"),
      isLate ? h("span", { class: "state" }, icon("clock"), "Came in the seconds of grace; it counts") : null),
    question.reply.text.trim() ? h("div", { class: "words", text: question.reply.text }) : null,
    question.note.text.trim() ? h("div", { class: "words note", text: `Internal note: ${question.note.text}` }) : null);
}

/** Is it still open whether an AI assistant was used? */
function isAsked({ ai_rule: rule, ai_told: told }) {
  return rule === "disclose" && !told;
}

/** The question about AI assistants, or what was said to it. told(): what to do when that has changed. */
function disclosure(exercise, told) {
  const { line, keep } = exercise;
  const place = h("div", { class: "stack" });
  const state = h("p", { class: "field-says", role: "status" });
  const box = outliving(h("textarea", { id: "disclosure", rows: 3, maxlength: "4000" }), keep);
  const form = h("form", { class: "stack" }, h("label", { for: "disclosure", text: "Which one did you use, and for what? Leave it empty if none." }), box,
    h("div", { class: "row" }, h("button", { type: "submit", text: "Send" })));
  const change = h("button", { type: "button", text: "Change", on: { click: () => {
    box.value ||= exercise.view.round.ai_told.text;
    fill(state);
    fill(place, form);
    box.focus();
  } } });
  const draw = () => {
    const said = exercise.view.round.ai_told;
    fill(place, said && !box.value ? [h("div", {}, h("p", { class: "faint", text: `You wrote (${timeOfDay(said.at, false)}):` }), h("div", { class: "words", text: said.text })), h("div", { class: "row" }, change)] : form);
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const text = box.value.trim();
      const reply = await line.act({ kind: "disclose", text });
      emptied(box);
      exercise.view.round.ai_told = { at: reply.now, text };
      draw();
      change.focus();
      told();
      fill(state, "Thank you, this has been saved.");
    } catch (problem) {
      fill(state, problem.says ?? "Not connected: this was not saved. Try again in a moment.");
    }
  });
  draw();
  const asks = exercise.view.round.ai_rule === "disclose" ? "You were asked to say in a sentence or two whether an AI assistant has helped you. Saying so does not count against you." : "If you like, you can say whether an AI assistant has helped you. You need not.";
  return h("section", { class: "card", "aria-labelledby": "ai-told" }, h("h2", { id: "ai-told", text: "AI assistants" }), h("p", { text: asks }), place, state);
}
