// Says kindly, while somebody types, which words may show who a person is. Nothing that is typed leaves the page for it.
import texts from "../../vendor/guard-texts.js";
import { marks } from "./marking.js";
import { shapes } from "./shapes.js";

const PAUSE = 1200; // milliseconds without a keystroke
const MOST = 5; // findings shown at once
const GONE = "[…]";

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// The same words are one finding, wherever they stand.
function grouped(text, found) {
  const groups = new Map();
  for (const { kind, start, stop } of found) {
    const words = text.slice(start, stop);
    const key = `${kind}:${words.toLowerCase().split(/\s+/).join(" ")}`;
    if (!groups.has(key)) groups.set(key, { key, kind, words, places: [] });
    groups.get(key).places.push([start, stop]);
  }
  return [...groups.values()];
}

function button(text, words, press) {
  const pressed = make("button", { type: "button", className: "ds-button", onclick: press }, text, make("span", { className: "ds-sr-only" }, ` ${words}`));
  Object.assign(pressed.dataset, { variant: "tertiary", size: "sm" });
  return pressed;
}

function takeAway(field, places) {
  for (const [start, stop] of [...places].reverse()) field.setRangeText(GONE, start, stop, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export default function hint(field) {
  const status = make("p", { className: "guard__says" });
  status.setAttribute("role", "status");
  const list = make("ul", {});
  const summary = make("summary", {});
  const details = make("details", { className: "ds-details" }, summary, list);
  const box = make("div", { className: "guard" }, status, details);
  field.parentElement.append(box);
  let waiting;
  let shown = "";

  function look() {
    const say = { ...texts.nb, ...texts[document.documentElement.lang] };
    const text = field.value;
    const never = shapes(text);
    const free = marks(text).filter((mark) => !never.some((span) => span.start < mark.stop && mark.start < span.stop));
    const found = grouped(text, [...never, ...free]);
    box.toggleAttribute("data-found", found.length > 0);
    const keys = found.map(({ key, places }) => `${key}@${places}`).join();
    if (keys === shown) return;
    shown = keys;
    const first = found.slice(0, MOST);
    const end = found.length > MOST ? " …" : ".";
    const said = found.length ? `${say.says}: ${first.map(({ words }) => words).join(", ")}${end}` : "";
    summary.textContent = say.look;
    if (status.textContent !== said) status.textContent = said;
    const held = box.contains(document.activeElement);
    list.replaceChildren(...first.map((finding) => row(finding, say)));
    if (held && !box.contains(document.activeElement)) field.focus();
  }

  function row({ kind, words, places }, say) {
    const see = () => {
      field.focus();
      field.setSelectionRange(...places[0]);
    };
    const buttons = [button(say.show, words, see)];
    if (kind !== "removed") buttons.push(button(say.remove, words, () => takeAway(field, places)));
    return make("li", {}, make("mark", {}, words), ` ${say[kind]}. `, ...buttons);
  }

  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  };
  field.addEventListener("input", later);
  later();
}
