// Number keys tick themes, Enter saves, 0 says none of these, ? cannot decide: for people who read all day.
export default function keys(form) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const at = event.target;
    if (at.matches("a, button, summary, select, textarea, input:not([type=checkbox])")) return;
    const wanted = form.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!wanted || wanted.disabled) return;
    event.preventDefault();
    if (wanted.type === "checkbox") {
      wanted.checked = !wanted.checked;
      wanted.focus();
    } else if (!event.repeat) {
      form.requestSubmit(wanted);
    }
  });
}
