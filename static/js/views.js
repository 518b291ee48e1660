// Keeps the pages of one person's way in one document, so that Back finds every word and, after sending, none.
import { ASIDE, carry, put } from "./answers.js";
import { enhance } from "./enhance.js";
import * as tab from "./tab.js";

const kept = []; // by depth: the pages behind the one that is shown
const way = crypto.getRandomValues(new Uint32Array(2)).join("-"); // an entry of another visit is none of ours
let depth = history.state?.depth ?? 0; // a page that was fetched again stands where it stood
let recalled = false;
let finished = false;
let cleared = false;
const PAUSE = 500; // milliseconds without a keystroke; a browser may refuse to remember more than a hundred times in half a minute

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

// What a later page asked must not be lost when an earlier one is shown again, nor come back what was taken out there.
function adopt(from, to) {
  const now = new FormData(from);
  for (const field of to.querySelectorAll("textarea")) {
    const text = now.get(field.name)?.replaceAll("\r\n", "\n");
    if (text?.includes("[…]") && text !== field.value) field.value = text;
  }
  for (const field of [...to.elements]) if (field.name === "_remove") field.remove();
  for (const value of now.getAll("_remove")) to.append(Object.assign(document.createElement("input"), { type: "hidden", name: "_remove", value }));
  const own = new Set([...to.elements].filter((field) => field.type !== "hidden").map((field) => field.name));
  for (const field of [...to.elements]) {
    if (field.type === "hidden" && !field.name.startsWith("_")) field.remove();
  }
  for (const [name, value] of now) {
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
  tab.drop();
  enhance(main());
  lookAt();
  cutOff(address, way);
}

// Nothing is sent, and nothing shall stay: the form that is shown is empty already.
export async function forgetEverything() {
  for (const each of kept.splice(0)) if (each) forget(each.box);
  await cutOff(location.pathname, "");
}

function cutOff(address, first) {
  clearTimeout(pause);
  if (depth === 0) return history.replaceState({ way, depth }, "", address);
  return new Promise((done) => {
    const cut = () => {
      history.replaceState({ way: first }, "");
      history.pushState({ way, depth }, "", address);
      done();
    };
    addEventListener("popstate", cut, { once: true });
    history.go(-depth);
  });
}

// A machine that sleeps, or someone who reloads, gives the page up: what is written waits in this entry of the history, with the
// nonce, so that answers that did arrive are not counted twice. Sending wipes it.
function written() {
  const form = main().querySelector("form#answers");
  return form ? [...new FormData(form)] : [];
}

let pause;

function remember() {
  if (pause && !finished) history.replaceState({ way, depth, written: written() }, "");
  clearTimeout(pause);
  pause = undefined;
}

// Puts back what this entry remembers, and answers which section of the form it was written in.
export function recall(form) {
  const remembered = new Map();
  for (const [name, value] of recalled ? [] : (history.state?.written ?? [])) {
    remembered.set(name, [...(remembered.get(name) ?? []), value]);
  }
  recalled = true;
  for (const [name, values] of remembered) {
    if (name === "_nonce") [form.elements._nonce.value] = values;
    else if (name.startsWith(ASIDE)) carry(form, name, values);
    else if (!name.startsWith("_")) put(form, name, values);
  }
  return remembered.get("_section")?.[0] ?? "";
}

addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(remember, PAUSE);
});
addEventListener("visibilitychange", () => document.hidden && remember()); // a phone may sleep at once
addEventListener("beforeunload", remember); // later than this a browser remembers nothing more

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
    history.replaceState({ way, depth, written: written() }, "");
    const form = main().querySelector("form#answers");
    form?.requestSubmit(form.querySelector("[type=submit]:not([formaction])"));
  }
});
