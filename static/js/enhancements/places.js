// One field to search for a place by name (ARIA's combobox pattern); the two selects stay what is sent.
const fold = (text) =>
  text.toLowerCase().replaceAll("ø", "o").replaceAll("æ", "a").normalize("NFD").replace(/\p{M}/gu, "").replace(/aa|ae/g, "a").replaceAll("oe", "o");

const made = (name, properties, attributes = {}) => {
  const element = Object.assign(document.createElement(name), properties);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

function choicesOf(rhf, hf, all) {
  const found = [];
  for (const region of [...rhf.options].filter((each) => each.value)) {
    const words = { rhf: region.value, lang: region.lang, region: "" };
    found.push({ ...words, hf: "", text: all.replace("%s", region.text) });
    const group = [...hf.children].find((each) => each.label === region.text);
    for (const trust of group?.children ?? []) found.push({ ...words, hf: trust.value, text: trust.text, lang: trust.lang, region: region.text });
  }
  return found.map((each) => ({ ...each, folded: fold(`${each.text} ${each.region} ${each.hf}`) }));
}

export default function places(group) {
  const selects = [...group.querySelectorAll("select")];
  const [rhf, hf] = selects;
  const every = choicesOf(rhf, hf, group.dataset.all);
  const id = `${group.id}-search`;
  const label = made("label", { className: "ds-label", htmlFor: id, textContent: group.dataset.search }, { "data-weight": "regular" });
  const input = made("input", { className: "ds-input", id, type: "text", autocomplete: "off" }, {
    role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${id}-list`, autocapitalize: "none", spellcheck: "false",
  });
  const clear = made("button", { type: "button", className: "places__clear", textContent: "\u00d7", hidden: true }, { "aria-label": group.dataset.clear });
  const list = made("ul", { className: "places__list", id: `${id}-list`, hidden: true }, { role: "listbox", "aria-label": group.dataset.search });
  const live = made("p", { className: "unseen" }, { role: "status" });
  const box = made("div", { className: "places" });
  box.append(input, clear, list);
  const whole = made("div", { className: "ds-field" });
  whole.append(label, box, live);
  selects[0].closest(".ds-field").before(whole);
  for (const select of selects) select.closest(".ds-field").hidden = true;

  let active = -1;
  const chosen = () => every.find((each) => each.hf === hf.value && (hf.value || each.rhf === rhf.value));
  const matching = () => {
    const words = fold(input.value === chosen()?.text ? "" : input.value).split(/\s+/).filter(Boolean);
    const begins = (each) => words.every((word) => ` ${each.folded}`.includes(` ${word}`));
    const found = every.filter((each) => words.every((word) => each.folded.includes(word)));
    return [...found.filter(begins), ...found.filter((each) => !begins(each))];
  };

  function point(at) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = at;
    const option = list.children[at];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    point(-1);
  }

  function open() {
    const found = matching();
    list.replaceChildren(...found.map((each, at) => {
      const option = made("li", { id: `${id}-${at}`, textContent: each.text, lang: each.lang }, { role: "option", "aria-selected": "false" });
      if (each.region) option.append(made("span", { className: "places__region", textContent: each.region }));
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => choose(each));
      return option;
    }));
    live.textContent = found.length ? group.dataset.found.replace("%d", found.length) : group.dataset.none;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    return found;
  }

  function show() {
    const now = chosen();
    input.value = now ? now.text : "";
    clear.hidden = !now;
  }

  function choose(place) {
    rhf.value = place?.rhf ?? "";
    hf.value = place?.hf ?? "";
    show();
    close();
    live.textContent = "";
    hf.dispatchEvent(new Event("input", { bubbles: true }));
  }

  input.addEventListener("input", (event) => {
    event.stopPropagation(); // a word that is searched for is no answer yet
    open();
  });
  input.addEventListener("click", () => list.hidden && open());
  input.addEventListener("blur", () => {
    const found = list.hidden ? [] : matching();
    if (!input.value) choose(null);
    else if (found.length === 1) choose(found[0]);
    else show();
    close();
  });
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open();
      const last = list.children.length - 1;
      if (last >= 0) point(key === "ArrowDown" ? (active < last ? active + 1 : 0) : active > 0 ? active - 1 : last);
    } else if (key === "Enter" && !list.hidden) {
      event.preventDefault();
      const found = matching();
      if (active >= 0 || found.length === 1) choose(found[Math.max(active, 0)]);
    } else if (key === "Escape") {
      if (list.hidden) choose(null);
      else close();
    }
  });
  clear.addEventListener("click", () => {
    choose(null);
    input.focus();
  });
  for (const select of selects) select.addEventListener("input", show);
  show();
}
