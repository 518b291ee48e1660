// Finds what a page wants improved by data-enhance="name name" and loads only those improvements. Everything works without them.
const loaded = new Map();

export function enhance(root) {
  const coming = [];
  const wanted = root.querySelectorAll("[data-enhance]");
  for (const element of root.matches?.("[data-enhance]") ? [root, ...wanted] : wanted) {
    for (const name of element.dataset.enhance.split(" ")) {
      if (!loaded.has(name)) loaded.set(name, import(`./enhancements/${name}.js`));
      coming.push(loaded.get(name).then((improvement) => improvement.default(element), () => {}));
    }
  }
  return Promise.allSettled(coming);
}

// Says that all is in place: whoever drives the page, such as a test, need not guess.
enhance(document).then(() => { document.documentElement.dataset.enhanced = ""; });
