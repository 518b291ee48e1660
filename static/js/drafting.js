// Keeps a draft where the person asks for it: in a file on their own device, or in this tab. No request ever carries it.
import { ASIDE, carry, given, label, put, same } from "./answers.js";
import { clean } from "./cleaning.js";
import { readFile, read, Unreadable, write } from "./drafts.js";
import { recall } from "./remembering.js";
import * as tab from "./tab.js";

const PAUSE = 500; // milliseconds without a keystroke
const form = () => document.querySelector("main form#answers");
const find = (card, name) => card.querySelector(`[data-draft="${name}"]`);
let restored = false;

function say(card, ...names) {
  for (const text of card.querySelectorAll("[data-say]")) text.hidden = !names.includes(text.dataset.say);
  find(card, "left").hidden = true;
}

// What stood in the form and what stands in the draft differ: nobody's words are replaced unasked.
function agrees(card, name) {
  const box = find(card, name);
  box.hidden = false;
  box.querySelector("button").focus();
  return new Promise((answer) => {
    const chosen = (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      box.hidden = true;
      box.removeEventListener("click", chosen);
      answer(button.value === "yes");
    };
    box.addEventListener("click", chosen);
  });
}

// Words without a place in this form, to be copied.
function giveBack(card, words) {
  const left = find(card, "left");
  const [first, ...others] = left.querySelectorAll("li");
  for (const other of others) other.remove();
  words.forEach(([name, values], at) => {
    const item = at ? first.parentElement.appendChild(first.cloneNode(true)) : first;
    const field = item.querySelector("textarea");
    field.id = `draft-left-${at}`;
    field.value = values.join("\n");
    item.querySelector("label").htmlFor = field.id;
    const title = item.querySelector("[data-text]");
    title.textContent = label(name) || title.dataset.text.replace("%d", at + 1);
  });
  left.hidden = !words.length;
}

function fill(card, answers) {
  const known = new Set(card.dataset.fields.split(" "));
  const without = [];
  for (const [name, values] of answers) {
    if (!known.has(name) || !put(form(), name, values)) without.push([name, values]);
  }
  return without;
}

const tooLong = () =>
  [...form().querySelectorAll("textarea[data-limit]")].some((field) => [...clean(field.value)].length > Number(field.dataset.limit));

function wouldReplace(answers) {
  const there = given(form());
  return [...answers].some(([name, values]) => there.has(name) && !same(there.get(name), values));
}

async function use(card, draft) {
  const place = card.dataset;
  if (draft.consultation !== place.consultation) {
    say(card, "elsewhere");
    giveBack(card, [...draft.answers]);
    return;
  }
  say(card);
  if (wouldReplace(draft.answers) && !(await agrees(card, "replace"))) {
    say(card, "left-alone");
    return;
  }
  const without = fill(card, draft.answers);
  const told = [
    ["loaded", true],
    ["role", draft.role !== place.role],
    ["changed", draft.questions !== place.questions],
    ["lost", draft.lost > 0],
    ["long", tooLong()],
  ];
  say(card, ...told.filter(([, holds]) => holds).map(([name]) => name));
  giveBack(card, without);
}

export async function load(card, field) {
  const [file] = field.files;
  if (!file) return;
  try {
    await use(card, await readFile(file));
  } catch (fault) {
    say(card, fault instanceof Unreadable ? fault.message : "broken");
  }
  field.value = ""; // so that the same file can be chosen again
}

function save(card) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([write(card.dataset, form())], { type: "application/json" }));
  link.download = card.dataset.fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  say(card, "saved");
}

function paint(card) {
  const kept = tab.read() !== null;
  find(card, "keep").hidden = kept;
  find(card, "kept").hidden = !kept;
}

const shown = () => document.querySelector("main [data-enhance~=draft]");

function keepUp() {
  const card = shown();
  if (card && restored && tab.read() !== null) tab.write(write(card.dataset, form()));
}

let pause;
addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(keepUp, PAUSE);
});
for (const moment of ["submit", "pagehide"]) addEventListener(moment, keepUp, { capture: true });

// The page was opened anew: what this tab keeps comes back, unless something else stands there already.
async function restore(card) {
  recall(form()); // what the history remembers comes first
  try {
    const draft = read(tab.read());
    if (wouldReplace(draft.answers) || [...draft.answers].some(([name]) => !given(form()).has(name))) await use(card, draft);
  } catch {
    say(card, "broken");
  }
}

async function clear(card) {
  if (!(await agrees(card, "sure"))) return;
  tab.drop();
  for (const name of given(form()).keys()) {
    carry(form(), ASIDE + name, []);
    put(form(), name, []);
  }
  const views = await import("./views.js").catch(() => null);
  await views?.forgetEverything();
  paint(card);
  say(card, "cleared");
}

export async function press(card, wanted) {
  const doing = {
    save: () => save(card),
    keep: () => say(card, tab.write(write(card.dataset, form())) ? "" : "no-tab"),
    drop: () => say(card, tab.drop() ?? "dropped"),
    clear: () => clear(card),
  };
  await doing[wanted]();
  paint(card);
}

export default async function drafting(card) {
  paint(card);
  if (!restored && tab.read() !== null) await restore(card);
  restored = true;
}
