// What a draft is: the answers and what they belong to, as text that people can read. Nothing of who, where or when.
import { given, oneLineEnd } from "./answers.js";

export const LARGEST = 1024 * 1024;
const VERSION = 1;
const MOST_VALUES = 300;

export class Unreadable extends Error {}

export function write(place, form) {
  const { consultation, role, questions } = place;
  const answers = Object.fromEntries([...given(form)].map(([name, values]) => [name, values.length > 1 ? values : values[0]]));
  return `${JSON.stringify({ draft: VERSION, consultation, role, questions, answers }, null, 2)}\n`;
}

const isText = (value) => typeof value === "string";
const isPlain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

// What a page cannot hold, and what a line end is, as on the server.
const clean = (text) => oneLineEnd(text).replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/g, "");

// Whatever stands in a file: its answers by field, and how many of them could not be read. Throws Unreadable, and says why.
export function read(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Unreadable("broken");
  }
  if (!isPlain(found) || !isPlain(found.answers) || !isText(found.consultation)) throw new Unreadable("broken");
  if (found.draft !== VERSION) throw new Unreadable("version");
  const answers = new Map();
  let lost = 0;
  for (const [name, value] of Object.entries(found.answers)) {
    const values = [value].flat().filter((each) => isText(each) && each.trim());
    if (!values.length || values.length > MOST_VALUES || values.length !== [value].flat().length) lost += 1;
    if (values.length) answers.set(name, values.slice(0, MOST_VALUES).map(clean));
  }
  return { consultation: found.consultation, role: found.role, questions: found.questions, answers, lost };
}

export async function readFile(file) {
  if (file.size > LARGEST) throw new Unreadable("large");
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Unreadable("broken");
  }
  return read(text);
}
