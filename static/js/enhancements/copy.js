// Copies what somebody wrote: the texts below an element, or everything in a form.
import { inWords } from "../answers.js";

export async function copy(text, near) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea"); // a site without https, or a browser that asks and was refused
    field.readOnly = true;
    field.value = text;
    near.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    near.focus();
    return copied;
  }
}

const textsIn = (element) => [...element.querySelectorAll("textarea")].map((field) => field.value).join("\n\n");

export default function copying(button) {
  const from = () => document.getElementById(button.dataset.from);
  button.hidden = false;
  button.addEventListener("click", async () => {
    const copied = await copy(from().matches("form") ? inWords(from()) : textsIn(from()), button.parentElement);
    button.parentElement.querySelector("[role=status]").textContent = copied ? button.dataset.done : button.dataset.failed;
  });
}
