// Reads the answers out of a form and puts them in, whatever kinds of fields it has. The form's own fields begin with "_".
export const ASIDE = "_aside."; // before the name of a field that only another role is asked

const isChoice = (field) => field.type === "radio" || field.type === "checkbox";

export const oneLineEnd = (text) => text.replace(/\r\n?/g, "\n");

// By the name of the field; blanks are no answer. Words that were laid aside count as answers to their own question.
export function given(form) {
  const found = new Map();
  for (const [sent, value] of new FormData(form)) {
    const name = sent.startsWith(ASIDE) ? sent.slice(ASIDE.length) : sent;
    if (name.startsWith("_") || typeof value !== "string" || !value.trim()) continue;
    found.set(name, [...(found.get(name) ?? []), oneLineEnd(value)]);
  }
  return found;
}

export const same = (some, others) => JSON.stringify([...some].sort()) === JSON.stringify([...others].sort());

export function carry(form, name, values) {
  for (const field of [...form.elements]) if (field.name === name && field.type === "hidden") field.remove();
  for (const value of values) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
}

// Answers whether every value found its place: a choice that is not offered, or a month that is none, does not.
export function put(form, name, values) {
  const fields = [...form.elements].filter((field) => field.name === name && field.type !== "hidden");
  if (!fields.length) {
    carry(form, name, values);
    return true;
  }
  fields.forEach((field, at) => {
    if (isChoice(field)) field.checked = values.includes(field.value);
    else if (field.options) for (const option of field.options) option.selected = values.includes(option.value);
    else field.value = values[at] ?? "";
  });
  for (const kind of ["input", "change"]) fields[0].dispatchEvent(new Event(kind, { bubbles: true }));
  return same(new FormData(form).getAll(name).filter(Boolean), values.filter(Boolean));
}

const questionOf = (name) => name.split(".")[0];

export function label(name) {
  const question = CSS.escape(questionOf(name));
  const found = document.querySelector(`main [data-question="${question}"] :is(legend, label), main #checked-${question}`);
  return found?.textContent.trim() ?? "";
}

const shownAs = (form, name, value) => {
  const field = [...form.elements].find((each) => each.name === name && (!isChoice(each) || each.value === value));
  if (field?.options) return field.selectedOptions[0]?.textContent.trim() ?? value;
  return (field && isChoice(field) && field.labels?.[0]?.textContent.trim()) || value;
};

// Everything that was written, each answer below its question, as a text to be copied.
export function inWords(form) {
  const texts = [...given(form)].map(([name, values]) => {
    const words = values.map((value) => shownAs(form, name, value)).join("\n");
    return [label(name), words].filter(Boolean).join("\n");
  });
  return texts.join("\n\n");
}
