// Puts the next comment on the desk without loading the whole page anew. The answer comes as a document, so no text is made markup here.
import { enhance } from "../enhance.js";

let under_way = false;

// Sends a form as its button would, or follows an address; `then` is called with what came.
export function bring(root, address, body, then) {
  if (under_way) return;
  under_way = true;
  const request = new XMLHttpRequest();
  request.open(body ? "POST" : "GET", address);
  request.responseType = "document";
  request.onload = () => {
    under_way = false;
    if (!request.response) return away(root);
    then(request.response, request.responseURL);
  };
  request.onerror = request.onabort = request.ontimeout = () => {
    under_way = false;
    away(root);
  };
  request.send(body);
}

export function swap(root, page, address) {
  const desk = page.getElementById(root.id);
  if (!desk) {
    // Another page: signed out, or the database is away. It holds what was ticked, and needs no script.
    document.replaceChild(document.adoptNode(page.documentElement), document.documentElement);
    return;
  }
  document.title = page.title;
  root.replaceChildren(...[...desk.childNodes].map((node) => document.adoptNode(node)));
  for (const part of root.children) enhance(part);
  if (address !== location.href) history.pushState(null, "", address);
  if (root.getBoundingClientRect().top < 0) root.scrollIntoView();
  const alert = root.querySelector("[role=alert]:not([hidden])");
  if (alert) alert.tabIndex = -1;
  (alert ?? root.querySelector(".coding__comment"))?.focus({ preventScroll: true });
}

function away(root) {
  const word = root.querySelector("[data-away]");
  word.hidden = false;
}
