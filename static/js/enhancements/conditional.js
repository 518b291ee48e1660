// Shows a question as soon as its condition holds: the same rules, in the same order, as the server applies.
import { clean } from "../cleaning.js";

function holds(rule, given) {
  if (rule.all) return rule.all.every((part) => holds(part, given));
  if (rule.any) return rule.any.some((part) => holds(part, given));
  const values = given.get(rule.question) ?? [];
  if (rule.one_of) return values.some((value) => rule.one_of.includes(value));
  if ("includes" in rule) return values.includes(rule.includes);
  return values.length > 0;
}

// What was filled in as a rule looks at it: consultation/questionnaire/kinds.py, Question.given, does the same.
export function seen(name, values) {
  const part = name.split(".")[1];
  const filled = values.map(clean).filter(Boolean);
  if (part === "other") return filled.length ? ["other"] : [];
  return filled.filter((value) => value !== "_declined").map((value) => (part ? `${part}/${value}` : value));
}

function place(element, visible) {
  element.hidden = !visible;
  return visible;
}

function update(form) {
  const sent = new FormData(form);
  const filledIn = (fields) => fields.flatMap((name) => seen(name, sent.getAll(name)));
  const given = new Map();
  for (const name of new Set(sent.keys())) {
    const question = name.split(".")[0];
    if (!form.querySelector(`[data-question="${question}"]`)) given.set(question, [...(given.get(question) ?? []), ...filledIn([name])]);
  }
  for (const section of form.querySelectorAll(".questions")) {
    const open = section.dataset.showWhen ? holds(JSON.parse(section.dataset.showWhen), given) : true;
    let anyVisible = false;
    for (const question of section.querySelectorAll("[data-question]")) {
      const rule = question.dataset.showWhen;
      const visible = place(question, open && (!rule || holds(JSON.parse(rule), given)));
      const asked = question.querySelector('input[name="_asked"]');
      if (asked) asked.disabled = !visible;
      if (visible) given.set(question.dataset.question, filledIn(question.dataset.fields.split(" ")));
      anyVisible ||= visible;
    }
    place(section, anyVisible);
  }
}

export default function conditional(form) {
  if (!form.querySelector("[data-show-when]")) return;
  form.addEventListener("input", () => update(form));
  form.addEventListener("change", () => update(form));
  addEventListener("pageshow", () => update(form)); // the browser may have put earlier answers back
  update(form);
}
