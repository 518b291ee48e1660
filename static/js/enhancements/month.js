// How to write a month is told only where the browser shows a plain field rather than a calendar of its own.
export default function month(field) {
  if (field.type !== "month") return;
  const hint = document.getElementById(`${field.id}-form`);
  if (!hint) return;
  hint.hidden = true;
  const left = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== hint.id);
  if (left.length) field.setAttribute("aria-describedby", left.join(" "));
  else field.removeAttribute("aria-describedby");
}
