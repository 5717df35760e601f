// Dialogs in which one chooses: Enter takes, Escape leaves everything as it is.

import { ask } from "./dialogs.js";
import { h } from "./dom.js";

/**
 * Show a dialog in which Enter presses its main button; resolve to the value of the button, or null.
 * lacks(value): in words what is still missing before the button of that value may do it, or null.
 */
export function choose(title, body, buttons, lacks = () => null) {
  const told = h("p", { class: "warning", role: "alert" });
  body.append(told);
  body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
    event.preventDefault();
    body.closest("dialog").querySelector(".buttons .primary").click();
  });
  const answer = ask(title, body, buttons);
  const row = body.closest("dialog").querySelector(".buttons");
  row.addEventListener("click", (event) => {
    const at = [...row.children].indexOf(event.target);
    const words = at === -1 || !buttons[at][2] ? null : lacks(buttons[at][2]);
    if (!words) return;
    event.stopPropagation();
    told.textContent = words;
  }, { capture: true });
  return answer;
}

/** Return a group of radio buttons. options: [value, words, explanation]; chosen: a value or null; on(value). */
export function radios(name, legend, options, chosen, on = () => undefined) {
  const first = options.some(([value]) => value === chosen) ? chosen : options[0]?.[0];
  return h("fieldset", { class: "options" }, h("legend", { text: legend }), options.map(([value, words, why]) =>
    h("label", { class: "tick" },
      h("input", { type: "radio", name, value, checked: value === chosen, autofocus: value === first, on: { change: () => on(value) } }),
      h("span", {}, h("strong", { text: words }), why ? h("span", { class: "faint", text: ` ${why}` }) : null))));
}

/** Return the value that is chosen among the radio buttons of *name* in *body*, or null. */
export function chosenIn(body, name) {
  return body.querySelector(`input[name=${name}]:checked`)?.value ?? null;
}
