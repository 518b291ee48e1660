// Who went back from the form to choose another role takes along what is written, as long as this browser's history knows it.
import { form, note, putBack, written, writtenLater } from "../remembering.js";
import { goOn } from "../views.js";

function get(address) {
  return new Promise((answered, failed) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => (request.response?.querySelector("main form#answers") ? answered(request.response) : failed());
    request.onerror = failed;
    request.send();
  });
}

export default function roles(list) {
  list.addEventListener("click", async (event) => {
    const link = event.target.closest("a");
    const words = writtenLater();
    if (!link || !words || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    try {
      goOn(await get(link.href), new URL(link.href).pathname);
      putBack(form(), words);
      note(written());
    } catch {
      location.assign(link.href);
    }
  });
}
