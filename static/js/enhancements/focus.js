// Moves the focus to what must be read first, such as the list of what must be put right, and from there to the field.
export default function focus(summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    (field.closest(".ds-field, fieldset") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
