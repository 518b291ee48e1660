// Loads the guard against names and addresses when somebody begins to write: who only reads pays nothing for it.
export default function guard(field) {
  const load = () => import("../guard/hint.js").then((hint) => hint.default(field), () => {});
  field.addEventListener("input", load, { once: true });
}
