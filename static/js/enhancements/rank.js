// Buttons that move an option up or down, and no number twice: whoever takes a number gives its own for it.
const said = (pattern, words, place) => pattern.replace("%s", words).replace("%d", place);

export default function rank(group) {
  const list = group.querySelector(".ranking");
  const items = [...list.children];
  const field = (item) => item.querySelector("select");
  const buttons = (item) => [...item.querySelectorAll("button")];
  const most = field(items[0]).options.length - 1;
  const words = (item) => item.querySelector("label").textContent.trim();
  const live = Object.assign(document.createElement("p"), { className: "unseen" });
  live.setAttribute("role", "status");
  list.after(live);
  let known = new Map(); // item -> its number, as it was

  const inOrder = () => items.filter((item) => field(item).value).sort((a, b) => field(a).value - field(b).value);
  const told = (item) => said(field(item).value ? group.dataset.placed : group.dataset.unplaced, words(item), field(item).value);

  function show() {
    const focused = document.activeElement;
    const order = inOrder();
    const wanted = [...order, ...items.filter((item) => !order.includes(item))];
    if (wanted.some((item, at) => list.children[at] !== item)) list.append(...wanted);
    known = new Map(items.map((item) => [item, field(item).value]));
    for (const item of items) {
      const [up, down] = buttons(item);
      up.disabled = item === order[0];
      down.disabled = !field(item).value;
    }
    if (list.contains(focused)) focused.focus();
  }

  function tell(...moved) {
    live.textContent = moved.map(told).join(". ");
    field(moved[0]).dispatchEvent(new Event("input", { bubbles: true })); // which shows it
  }

  function choose(item) {
    const other = items.find((each) => each !== item && field(item).value && field(each).value === field(item).value);
    if (other) field(other).value = known.get(item);
    tell(item, ...(other ? [other] : []));
  }

  function move(item, button, step) {
    const order = inOrder().filter((each) => each !== item);
    const at = inOrder().indexOf(item);
    const to = at < 0 ? Math.min(order.length, most - 1) : at + step;
    if (to <= order.length) order.splice(to, 0, item);
    order.length = Math.min(order.length, most);
    for (const each of items) field(each).value = order.includes(each) ? String(order.indexOf(each) + 1) : "";
    tell(item);
    (button.disabled ? buttons(item).find((each) => !each.disabled) : button).focus();
  }

  for (const item of items) {
    for (const [name, arrow, step] of [["up", "\u2191", -1], ["down", "\u2193", 1]]) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "ranking__move", textContent: arrow });
      button.setAttribute("aria-label", said(group.dataset[name], words(item)));
      button.addEventListener("click", () => move(item, button, step));
      item.append(button);
    }
    field(item).addEventListener("change", () => choose(item));
  }
  group.addEventListener("input", (event) => {
    const twice = new Set(inOrder().map((item) => field(item).value)).size < inOrder().length;
    if (!event.isTrusted && !twice) show();
  });
  show();
}
