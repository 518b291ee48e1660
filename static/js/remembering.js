// What this browser's history remembers of a form, so that a reload, a sleeping phone or another role costs no word, and for how
// long: until somebody sends. With the text goes the nonce, so that answers that did arrive are not counted twice.
//
// An entry's state holds: way (the visit it is of), depth (how many of its pages lie behind it), written (the form's fields as
// pairs), sent (the receipt stands here), afresh (somebody began anew here after that).
import { ASIDE, carry, put } from "./answers.js";

const way = crypto.getRandomValues(new Uint32Array(2)).join("-"); // an entry of another visit is none of ours
const PAUSE = 500; // milliseconds without a keystroke; a browser may refuse to remember more than a hundred times in half a minute

export const here = { depth: history.state?.depth ?? 0, finished: false }; // a page that was fetched again stands where it stood
let recalled = false;
let pause;

export const form = () => document.querySelector("main form#answers");
export const isOurs = (state) => state?.way === way;

// The newer interface can be read from other pages of the site, such as the choice of role; not every browser has it.
const entries = () => window.navigation?.entries?.() ?? [];
const later = () => entries().slice((window.navigation?.currentEntry?.index ?? 0) + 1).map((entry) => entry.getState());

export const writtenLater = () => later().map((state) => state?.written).filter(Boolean).pop();
const sentLater = () => later().some((state) => state?.sent);

const marked = (what) => window.navigation?.updateCurrentEntry?.({ state: what });

export function note(what, address) {
  history.replaceState({ way, depth: here.depth, ...what }, "", address);
  marked(what);
}

export function push(what, address) {
  history.pushState({ way, depth: here.depth, ...what }, "", address);
  marked(what);
}

// What is begun after sending is somebody's own again.
export const written = () => ({ afresh: history.state?.afresh, written: form() ? [...new FormData(form())] : [] });

function remember() {
  if (pause && !here.finished) note(written());
  forgetLater();
}

export function forgetLater() {
  clearTimeout(pause);
  pause = undefined;
}

addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(remember, PAUSE);
});
addEventListener("visibilitychange", () => document.hidden && remember()); // a phone may sleep at once
addEventListener("beforeunload", remember); // later than this a browser remembers nothing more

export function empty(box) {
  for (const field of box.querySelectorAll("textarea, input:not([name^=_]), select")) {
    field.autocomplete = "off";
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else field.value = "";
  }
}

function remembered() {
  if (recalled) return [];
  recalled = true;
  return history.state?.written ?? [];
}

// Answers which section of the form it was written in. What this role is not asked is laid aside, as on the server.
export function putBack(to, pairs) {
  const found = new Map();
  for (const [name, value] of pairs) found.set(name, [...(found.get(name) ?? []), value]);
  const asked = document.querySelector("main [data-fields][data-role]")?.dataset.fields.split(" ");
  for (const [sent, values] of found) {
    const name = sent.startsWith(ASIDE) ? sent.slice(ASIDE.length) : sent;
    if (name === "_nonce") [to.elements._nonce.value] = values;
    else if (name.startsWith("_")) continue;
    else if (!asked || asked.includes(name)) put(to, name, values);
    else carry(to, ASIDE + name, values.filter(Boolean));
  }
  return found.get("_section")?.[0] ?? "";
}

// Puts back what this entry remembers. Where somebody has sent since, from a later entry, whoever comes back finds nothing.
export function recall(to) {
  if (!recalled && sentLater() && !history.state?.afresh) {
    recalled = true;
    empty(to);
    note({ afresh: true });
  }
  return putBack(to, remembered());
}

addEventListener("pageshow", (event) => {
  if (event.persisted && form() && !here.finished && sentLater()) location.reload();
});
