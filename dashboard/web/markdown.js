// Markdown to elements, for articles and notices: only the marks we write, and text stays text.

import { h } from "./dom.js";

const INLINE = /\*\*(.+?)\*\*|\*([^*\s][^*]*?)\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/g;
const BULLET = /^\s*[-*]\s+(.*)$/;
const NUMBER = /^\s*\d+\.\s+(.*)$/;
const HEADING = /^(#{1,5})\s+(.*)$/;
const FENCE = /^```/;

/**
 * Return the elements of *text*. options: top, the level of its highest heading; link(target, words), which returns an
 * element for a link to another article, or null where there is none: then only its words are shown.
 */
export function markdown(text, { top = 3, link = () => null } = {}) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const found = [];
  const context = { top: top - highest(lines), link };
  while (lines.length) {
    const block = next(lines, context);
    if (block) found.push(block);
  }
  return found;
}

function highest(lines) {
  return Math.min(...lines.map((line) => HEADING.exec(line)?.[1].length ?? 9));
}

function next(lines, context) {
  const [line] = lines;
  if (!line.trim()) return lines.shift() && null;
  if (FENCE.test(line)) return code(lines);
  if (HEADING.test(line)) return heading(lines.shift(), context);
  if (BULLET.test(line)) return list("ul", BULLET, lines, context);
  if (NUMBER.test(line)) return list("ol", NUMBER, lines, context);
  if (isTable(lines)) return table(lines, context);
  return h("p", {}, inline(paragraph(lines), context));
}

function heading(line, context) {
  const [, marks, words] = HEADING.exec(line);
  return h(`h${Math.min(6, marks.length + context.top)}`, {}, inline(words, context));
}

function code(lines) {
  lines.shift();
  const held = [];
  while (lines.length && !FENCE.test(lines[0])) held.push(lines.shift());
  lines.shift();
  return h("pre", { tabindex: "0" }, h("code", { text: held.join("\n") }));
}

function list(name, mark, lines, context) {
  const items = [];
  while (lines.length && mark.test(lines[0])) {
    const words = [mark.exec(lines.shift())[1]];
    while (lines.length && /^\s{2,}\S/.test(lines[0]) && !BULLET.test(lines[0]) && !NUMBER.test(lines[0])) words.push(lines.shift().trim());
    items.push(h("li", {}, inline(words.join(" "), context)));
  }
  return h(name, {}, items);
}

function isTable(lines) {
  return /^\s*\|/.test(lines[0]) && /^\s*\|[\s:|-]+\|\s*$/.test(lines[1] ?? "");
}

function table(lines, context) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => inline(cell.trim(), context));
  const head = cells(lines.shift()).map((words) => h("th", { scope: "col" }, words));
  lines.shift();
  const rows = [];
  while (lines.length && /^\s*\|/.test(lines[0])) rows.push(h("tr", {}, cells(lines.shift()).map((words) => h("td", {}, words))));
  return h("div", { class: "table", tabindex: "0", role: "group", "aria-label": "Table" }, h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)));
}

function paragraph(lines) {
  const held = [lines.shift()];
  const ends = (line) => !line.trim() || [FENCE, HEADING, BULLET, NUMBER].some((mark) => mark.test(line));
  while (lines.length && !ends(lines[0]) && !isTable(lines)) held.push(lines.shift());
  return held.map((line) => line.trim()).join(" ");
}

function inline(text, context) {
  const found = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    found.push(text.slice(from, match.index), mark(match, context));
    from = match.index + match[0].length;
  }
  return [...found, text.slice(from)].filter((piece) => piece !== "");
}

function mark([, strong, slanted, code, words, target], context) {
  if (strong !== undefined) return h("strong", {}, inline(strong, context));
  if (slanted !== undefined) return h("em", {}, inline(slanted, context));
  if (code !== undefined) return h("code", { text: code });
  return context.link(target, words) ?? h("span", { text: words });
}
