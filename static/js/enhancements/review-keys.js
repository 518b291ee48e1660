// Keys for people who code all day: each theme has its own, and what else they do stands on the page. Passages are marked here too.
import { attach, chosen, keep, lastMarked, marked, show, without } from "../coding/passages.js";
import { desk } from "../coding/swapping.js";

const WRITING = "textarea, select, input:not([type=checkbox])";
const PRESSED = "a, button, summary";
const OFF = "keys off";

export default function keys(root) {
  const help = document.querySelector(".coding__keys");
  const on = help?.querySelector("[data-keys]");
  if (on) {
    on.checked = remembered() !== OFF;
    on.addEventListener("change", () => remember(on.checked ? "" : OFF));
  }
  const prepare = () => {
    for (const hidden of document.querySelectorAll("[data-with-script], [data-find]")) hidden.hidden = false;
    show(root);
  };
  const there = desk(root, prepare);

  root.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    event.preventDefault();
    const [form, button] = [event.target, event.submitter];
    const decides = button?.name === "outcome" && (button.value !== "coded" || form.querySelector("[name=themes]:checked") !== null);
    there.send(form.action, new URLSearchParams(new FormData(form, button)), { decides });
  });
  root.addEventListener("click", (event) => {
    const later = event.target.closest("a[data-key], [role=alert] a.ds-button");
    if (later && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      there.follow(later.href);
    } else if (event.target.closest("[data-detach]")) {
      event.preventDefault();
      event.target.closest("li").remove();
      show(root);
    } else if (event.target.closest("[data-attach]")) attachTo(root, event);
  });
  root.addEventListener("change", (event) => {
    if (event.target.name === "themes" && !event.target.checked) without(root, event.target.value);
  });
  root.addEventListener("input", (event) => {
    if (event.target.id === "find") find(root, event.target.value);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (on && !on.checked) return;
    press(root, event);
  });
  document.addEventListener("selectionchange", () => keep(root));
  addEventListener("popstate", () => location.reload());
  prepare();
}

function press(root, event) {
  const at = event.target;
  if (event.key === "Escape") return back(root, at);
  if (at.closest("[role=alert]")) return; // what was meant for the comment before must not decide on this one
  if (at.id === "find" && event.key === "Enter") return found(root, event);
  if (at.matches(WRITING) || (at.matches(PRESSED) && [" ", "Enter"].includes(event.key))) return;
  if (at.closest("[data-sentences]") && ["ArrowDown", "ArrowUp"].includes(event.key)) return step(at, event);
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const fold = root.querySelector(`[data-fold="${CSS.escape(key)}"]`);
  const wanted = fold ?? root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!wanted || wanted.disabled) return;
  event.preventDefault();
  if (fold) unfold(fold);
  else if (wanted.matches(WRITING)) wanted.focus();
  else if (wanted.type === "checkbox") tick(root, wanted);
  else if (!event.repeat) wanted.click();
}

function tick(root, theme) {
  const selection = marked(root);
  const parts = selection ? [selection] : document.activeElement.closest("[data-sentences]") ? chosen(root) : [];
  if (parts.length) return attach(root, parts, theme);
  theme.checked = !theme.checked;
  theme.dispatchEvent(new Event("change", { bubbles: true }));
  theme.focus();
}

function attachTo(root, event) {
  const selection = lastMarked(root);
  const parts = selection ? [selection] : chosen(root);
  if (!parts.length) return;
  event.preventDefault();
  attach(root, parts, root.querySelector(`#theme-${CSS.escape(root.querySelector("#into").value)}`));
}

function unfold(fold) {
  fold.open = true;
  fold.querySelector("textarea, [data-sentences] input")?.focus();
}

function step(at, event) {
  event.preventDefault();
  const item = at.closest("li");
  const next = event.key === "ArrowDown" ? item.nextElementSibling : item.previousElementSibling;
  next?.querySelector("input").focus();
}

function back(root, at) {
  if (at.id === "find") {
    at.value = "";
    find(root, "");
  }
  root.querySelector(".coding__comment")?.focus({ preventScroll: true });
}

function find(root, words) {
  const wanted = words.trim().toLowerCase();
  for (const row of root.querySelectorAll(".coding__list .choice-row")) {
    row.hidden = !row.querySelector("input").dataset.name.toLowerCase().includes(wanted);
  }
}

function found(root, event) {
  event.preventDefault();
  const first = root.querySelector(".coding__list .choice-row:not([hidden]) input:not([disabled])");
  back(root, event.target);
  if (first) tick(root, first);
}

function remembered() {
  try {
    return sessionStorage.getItem("coding");
  } catch {
    return null; // a browser that keeps nothing at all
  }
}

function remember(what) {
  try {
    sessionStorage.setItem("coding", what);
  } catch {
    // it asks again on the next page
  }
}
