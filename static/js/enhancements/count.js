// Says how many characters are left when the end comes near, and lets nobody be cut off in the middle of a sentence.
const NEAR = 0.8;
const PAUSE = 800;

export default function count(field) {
  const limit = Number(field.dataset.limit);
  const counter = document.createElement("p");
  counter.className = "counter";
  counter.setAttribute("aria-live", "polite");
  field.after(counter);
  let waiting;
  const tell = () => {
    const left = limit - [...field.value.trim().normalize("NFC")].length;
    const text = left < 0 ? field.dataset.over.replace("%d", -left) : field.dataset.left.replace("%d", left);
    counter.textContent = left < limit * (1 - NEAR) ? text : "";
    counter.toggleAttribute("data-over", left < 0);
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, PAUSE);
  });
  tell();
}
