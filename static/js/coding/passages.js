// Passages: what is marked in a comment, with the mouse or sentence by sentence, and the list of them that the form sends.
const letters = (text) => [...text].length; // places are told in code points, as the server counts them

function place(node, offset) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (piece) {
    const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset) : offset ? piece.textContent : "";
    return Number(piece.dataset.start) + letters(before);
  }
  for (const next of [...node.childNodes].slice(offset)) {
    const start = next.dataset?.start ?? next.querySelector?.("[data-start]")?.dataset.start;
    if (start) return Number(start);
  }
  return null;
}

const wholeOf = (text) => [...text.querySelectorAll("[data-start]")].map((piece) => piece.textContent).join("");

// What is marked with the mouse, without blanks around it; null where nothing of the comment is.
export function marked(root) {
  const text = root.querySelector(".coding__text");
  const selection = getSelection();
  if (!text || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const whole = [...wholeOf(text)];
  let start = place(range.startContainer, range.startOffset) ?? 0;
  let stop = place(range.endContainer, range.endOffset) ?? whole.length;
  while (start < stop && !whole[start].trim()) start += 1;
  while (stop > start && !whole[stop - 1].trim()) stop -= 1;
  return start < stop ? [start, stop] : null;
}

// Who goes from the words that they marked to a button loses the mark on the way: it is kept, and shown.
let kept = null;

export function keep(root) {
  const [part, text] = [marked(root), root.querySelector(".coding__text")];
  if (part) kept = { part, text };
  else if (text?.contains(getSelection().anchorNode)) kept = null;
  if (!window.Highlight) return;
  if (kept && !part && kept.text === text) CSS.highlights.set("kept", new Highlight(ranged(text, ...kept.part)));
  else CSS.highlights.delete("kept");
}

export function lastMarked(root) {
  return marked(root) ?? (kept?.text === root.querySelector(".coding__text") ? kept.part : null);
}

// The sentences that are chosen, neighbours together; else the one that the keyboard is at.
export function chosen(root) {
  const list = root.querySelector("[data-sentences]");
  const boxes = [...(list?.querySelectorAll("input:checked") ?? [])];
  const at = list?.contains(document.activeElement) ? [document.activeElement] : [];
  const parts = [];
  for (const box of boxes.length ? boxes : at) {
    const [start, stop] = box.value.split("-").map(Number);
    const last = parts.at(-1);
    if (last && start <= last[1] + 2) last[1] = stop;
    else parts.push([start, stop]);
    box.checked = false;
  }
  return parts;
}

export function attach(root, parts, theme) {
  const list = root.querySelector("[data-passages]");
  const whole = [...wholeOf(root.querySelector(".coding__text"))];
  for (const [start, stop] of parts) {
    const value = `${start}-${stop}-${theme.value}`;
    if (list.querySelector(`input[value="${CSS.escape(value)}"]`)) continue;
    const item = root.querySelector("[data-passage]").content.firstElementChild.cloneNode(true);
    item.querySelector("input").value = value;
    item.querySelector(".sign").textContent = theme.dataset.sign;
    item.querySelector("strong").textContent = theme.dataset.name;
    item.querySelector("q").textContent = whole.slice(start, stop).join("");
    list.append(item);
  }
  theme.checked = true;
  kept = null;
  getSelection().removeAllRanges();
  keep(root);
  show(root);
}

// Who unticks a theme takes its passages away.
export function without(root, theme) {
  for (const input of root.querySelectorAll("[data-passages] input")) {
    if (input.value.split("-").slice(2).join("-") === theme) input.closest("li").remove();
  }
  show(root);
}

// Marks in the comment what the list says, where the browser can without changing a word of it.
export function show(root) {
  if (!window.Highlight) return;
  const text = root.querySelector(".coding__text");
  const ranges = [...root.querySelectorAll("[data-passages] input")].map((input) => ranged(text, ...input.value.split("-").map(Number)));
  CSS.highlights.set("passage", new Highlight(...ranges));
}

function ranged(text, start, stop) {
  const range = document.createRange();
  for (const piece of text.querySelectorAll("[data-start]")) {
    const from = Number(piece.dataset.start);
    const signs = [...piece.textContent];
    const inside = (at) => signs.slice(0, at - from).join("").length;
    if (from <= start && start < from + signs.length) range.setStart(piece.firstChild, inside(start));
    if (from < stop && stop <= from + signs.length) range.setEnd(piece.firstChild, inside(stop));
  }
  return range;
}
