// Offers to keep a draft; what that takes is fetched when someone opens the offer, or has a draft in this tab.
import { read } from "../tab.js";

export default function draft(card) {
  let begun;
  const begin = () => {
    begun ??= import("../drafting.js").then((drafting) => drafting.default(card), () => card.remove());
  };
  card.hidden = false;
  for (const fold of card.querySelectorAll("details")) fold.addEventListener("toggle", begin);
  for (const link of document.querySelectorAll("main [data-opens-draft]")) {
    link.parentElement.hidden = false;
    link.addEventListener("click", () => {
      card.querySelector("details").open = true;
    });
  }
  if (read() !== null) begin();
}
