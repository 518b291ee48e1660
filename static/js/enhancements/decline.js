// "I do not want to answer" and an answer put each other out, as the server asks for one of the two.
export default function decline(group) {
  const own = group.querySelector("[value=_declined]");
  group.addEventListener("input", ({ target }) => {
    if (target !== own) {
      if (target.localName !== "textarea" && (target.type === "select-one" ? target.value : target.checked)) own.checked = false;
    } else if (own.checked) {
      for (const field of group.querySelectorAll("input, select")) {
        if (field.localName === "select") field.value = "";
        else if (field !== own) field.checked = false;
      }
      group.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}
