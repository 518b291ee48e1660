// Shows a question as soon as its condition holds: the same rules, in the same order, as the server applies.

function holds(rule, given) {
  if (rule.all) return rule.all.every((part) => holds(part, given));
  if (rule.any) return rule.any.some((part) => holds(part, given));
  const values = given.get(rule.question) ?? [];
  if (rule.one_of) return values.some((value) => rule.one_of.includes(value));
  if ("includes" in rule) return values.includes(rule.includes);
  return values.length > 0;
}

function filledIn(form, fields) {
  const sent = new FormData(form);
  return fields.flatMap((name) => sent.getAll(name)).map((value) => value.trim()).filter(Boolean);
}

function place(element, visible) {
  element.hidden = !visible;
  return visible;
}

function update(form) {
  const given = new Map();
  for (const [name, value] of new FormData(form)) {
    const question = name.split(".")[0];
    if (!form.querySelector(`[data-question="${question}"]`) && value.trim()) {
      given.set(question, [...(given.get(question) ?? []), value.trim()]);
    }
  }
  for (const section of form.querySelectorAll(".questions")) {
    const open = section.dataset.showWhen ? holds(JSON.parse(section.dataset.showWhen), given) : true;
    let anyVisible = false;
    for (const question of section.querySelectorAll("[data-question]")) {
      const rule = question.dataset.showWhen;
      const visible = place(question, open && (!rule || holds(JSON.parse(rule), given)));
      const asked = question.querySelector('input[name="_asked"]');
      if (asked) asked.disabled = !visible;
      if (visible) given.set(question.dataset.question, filledIn(form, question.dataset.fields.split(" ")));
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
