// A text as words and numbers, each with its place: the same as consultation/privacy/tokens.py, and kept the same by a test.
import { words } from "./wordlists.js";

const LETTER = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ";
const UNSEEN = "\\u00ad\\u200b-\\u200d\\u2060\\ufeff";
const TOKEN = new RegExp(`[${LETTER}][${LETTER}${UNSEEN}]*(?:['’‐‑-][${LETTER}][${LETTER}${UNSEEN}]*)*|[0-9]+`, "g");
const HIDDEN = new RegExp(`[${UNSEEN}]`, "g");
const ENDS = /[.!?:;\n…•–"«“(|]/;
export const ABBREVIATIONS = words("abbreviations");
export const isNumber = (low) => /^[0-9]+$/.test(low);

export class Tokens {
  constructor(text) {
    this.shouted = /\p{L}/u.test(text) && text === text.toUpperCase();
    const found = [...text.matchAll(TOKEN)];
    const written = found.map((match) => match[0].replace(HIDDEN, ""));
    this.length = found.length;
    this.starts = found.map((match) => match.index);
    this.stops = found.map((match) => match.index + match[0].length);
    this.gaps = found.map((match, at) => text.slice(at ? this.stops[at - 1] : 0, match.index));
    this.lows = written.map((word) => word.toLowerCase().replace(/[‐‑]/g, "-"));
    this.capital = written.map((word, at) => !this.shouted && word[0] !== this.lows[at][0]);
    this.acronym = written.map((word, at) => !this.shouted && word.length > 1 && word === word.toUpperCase() && word !== this.lows[at]);
  }

  low(at) {
    return this.lows[at] ?? "";
  }

  gap(at) {
    return at < this.length ? this.gaps[at] : "\n";
  }

  begins(at) {
    return at === 0 || (ENDS.test(this.gaps[at]) && !ABBREVIATIONS.has(this.lows[at - 1]));
  }

  mark(kind, first, last) {
    return { kind, start: this.starts[first], stop: this.stops[last - 1] };
  }
}
