// Keys tick themes, Enter saves, 0 says none of these, ? cannot decide: the same keys as where one reads and codes.
export default function keys(form) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("a, button, summary, select, textarea, input:not([type=checkbox])")) return;
    const wanted = form.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.type === "checkbox") {
      const fold = wanted.closest("details");
      if (fold) fold.open = true; // what is ticked is seen
      wanted.checked = !wanted.checked;
      wanted.focus();
    } else if (!event.repeat) {
      form.requestSubmit(wanted);
    }
  });
}
