// Lets the receipt be printed, and saved without asking the server: its words stand on the page already.
export default function receipt(form) {
  const print = form.querySelector("[data-print]");
  print.hidden = false;
  print.addEventListener("click", () => globalThis.print());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = [...form.querySelectorAll(":scope > :is(p, h2):not(.ds-sr-only, .receipt__now)")];
    const text = words.map((each) => each.innerText.trim()).join("\r\n\r\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${text}\r\n`], { type: "text/plain;charset=utf-8" }));
    link.download = form.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}
