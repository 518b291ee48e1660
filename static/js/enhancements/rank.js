// Buttons that move an option up or down, and no number twice: whoever takes a place pushes the others on.
const said = (pattern, words, place) => pattern.replace("%s", words).replace("%d", place);

export default function rank(group) {
  const list = group.querySelector(".ranking");
  const items = [...list.children];
  const field = (item) => item.querySelector("select");
  const most = field(items[0]).options.length - 1;
  const words = (item) => item.querySelector("label").textContent.trim();
  const live = Object.assign(document.createElement("p"), { className: "unseen" });
  live.setAttribute("role", "status");
  list.after(live);

  const inOrder = () => items.filter((item) => field(item).value).sort((a, b) => field(a).value - field(b).value);
  let order = inOrder();

  function write() {
    for (const item of items) {
      const at = order.indexOf(item);
      field(item).value = at < 0 ? "" : String(at + 1);
      const [up, down] = item.querySelectorAll("button");
      up.disabled = at === 0;
      down.disabled = at < 0;
    }
  }

  function show() {
    const focused = document.activeElement;
    list.append(...order, ...items.filter((item) => !order.includes(item)));
    if (list.contains(focused)) focused.focus();
  }

  function put(item, at) {
    order = order.filter((other) => other !== item);
    if (at >= 0) order.splice(at, 0, item);
    order.length = Math.min(order.length, most);
    write();
    show();
    const place = order.indexOf(item) + 1;
    live.textContent = said(place ? group.dataset.placed : group.dataset.unplaced, words(item), place);
    field(item).dispatchEvent(new Event("input", { bubbles: true }));
  }

  function move(item, button, step) {
    const at = order.indexOf(item);
    if (at < 0) put(item, Math.min(order.length, most - 1));
    else put(item, at + step < order.length ? at + step : -1);
    const other = [...item.querySelectorAll("button")].find((each) => !each.disabled);
    (button.disabled ? other : button).focus();
  }

  for (const item of items) {
    for (const [name, arrow, step] of [["up", "\u2191", -1], ["down", "\u2193", 1]]) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "ranking__move", textContent: arrow });
      button.setAttribute("aria-label", said(group.dataset[name], words(item)));
      button.addEventListener("click", () => move(item, button, step));
      item.append(button);
    }
    field(item).addEventListener("change", () => put(item, Number(field(item).value) - 1));
  }
  group.addEventListener("input", (event) => {
    if (event.target === group || event.isTrusted === false) sync();
  });

  function sync() {
    const now = inOrder();
    if (new Set(now.map((item) => field(item).value)).size < now.length) return; // what the server asks to be put right
    order = now;
    for (const item of items) for (const button of item.querySelectorAll("button")) button.disabled = false;
    write();
    show();
  }
  sync();
}
