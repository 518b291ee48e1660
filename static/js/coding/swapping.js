// Puts the next comment on the desk without loading a page anew, and the moment that one is decided: it was fetched while that was read.
// Pages come as documents, so no text is made markup here.
import { enhance } from "../enhance.js";

const BAR = ".coding__bar";
const SOON = 150; // milliseconds after which the next comment is fetched

function ask(address, body) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(body ? "POST" : "GET", address);
    request.responseType = "document";
    request.onload = () => (request.response ? resolve({ page: request.response, address: request.responseURL }) : reject(request));
    request.onerror = request.onabort = request.ontimeout = () => reject(request);
    request.send(body);
  });
}

// What somebody has opened to see how far the reading has come stays open from comment to comment.
const leaveOpen = (old, now) => now?.querySelector("details")?.toggleAttribute("open", Boolean(old?.querySelector("details[open]")));

// Says what was saved in the place that said it before: a screen reader hears what changes in a place, not a new place.
function say(bar, now) {
  const [place, words] = [bar, now].map((one) => one.querySelector(".coding__saved"));
  if (bar === now) return;
  place.replaceChildren(...words.childNodes);
  place.toggleAttribute("data-saved", words.hasAttribute("data-saved"));
  bar.querySelector("[name=before]").value = undoOn(now);
}

const undoOn = (page) => page.querySelector("[name=before]")?.value ?? "";

const text = (place) => place?.querySelector(".coding__text")?.textContent;

export function desk(root, prepare) {
  let ahead = null; // the page with the comment that comes next
  let held = null; // what lay on the desk when an earlier decision turned out to be refused
  let undo = undoOn(document); // what takes back the decisions that are saved
  let waiting = 0;
  let last = Promise.resolve();

  const inTurn = (work) => {
    waiting += 1;
    last = last.then(work).finally(() => { waiting -= 1; });
  };
  const lay = (nodes) => {
    leaveOpen(root.querySelector(".coverage"), nodes.find((node) => node.matches?.(".coverage")));
    const [bar, next] = [root.querySelector(BAR), nodes.find((node) => node.matches?.(BAR))];
    if (bar && next) {
      say(bar, next);
      for (const node of [...root.childNodes]) if (node !== bar) node.remove();
      bar.before(...nodes.slice(0, nodes.indexOf(next)));
      bar.after(...nodes.slice(nodes.indexOf(next) + 1));
    } else root.replaceChildren(...nodes);
    for (const part of root.children) enhance(part);
    prepare();
    if (root.getBoundingClientRect().top < 0) root.scrollIntoView();
    const places = ["[role=alert]:not([hidden])", ".coding__comment", ".ds-alert:not([hidden])"];
    const told = places.map((place) => root.querySelector(place)).find(Boolean);
    if (told) told.tabIndex = -1;
    told?.focus({ preventScroll: true });
  };
  const nodesOf = (page) => [...page.getElementById(root.id).childNodes].map((node) => document.adoptNode(node));
  const show = ({ page, address }) => {
    undo = undoOn(page);
    if (!page.getElementById(root.id)) {
      // Another page: signed out, or the database is away. It holds what was ticked, and needs no script.
      document.replaceChild(document.adoptNode(page.documentElement), document.documentElement);
      return;
    }
    document.title = page.title;
    if (address !== location.href) history.pushState(null, "", address);
    lay(nodesOf(page));
    look();
  };
  const away = () => {
    const word = root.querySelector("[data-away]");
    if (word) word.hidden = false;
  };

  // Fetches what comes next while this comment is read.
  function look() {
    ahead = null;
    const form = root.querySelector("form[data-next]");
    if (form) setTimeout(() => {
      if (form.isConnected && !waiting) inTurn(() => ask(form.dataset.next).then((found) => keep(found, form), () => {}));
    }, SOON);
  }
  function keep(found, form) {
    const good = form.isConnected && text(found.page) && text(found.page) !== text(root);
    ahead = good ? found : null;
  }

  function put(part, now) {
    const old = root.querySelector(part);
    if (old && part === BAR) return say(old, now);
    leaveOpen(old, now);
    if (old) old.replaceWith(now);
    else root.querySelector(BAR).after(now);
  }

  // What can be taken back is known when the decision before is saved, and that is later than the comment that it led to was fetched.
  function withUndo(fields) {
    fields.set("before", undo);
    return fields;
  }

  // The next comment at once, and the decision behind it; where it is refused, the one that it was about comes back.
  function decide(address, fields) {
    const [next, before] = [ahead, [...root.childNodes].map((node) => (node.matches?.(BAR) ? node.cloneNode(true) : node))];
    ahead = null;
    lay(nodesOf(next.page));
    const bar = root.querySelector(".coding__saved");
    if (bar) bar.textContent = root.dataset.saving;
    root.querySelector("#undo")?.remove();
    inTurn(() => ask(address, withUndo(fields)).then(settled, () => {
      held = [...root.childNodes];
      lay(before);
      away();
    }));
  }
  function settled(found) {
    const there = found.page.getElementById(root.id);
    if (!there || found.page.querySelector(".ds-alert[role=alert]:not([data-away])") || !there.querySelector("[data-saved]")) {
      held = there ? [...root.childNodes] : null;
      return show(found);
    }
    history.pushState(null, "", found.address);
    undo = undoOn(found.page);
    for (const part of [".coverage", BAR, "#undo"]) {
      const now = there.querySelector(part); // no "undo" where what was there before is too long for an address
      if (now) put(part, document.importNode(now, true));
    }
    const form = root.querySelector("form[data-next]");
    if (text(found.page) && text(found.page) !== text(root)) ahead = found;
    else if (form) look();
  }

  addEventListener("beforeunload", (event) => {
    if (root.querySelector(".coding__saved")?.textContent === root.dataset.saving) event.preventDefault();
  });
  look();
  return {
    // Sends a form; a decision on a comment behind which the next one is at hand is not waited for.
    send(address, fields, { decides }) {
      if (decides && ahead && !held) return decide(address, fields);
      inTurn(() => ask(address, withUndo(fields)).then((found) => {
        const refused = found.page.querySelector(".ds-alert[role=alert]:not([data-away])");
        if (!held || refused || !found.page.getElementById(root.id)) return show(found);
        const nodes = held;
        held = null;
        lay(nodes);
        settled(found);
      }, away));
    },
    follow(address) {
      inTurn(() => {
        const there = new URL(address);
        if (there.searchParams.has("skipped")) withUndo(there.searchParams);
        return ask(there.href).then(show, away);
      });
    },
  };
}
