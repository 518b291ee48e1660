// Offers to keep a draft. What that takes is fetched with the first word that is written, for who needs it may be offline by then.
import { read } from "../tab.js";

export default function draft(card) {
  let begun;
  const begin = () => {
    begun ??= import("../drafting.js").then(async (drafting) => {
      await drafting.default(card);
      return drafting;
    });
    begun.catch(() => card.remove());
    return begun;
  };
  card.hidden = false;
  card.addEventListener("click", async (event) => {
    const wanted = event.target.closest("[data-do]")?.dataset.do;
    if (wanted) (await begin()).press(card, wanted);
  });
  card.addEventListener("change", async (event) => {
    if (event.target.type === "file") (await begin()).load(card, event.target);
  });
  for (const fold of card.querySelectorAll("details")) fold.addEventListener("toggle", begin);
  document.querySelector("main form#answers").addEventListener("input", begin, { once: true });
  for (const link of document.querySelectorAll("main [data-opens-draft]")) {
    link.parentElement.hidden = false;
    link.addEventListener("click", () => {
      card.querySelector("details").open = true;
    });
  }
  if (read() !== null) begin();
}
