// Keeps the pages of one person's way in one document, so that Back finds every word and, after sending, none.
import { enhance } from "./enhance.js";

const kept = []; // by depth: the pages behind the one that is shown
const way = crypto.getRandomValues(new Uint32Array(2)).join("-"); // an entry of another visit is none of ours
let depth = history.state?.depth ?? 0; // a page that was fetched again stands where it stood
let recalled = false;
let finished = false;
let cleared = false;
const PAUSE = 300; // milliseconds without a keystroke

export const behind = () => kept[depth - 1];
export const isFinished = () => finished;

const main = () => document.querySelector("main");
const header = () => document.querySelector("body > header");

function rename(box, from, to) {
  for (const element of box.querySelectorAll(`[${from}]`)) {
    element.setAttribute(to, element.getAttribute(from));
    element.removeAttribute(from);
  }
}

// The page stays in the document, hidden: a browser that reloads or was put to sleep can then put the text back.
function putAside() {
  const scrolled = scrollY;
  const box = document.createElement("div");
  box.hidden = true;
  box.append(...main().childNodes);
  rename(box, "id", "data-id");
  document.body.append(box);
  const { lang } = document.documentElement;
  return { box, scrolled, header: header(), title: document.title, lang, page: main().dataset.page };
}

function show(page, nodes) {
  document.title = page.title;
  document.documentElement.lang = page.lang;
  header().replaceWith(page.header);
  main().dataset.page = page.page;
  main().replaceChildren(...nodes);
}

function lookAt(id) {
  const target = id && document.getElementById(id);
  const heading = main().querySelector("h1");
  if (target) {
    target.scrollIntoView();
    target.querySelector("input:not([type=hidden]), select, textarea")?.focus({ preventScroll: true });
  } else if (!main().querySelector('[data-enhance="focus"]')) {
    scrollTo(0, 0);
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}

function asPage(answer) {
  const imported = document.importNode(answer.querySelector("body > header"), true);
  return { header: imported, title: answer.title, lang: answer.documentElement.lang, page: answer.querySelector("main").dataset.page };
}

const nodesOf = (answer) => [...document.importNode(answer.querySelector("main"), true).childNodes];

// What a later page asked must not be lost when an earlier one is shown again.
function adopt(from, to) {
  const own = new Set([...to.elements].filter((field) => field.type !== "hidden").map((field) => field.name));
  for (const field of [...to.elements]) {
    if (field.type === "hidden" && !field.name.startsWith("_")) field.remove();
  }
  for (const [name, value] of new FormData(from)) {
    if (own.has(name) || name.startsWith("_")) continue;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    to.append(field);
  }
}

function forget(box) {
  for (const field of box.querySelectorAll("textarea, input, select")) {
    field.autocomplete = "off";
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else field.value = "";
  }
  box.remove();
}

export function goOn(answer, address) {
  kept[depth] = putAside();
  depth += 1;
  history.scrollRestoration = "manual"; // or the browser scrolls past the receipt when the history is cut off
  show(asPage(answer), nodesOf(answer));
  history.pushState({ way, depth, written: written() }, "", address);
  enhance(main());
  lookAt();
}

export function replace(answer, address, id) {
  show(asPage(answer), nodesOf(answer));
  history.replaceState({ way, depth, written: written() }, "", address);
  enhance(main());
  lookAt(id);
}

export function goBack(id) {
  addEventListener("popstate", () => lookAt(id), { once: true });
  history.back();
}

// The response is stored: not one word of it may be left for whoever uses this machine next. A browser remembers the fields of
// each entry of its history, so the earlier ones are cut off and the first is left with empty hands.
export function finish(answer, address) {
  finished = true;
  const page = asPage(answer);
  const nodes = nodesOf(answer);
  const last = putAside();
  show(page, nodes);
  for (const each of [...kept.splice(0), last]) if (each) forget(each.box);
  lookAt();
  if (depth === 0) return history.replaceState({ way, depth }, "", address);
  const cutOff = () => {
    history.replaceState({ way }, "");
    history.pushState({ way, depth }, "", address);
  };
  addEventListener("popstate", cutOff, { once: true });
  return history.go(-depth);
}

// A machine that sleeps, or someone who reloads, gives the page up: what is written waits in this entry of the history, with the
// nonce, so that answers that did arrive are not counted twice. Sending wipes it.
const written = () => [...new FormData(main().querySelector("form#answers"))];
let pause;

function remember() {
  clearTimeout(pause);
  pause = setTimeout(() => {
    if (!finished) history.replaceState({ way, depth, written: written() }, "");
  }, PAUSE);
}

export function recall(form) {
  const added = new Set();
  const remembered = recalled ? [] : (history.state?.written ?? []);
  recalled = true;
  for (const [name, value] of remembered) {
    const fields = [...form.elements].filter((field) => field.name === name && (field.type !== "hidden" || name === "_nonce"));
    const chosen = fields.find((field) => field.type === "radio" || field.type === "checkbox" ? field.value === value : true);
    if (chosen?.type === "radio" || chosen?.type === "checkbox") chosen.checked = true;
    else if (chosen) chosen.value = value;
    else if (!name.startsWith("_")) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    if (chosen) added.add(chosen);
  }
  for (const field of added) field.dispatchEvent(new Event("input", { bubbles: true }));
}

addEventListener("input", remember);

function ofAnotherVisit(state) {
  if (!state || state.way === way) return false;
  if (main().querySelector("form#answers")?.dataset.here !== location.pathname) location.replace(location.href);
  else {
    depth = state.depth ?? 0;
    history.replaceState({ way, depth, written: written() }, "");
  }
  return true;
}

addEventListener("popstate", (event) => {
  if (finished && !cleared) cleared = true;
  else if (finished) location.replace(location.href);
  if (finished || ofAnotherVisit(event.state)) return;
  const wanted = event.state?.depth ?? 0;
  if (wanted < depth && kept[wanted]) {
    const page = kept[wanted];
    rename(page.box, "data-id", "id");
    const form = page.box.querySelector("form");
    adopt(main().querySelector("form"), form);
    page.box.remove();
    show(page, [...page.box.childNodes]);
    for (const each of kept.splice(wanted)) each?.box.remove();
    depth = wanted;
    scrollTo(0, page.scrolled);
  } else if (wanted > depth) {
    history.replaceState({ way, depth }, "");
    main().querySelector("form")?.requestSubmit();
  }
});
