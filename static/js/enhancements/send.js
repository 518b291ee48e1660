// Sends a form without leaving the page: when the network or the server fails, the form stands as it was.
import { inWords } from "../answers.js";
import { padded } from "../padding.js";
import { prove, workAhead } from "../proving.js";
import { recall } from "../remembering.js";
import { behind, finish, goBack, goOn, isFinished, replace } from "../views.js";
import { copy } from "./copy.js";

const LARGEST = 256 * 1024;
let busy = false;

function post(address, body) {
  return new Promise((answered, failed) => {
    const request = new XMLHttpRequest(); // unlike fetch it reads HTML without a script being trusted to parse it
    request.open("POST", address);
    request.responseType = "document";
    request.timeout = 60_000;
    request.onload = () => (request.response?.querySelector("main[data-page]") ? answered(request) : failed());
    request.onerror = request.ontimeout = failed;
    request.send(padded(body));
  });
}

// What goes into the ballot box carries a proof; one that ran out on the way is renewed, and nobody notices but by a moment.
async function deliver(form, address, body) {
  if (!address.endsWith("/thanks")) return post(address, body);
  await prove(form, body);
  const request = await post(address, body);
  if (request.status !== 409 || !request.response.querySelector("[data-again]")) return request;
  return (await prove(form, body, true)) ? post(address, body) : request;
}

const troubleOf = (form) => form.querySelector(".send-trouble");

function say(form, text, again = false) {
  const trouble = troubleOf(form);
  trouble.querySelector("[role=alert]").textContent = text;
  trouble.querySelector("[role=status]").textContent = "";
  trouble.querySelector("[data-do=again]").hidden = !again;
  trouble.hidden = !text;
  if (text) trouble.scrollIntoView({ block: "center" });
}

function offerWaysOut(form, last) {
  const trouble = troubleOf(form);
  const told = trouble.querySelector("[role=status]");
  trouble.addEventListener("click", async (event) => {
    const wanted = event.target.closest("button")?.dataset.do;
    if (wanted === "again") form.requestSubmit(last());
    if (wanted === "copy") told.textContent = (await copy(inWords(form), trouble)) ? trouble.dataset.copied : trouble.dataset.notCopied;
  });
  addEventListener("online", () => {
    if (!trouble.hidden) told.textContent = trouble.dataset.online;
  });
}

const words = (page) => ["h1", "h1 + p"].map((part) => page.querySelector(`main ${part}`)?.textContent.trim()).join(". ");
const passes = (status) => status >= 500 || status === 429;

function show(request, form, step, address) {
  const page = request.response;
  const name = page.querySelector("main").dataset.page;
  const next = page.querySelector("main form#answers");
  const here = next?.dataset.here;
  if (name === "thanks" && request.status === 200) finish(page, new URL(request.responseURL).pathname);
  else if (name === "error" && request.status === 409 && next) goOn(page, here);
  else if (name === "error") say(form, words(page), passes(request.status));
  else if (request.status === 200 && form.dataset.step !== "check" && (name === "check" || step === "next")) goOn(page, here);
  else replace(page, here, address.hash.slice(1));
}

// Who comes back to a form that is split by section comes back to the section they were in.
async function returnTo(section, form) {
  const field = form.elements._section;
  if (!section || !field || field.value === section) return;
  const body = new URLSearchParams(new FormData(form));
  body.set("_section", section);
  body.set("_step", "stay");
  const request = await post(form.dataset.here, body).catch(() => null);
  if (request?.status === 200 && !busy) replace(request.response, form.dataset.here);
}

export default function send(form) {
  let last;
  returnTo(recall(form), form);
  offerWaysOut(form, () => last);
  workAhead(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy || isFinished()) return;
    const button = event.submitter;
    last = button;
    const address = new URL(button?.hasAttribute("formaction") ? button.formAction : form.action);
    const question = address.hash.slice(1);
    if (question && behind()?.box.querySelector(`[data-id="${question}"]`)) {
      goBack(question);
      return;
    }
    const body = new URLSearchParams(new FormData(form, button));
    say(form, "");
    if (body.toString().length > LARGEST) {
      say(form, troubleOf(form).dataset.tooLarge);
      return;
    }
    busy = true;
    form.setAttribute("aria-busy", "true");
    const request = await deliver(form, address.href.split("#")[0], body).catch(() => null);
    busy = false;
    form.removeAttribute("aria-busy");
    if (!request) {
      say(form, troubleOf(form).dataset.offline, true);
      return;
    }
    try {
      show(request, form, button?.value, address);
    } catch (fault) {
      form.submit(); // the browser's own way; what was stored already is not stored twice
      throw fault;
    }
  });
}
