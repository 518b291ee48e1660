// The word lists of consultation/privacy/words, which vendor_hook.py puts into one file: each word begins with a capital letter
// that says how many letters it shares with the one before.
import lists from "../../vendor/guard-words.js";

export function list(name) {
  let word = "";
  return lists[name].match(/[A-Z][^A-Z]*/g).map((coded) => (word = word.slice(0, coded.charCodeAt(0) - 65) + coded.slice(1)));
}

export const words = (name) => new Set(list(name));
