// Says how many characters are left when the end comes near, and lets nobody be cut off in the middle of a sentence.
import { clean } from "../cleaning.js";

const NEAR = 0.8;
const PAUSE = 800;

export default function count(field) {
  const limit = Number(field.dataset.limit);
  const counter = document.getElementById(`${field.id}-limit`);
  const most = counter.textContent;
  counter.classList.add("counter");
  counter.setAttribute("aria-live", "polite");
  let waiting;
  const tell = () => {
    const left = limit - [...clean(field.value)].length;
    const text = left < 0 ? field.dataset.over.replace("%d", -left) : field.dataset.left.replace("%d", left);
    counter.textContent = left < limit * (1 - NEAR) ? text : most;
    counter.toggleAttribute("data-over", left < 0);
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, PAUSE);
  });
  tell();
}
