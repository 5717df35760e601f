// Questions that want an answer before anything else: one at a time, closed by Escape.

import { h } from "./dom.js";

let made = 0;

/** Show a dialog with *title*, *body* and *buttons* ([words, class, value]); resolve to the value, or null. */
export function ask(title, body, buttons) {
  made += 1;
  const id = `dialog-${made}`;
  const dialog = h("dialog", { "aria-labelledby": id }, h("h2", { id, text: title }), body,
    h("div", { class: "row buttons" }, buttons.map(([words, kind, value]) =>
      h("button", { type: "button", class: kind, text: words, on: { click: () => dialog.close(JSON.stringify(value)) } }))));
  document.getElementById("dialogs").append(dialog);
  dialog.showModal(); // the browser itself gives the focus back afterwards
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue ? JSON.parse(dialog.returnValue) : null);
    });
  });
}
