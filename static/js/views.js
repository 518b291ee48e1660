// Keeps the pages of one person's way in one document, so that Back finds every word and, after sending, none.
import { enhance } from "./enhance.js";
import { empty, forgetLater, form, here, isOurs, note, push, written } from "./remembering.js";
import * as tab from "./tab.js";

const kept = []; // by depth: the pages behind the one that is shown
let cutting = false;

export const behind = () => kept[here.depth - 1];
export const isFinished = () => here.finished;

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
  empty(box);
  box.remove();
}

export function goOn(answer, address) {
  kept[here.depth] = putAside();
  here.depth += 1;
  history.scrollRestoration = "manual"; // or the browser scrolls past the receipt when the history is cut off
  show(asPage(answer), nodesOf(answer));
  push(written(), address);
  enhance(main());
  lookAt();
}

export function replace(answer, address, id) {
  show(asPage(answer), nodesOf(answer));
  note(written(), address);
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
  here.finished = true;
  const page = asPage(answer);
  const nodes = nodesOf(answer);
  const last = putAside();
  show(page, nodes);
  for (const each of [...kept.splice(0), last]) if (each) forget(each.box);
  tab.drop();
  enhance(main()); // the receipt wants to be printed and saved
  lookAt();
  cutOff({ sent: true }, address);
}

// Nothing is sent, and nothing shall stay: the form that is shown is empty already.
export async function forgetEverything() {
  for (const each of kept.splice(0)) if (each) forget(each.box);
  await cutOff({}, location.pathname);
}

function cutOff(what, address) {
  forgetLater();
  const { depth } = here;
  if (depth === 0) return note(what, address);
  cutting = true;
  return new Promise((done) => {
    const cut = () => {
      here.depth = 0;
      note({});
      here.depth = depth;
      push(what, address);
      cutting = false;
      done();
    };
    addEventListener("popstate", cut, { once: true });
    history.go(-depth);
  });
}

function ofAnotherVisit(state) {
  if (!state || isOurs(state)) return false;
  if (form()?.dataset.here !== location.pathname) location.replace(location.href);
  else {
    here.depth = state.depth ?? 0;
    note(written());
  }
  return true;
}

addEventListener("popstate", (event) => {
  if (cutting) return;
  if (here.finished) location.replace(location.href);
  if (here.finished || ofAnotherVisit(event.state)) return;
  const wanted = event.state?.depth ?? 0;
  if (wanted < here.depth && kept[wanted]) {
    const page = kept[wanted];
    rename(page.box, "data-id", "id");
    if (page.box.querySelector("form#answers")) adopt(form(), page.box.querySelector("form#answers"));
    page.box.remove();
    show(page, [...page.box.childNodes]);
    for (const each of kept.splice(wanted)) each?.box.remove();
    here.depth = wanted;
    scrollTo(0, page.scrolled);
  } else if (wanted < here.depth) {
    location.replace(location.href); // nothing was kept of it
  } else if (wanted > here.depth) {
    const button = form()?.querySelector("[type=submit]:not([formaction])");
    if (button) {
      note(written());
      form().requestSubmit(button);
    } else location.reload();
  }
});
