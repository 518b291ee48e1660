// Finds what points one person out without naming them: the same as consultation/privacy/rare.py, and kept the same by a test.
import { list, words } from "./wordlists.js";

const [SMALL, TINY, RARE, SERIOUS] = ["small_places", "tiny_places", "rare_illnesses", "serious_illnesses"].map(words);
const BEGINNING = 4;
const BEGINNINGS = list("rare_illnesses").filter((illness) => illness.length > BEGINNING);
const ILLNESS_ENDINGS = list("illness_endings");
const [SECOND_WORDS, SELDOM, ILL, HERE, ARTICLES] = ["second_words", "seldom", "ill", "here", "articles"].map(words);
const [PREPOSITIONS, ONLY, SINGLE] = ["prepositions", "only", "single_posts"].map(words);
const POST_ENDINGS = list("posts");
const WITH = words("with");
const NEAR = 3;

export function* rare(on) {
  yield* posts(on);
  const all = [...on.lows.keys()];
  const places = all.filter((at) => SMALL.has(on.lows[at]) && isPlace(on, at));
  if (!places.length) return;
  const tiny = places.some((at) => TINY.has(on.lows[at]));
  const illnesses = all.filter((at) => isIllness(on, at, tiny));
  if (!illnesses.length) return;
  for (const at of places) yield on.mark("rare", at, at + 1);
  for (const at of illnesses) {
    const two = SECOND_WORDS.has(on.low(at + 1)) || ILL.has(on.low(at + 1));
    yield on.mark("rare", at, at + (two ? 2 : 1));
  }
}

function isPlace(on, at) {
  const prepared = PREPOSITIONS.has(on.low(at - 1));
  return on.capital[at] ? prepared || !on.begins(at) : prepared;
}

function isIllness(on, at, tiny) {
  const low = on.lows[at];
  const named = RARE.has(low) || (tiny && SERIOUS.has(low)) || (low.endsWith("s") && RARE.has(low.slice(0, -1)));
  if (named || SELDOM.has(low)) return !SELDOM.has(low) || ILL.has(on.low(at + 1));
  if (low.length <= BEGINNING) return false;
  return BEGINNINGS.some((illness) => low.startsWith(illness)) || ILLNESS_ENDINGS.some((ending) => low.endsWith(ending));
}

function* posts(on) {
  for (let at = 0; at < on.length; at += 1) {
    let [first, post] = [at, at];
    const low = on.lows[at];
    if (ONLY.has(low) && WITH.has(on.low(at + 1))) {
      post = [2, 3, 4].map((far) => at + far).find((near) => near < on.length && PREPOSITIONS.has(on.low(near + 1))) ?? null;
      if (ARTICLES.has(on.low(at - 1))) first = at - 1;
    } else if (ONLY.has(low)) {
      post = [1, 2, 3].map((far) => at + far).find((near) => near < on.length && isPost(on.lows[near])) ?? null;
      if (ARTICLES.has(on.low(at - 1))) first = at - 1;
    } else if (!SINGLE.has(low) && !(TINY.has(on.low(at + 2)) && /(en|a)$/.test(low) && isPost(low))) continue;
    const last = post === null ? null : placeAfter(on, post + 1);
    if (last) yield on.mark("rare", first, last);
  }
}

const isPost = (low) => POST_ENDINGS.some((ending) => low.endsWith(ending));

function placeAfter(on, at) {
  if (!PREPOSITIONS.has(on.low(at)) || on.gap(at) !== " " || on.gap(at + 1) !== " ") return null;
  if (HERE.has(on.low(at + 1))) return at + 2;
  let last = at + 1;
  while (last < on.length && last < at + NEAR && on.capital[last] && on.gaps[last] === " ") last += 1;
  if (last > at + 1) return last;
  return SMALL.has(on.low(at + 1)) ? at + 2 : null;
}
