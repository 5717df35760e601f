// A customer's message, as it stands above the box for the reply.

import { h } from "./dom.js";

const FULL_LINE = 108; // characters from which a line of a pack's file was broken by its width

/** Return the message of *question*. */
export function message({ customer, text, subject }) {
  return h("article", { class: "message" },
    h("h3", { text: subject }),
    h("p", { class: "customer" }, h("strong", { text: customer.name }), h("span", { class: "faint", text: about(customer) })),
    h("div", { class: "words", text: flowing(text) }));
}

function about({ plan, since }) {
  const words = [plan ? `${plan[0].toUpperCase()}${plan.slice(1)} plan` : "", since ? `customer for ${since}` : ""];
  return words.filter(Boolean).map((one) => ` · ${one}`).join("");
}

/** Return *text* without the line breaks that only its file has; those of greetings, lists and code stay. */
export function flowing(text) {
  const lines = text.trimEnd().split("\n");
  return lines.slice(1).reduce((whole, line, i) => `${whole}${isBroken(lines[i], line) ? " " : "\n"}${line}`, lines[0]);
}

function isBroken(line, next) {
  const isText = /^\S/.test(line) && /^\S/.test(next) && !/^[-*\d"]/.test(next);
  const isGreeting = next.length < 25 && /^\p{Lu}/u.test(next) && /[.?!:)]$/.test(line);
  return line.length >= FULL_LINE && isText && !isGreeting;
}
