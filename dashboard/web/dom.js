// Small helpers that build the page. Text only ever goes in as text: nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";

/** Return a new element. props: attributes; "class", "text", "on" (listeners by event) and booleans are understood. */
export function h(name, props = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(props)) set(element, key, value);
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function set(element, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key === "text") element.textContent = value;
  else if (key === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  else element.setAttribute(key, value === true ? "" : String(value));
}

/** Put *children* in the place of whatever *parent* holds. */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return parent;
}

const SHAPES = {
  new: ["circle cx=12 cy=12 r=4.5 class=solid"],
  opened: ["circle cx=12 cy=12 r=5"],
  draft: ["path d=M5,19l1-4L16.5,4.5a2.1,2.1,0,0,1,3,3L9,18z"],
  sending: ["circle cx=12 cy=12 r=8", "path d=M12,7.5V12l3,2"],
  sent: ["path d=M5,12.5l4.5,4.5L19,7.5"],
  skipped: ["path d=M5,6l7,6-7,6z", "path d=M18,6v12"],
  clock: ["circle cx=12 cy=12 r=8.5", "path d=M12,7v5l3.5,2"],
  search: ["circle cx=11 cy=11 r=6.5", "path d=M16,16l4.5,4.5"],
  back: ["path d=M14,6l-6,6,6,6"],
  next: ["path d=M10,6l6,6-6,6"],
  warn: ["path d=M12,4L3,20h18z", "path d=M12,10v4.5", "path d=M12,17v.5"],
  ok: ["circle cx=12 cy=12 r=8.5", "path d=M8,12.5l3,3,5-6"],
  waiting: ["circle cx=12 cy=12 r=8.5", "path d=M8,12h.5M12,12h.5M16,12h.5"],
};

/** Return one of the small pictures; it stands beside words and says nothing by itself. */
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["class", `icon icon-${name}`], ["aria-hidden", "true"], ["focusable", "false"]]) {
    picture.setAttribute(key, value);
  }
  for (const shape of SHAPES[name]) picture.append(part(shape));
  return picture;
}

function part(shape) {
  const [name, ...pairs] = shape.split(/ (?=[a-z]+=)/);
  const element = document.createElementNS(SVG, name);
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    element.setAttribute(pair.slice(0, at), pair.slice(at + 1));
  }
  return element;
}

/** Return "1 question" or "3 questions". */
export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

/** Return a span of milliseconds in words, in whole minutes: "30 minutes", "1 hour 15 minutes", "45 seconds". */
export function spanInWords(ms) {
  const minutes = Math.floor(ms / 60000 + 0.02); // never more than there is, but for a second
  return ms < 60000 ? count(Math.max(0, Math.round(ms / 1000)), "second") : exactly(minutes * 60000);
}

/** Return a span of milliseconds in words, to the second: "37 minutes 30 seconds". */
export function exactly(ms) {
  const all = Math.round(ms / 1000);
  const parts = [[Math.floor(all / 3600), "hour"], [Math.floor(all / 60) % 60, "minute"], [all % 60, "second"]];
  return parts.filter(([number]) => number).map(([number, one]) => count(number, one)).join(" ");
}
