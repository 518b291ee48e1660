// On a narrow screen each row is a card: then it is read as a group of its own, and no longer as a row of a table.
const narrow = matchMedia("(max-width: 40rem)");

export default function matrix(group) {
  const table = group.querySelector("table");
  const parts = table.querySelectorAll("thead, tbody, td, th");
  const read = () => {
    const role = (element, name) => (narrow.matches ? element.setAttribute("role", name) : element.removeAttribute("role"));
    role(table, "presentation");
    if (narrow.matches) table.removeAttribute("aria-labelledby");
    else table.setAttribute("aria-labelledby", group.querySelector("legend").id);
    for (const part of parts) role(part, "presentation");
    for (const row of table.tBodies[0].rows) {
      role(row, "radiogroup");
      if (narrow.matches) row.setAttribute("aria-labelledby", row.querySelector("th span").id);
      else row.removeAttribute("aria-labelledby");
      for (const field of row.querySelectorAll("input")) {
        const [head, words] = [row.querySelector("th span").id, field.nextElementSibling.querySelector("span").id];
        field.setAttribute("aria-labelledby", narrow.matches ? words : `${head} ${words}`);
      }
    }
  };
  narrow.addEventListener("change", read);
  read();
}
