// What axe does not measure: each function returns a list of sentences about what is wrong with the page as it stands.
(() => {
  const PRIMARY = 44;
  const LEAST = 24;
  const INTERACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0 && !element.closest(".ds-sr-only, .ds-skip-link, [aria-hidden=true]");
  const called = (element) => `<${element.localName} class="${element.className}">${(element.textContent || element.name || "").trim().slice(0, 40)}`;
  const every = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const inSentence = (link) => link.localName === "a" && getComputedStyle(link).display === "inline" && link.parentElement.textContent.trim() !== link.textContent.trim();

  // A choice is hit by its label too, and a link that fills its card by the whole card.
  function target(element) {
    const boxes = [element, ...(element.labels ?? [])].map((each) => each.getBoundingClientRect());
    const card = element.closest(".choice");
    if (card) boxes.push(card.getBoundingClientRect());
    const [left, top] = [Math.min(...boxes.map((b) => b.left)), Math.min(...boxes.map((b) => b.top))];
    const [right, bottom] = [Math.max(...boxes.map((b) => b.right)), Math.max(...boxes.map((b) => b.bottom))];
    return { width: right - left, height: bottom - top };
  }

  function targets() {
    return every(INTERACTIVE).flatMap((element) => {
      const { width, height } = target(element);
      const primary = element.matches(".ds-button[data-variant=primary], .choice__link, input, select, textarea");
      const least = primary ? PRIMARY : LEAST;
      const small = height < least - 0.5 || width < LEAST - 0.5;
      return small && !inSentence(element) ? [`target ${Math.round(width)}x${Math.round(height)}: ${called(element)}`] : [];
    });
  }

  function overflow() {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = every("body *").filter((element) => element.getBoundingClientRect().right > room + 1);
    return [`scrolls sideways to ${document.documentElement.scrollWidth}: ${wide.slice(-2).map(called).join("; ")}`];
  }

  function clipped() {
    return every("main *, header *, footer *").filter((element) => {
      const style = getComputedStyle(element);
      if (element.closest("input, .unseen, .languages li")) return false; // there for a screen reader alone
      const hides = ["hidden", "clip"].includes(style.overflowY) || ["hidden", "clip"].includes(style.overflowX);
      return hides && (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1);
    }).map((element) => `clipped: ${called(element)}`);
  }

  function outlined(element) {
    for (let each = element, steps = 0; each && steps < 3; each = each.parentElement, steps += 1) {
      const { outlineStyle, outlineWidth } = getComputedStyle(each);
      if (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) return true;
    }
    return false;
  }

  function focus() {
    const before = document.activeElement;
    const wrong = every(INTERACTIVE).flatMap((element) => {
      if (element.disabled || element.tabIndex < 0) return [];
      element.focus();
      if (document.activeElement !== element) return [`takes no focus: ${called(element)}`];
      if (!outlined(element)) return [`focus is not seen: ${called(element)}`];
      const box = element.getClientRects()[0]; // of a link on two lines, the first
      const over = document.elementFromPoint(box.left + Math.min(box.width, 40) / 2, Math.max(1, box.top + Math.min(box.height, 30) / 2));
      const own = over && (element.contains(over) || over.contains(element) || [...(element.labels ?? [])].some((label) => label.contains(over)));
      return own ? [] : [`focus is hidden behind ${over ? called(over) : "the edge"}: ${called(element)}`];
    });
    before?.focus({ preventScroll: true });
    return wrong;
  }

  function language() {
    const wrong = [...document.querySelectorAll("[lang]")].filter((element) => !["nb", "nn", "se", "en"].includes(element.lang));
    return wrong.map((element) => `lang="${element.lang}": ${called(element)}`);
  }

  function outline() {
    const headings = every("h1, h2, h3, h4").map((heading) => Number(heading.localName[1]));
    const said = [];
    if (headings.filter((level) => level === 1).length !== 1) said.push(`${headings.filter((level) => level === 1).length} h1`);
    headings.forEach((level, at) => at && level > headings[at - 1] + 1 && headings[at - 1] !== 0 && said.push(`h${level} after h${headings[at - 1]}`));
    return said;
  }

  function edges() {
    return every("button.ds-button[data-variant=primary], .choice, input, select, textarea, .ds-error-summary, .help-now").filter((element) => {
      const { borderTopStyle, borderTopWidth, outlineStyle, appearance } = getComputedStyle(element);
      return appearance === "none" && (borderTopStyle === "none" || parseFloat(borderTopWidth) === 0) && outlineStyle === "none";
    }).map((element) => `no edge in forced colours: ${called(element)}`);
  }

  function moving() {
    return every("body *").filter((element) => {
      const { transitionDuration, animationDuration } = getComputedStyle(element);
      return [transitionDuration, animationDuration].some((each) => each.split(",").some((part) => parseFloat(part) > 0.02));
    }).map((element) => `moves although less motion was asked for: ${called(element)}`);
  }

  const added = new CSSStyleSheet(); // a style element would break the page's own policy
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, added];
  const WITH = {
    spacing: "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}",
    twice: "html{font-size:200%!important}",
  };

  function under(name, measures) {
    added.replaceSync(WITH[name]);
    const found = measures.flatMap((measure) => measure()).map((said) => `${name}: ${said}`);
    added.replaceSync("");
    return found;
  }

  window.measures = {
    now: () => [...targets(), ...overflow(), ...clipped(), ...focus(), ...language(), ...outline()],
    spaced: () => under("spacing", [overflow, clipped]),
    twice: () => under("twice", [overflow, clipped]),
    turned: () => overflow(),
    forced: () => [...edges(), ...focus()],
    still: () => moving(),
  };
})();
