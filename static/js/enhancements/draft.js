// Offers to keep a draft. What that takes is fetched with the first word that is written, for who needs it may be offline by then.
import { read } from "../tab.js";

export default function draft(card) {
  let begun;
  let failed = false;
  const begin = () => {
    begun ??= import("../drafting.js").then(async (drafting) => {
      await drafting.default(card);
      return drafting;
    });
    begun.catch(() => {
      if (failed) card.remove(); // once is a bad moment of the network
      failed = true;
      begun = undefined;
    });
    return begun;
  };
  card.hidden = false;
  const nothing = () => {};
  const once = (wanted) => begin().catch(begin).then(wanted, nothing); // a bad moment loses no click
  card.addEventListener("click", (event) => {
    const wanted = event.target.closest("[data-do]")?.dataset.do;
    if (wanted) once((drafting) => drafting.press(card, wanted));
  });
  card.addEventListener("change", (event) => {
    if (event.target.type === "file") once((drafting) => drafting.load(card, event.target));
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
