// Sends a form without leaving the page: when the network or the server fails, the form stands as it was.
import { behind, finish, goBack, goOn, isFinished, recall, replace } from "../views.js";

const LARGEST = 256 * 1024;
let busy = false;

function post(address, body) {
  return new Promise((answered, failed) => {
    const request = new XMLHttpRequest(); // unlike fetch it reads HTML without a script being trusted to parse it
    request.open("POST", address);
    request.responseType = "document";
    request.timeout = 60_000;
    request.onload = () => (request.response?.querySelector("main") ? answered(request) : failed());
    request.onerror = request.ontimeout = failed;
    request.send(body);
  });
}

function say(form, text) {
  const trouble = form.querySelector(".send-trouble");
  trouble.textContent = text;
  trouble.hidden = !text;
  if (text) trouble.scrollIntoView({ block: "center" });
}

const words = (page) => ["h1", "h1 + p"].map((part) => page.querySelector(`main ${part}`)?.textContent.trim()).join(". ");

function show(request, form, step, address) {
  const page = request.response;
  const name = page.querySelector("main").dataset.page;
  const here = page.querySelector("main form")?.dataset.here;
  if (name === "thanks" && request.status === 200) finish(page, new URL(request.responseURL).pathname);
  else if (name === "error") say(form, words(page));
  else if (request.status === 200 && form.dataset.step !== "check" && (name === "check" || step === "next")) goOn(page, here);
  else replace(page, here, address.hash.slice(1));
}

export default function send(form) {
  recall(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy || isFinished()) return;
    const button = event.submitter;
    const address = new URL(button?.hasAttribute("formaction") ? button.formAction : form.action);
    const question = address.hash.slice(1);
    if (question && behind()?.box.querySelector(`[data-id="${question}"]`)) {
      goBack(question);
      return;
    }
    const body = new URLSearchParams(new FormData(form, button));
    say(form, "");
    if (body.toString().length > LARGEST) {
      say(form, form.dataset.tooLarge);
      return;
    }
    busy = true;
    form.setAttribute("aria-busy", "true");
    const request = await post(address.href.split("#")[0], body).catch(() => null);
    busy = false;
    form.removeAttribute("aria-busy");
    if (!request) {
      say(form, form.dataset.offline);
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
