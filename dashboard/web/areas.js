// The bar that chooses an area where there is room for one.

import { h } from "./dom.js";

/** Return the bar of *frame* and what shows one of *names* ([id, words]) there: {bar, area(id)}. */
export function areas(frame, names) {
  const buttons = names.map(([id, words]) => h("button", { type: "button", "data-area": id, text: words, on: { click: () => area(id) } }));
  const area = (id) => {
    frame.dataset.area = id;
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.area === id)));
  };
  return { area, bar: h("div", { class: "areas", role: "group", "aria-label": "Areas" }, buttons) };
}
