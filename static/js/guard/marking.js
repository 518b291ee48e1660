// Marks in a text what may show who somebody is: the same as consultation/privacy/marking.py, and kept the same by a test.
import { names } from "./names.js";
import { rare } from "./rare.js";
import { addresses } from "./streets.js";
import { Tokens } from "./tokens.js";

const touch = (one, other) => one.start < other.stop && other.start < one.stop;

export function marks(text) {
  const on = new Tokens(text);
  const found = [];
  for (const rules of [addresses, rare, names]) {
    for (const mark of [...rules(on)].sort((a, b) => a.start - b.start)) {
      if (!found.some((known) => touch(known, mark))) found.push(mark);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
