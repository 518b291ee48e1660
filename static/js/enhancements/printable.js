// On paper a text field is one block that a new page cuts in two: its words are printed as a paragraph in its place.
export default function printable(form) {
  let copies = [];
  addEventListener("beforeprint", () => {
    copies = [...form.querySelectorAll("textarea")].map((field) => {
      const copy = Object.assign(document.createElement("p"), { className: "printed own-words", textContent: field.value });
      field.after(copy);
      return copy;
    });
  });
  addEventListener("afterprint", () => {
    for (const copy of copies.splice(0)) copy.remove();
  });
}
