// Finds what points one person out without naming them: the same as consultation/privacy/rare.py, and kept the same by a test.
import { list, words } from "./wordlists.js";

const [TINY, RARE, SERIOUS] = ["tiny_places", "rare_illnesses", "serious_illnesses"].map(words);
const SMALL = new Set([...list("small_places"), ...TINY]);
const BEGINNING = 4;
const BEGINNINGS = list("rare_illnesses").filter((illness) => illness.length > BEGINNING);
const ILLNESS_ENDINGS = list("illness_endings");
const [SECOND_WORDS, SELDOM, ILL, HERE, ARTICLES] = ["second_words", "seldom", "ill", "here", "articles"].map(words);
const [PREPOSITIONS, ONLY, SINGLE] = ["prepositions", "only", "single_posts"].map(words);
const POST_ENDINGS = list("posts");
const [WITH, MINORITIES, SYNDROMES, COMMON] = ["with", "minorities", "syndromes", "common_syndromes"].map(words);
const THINGS = list("things");
const JOINED = [...SYNDROMES].map((word) => `-${word}`);
const PEOPLE = ["barn", "medlem", "menneske"];
const [NEAR, CLAUSE] = [3, 8];

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
  const named = RARE.has(low) || (tiny && (SERIOUS.has(low) || MINORITIES.has(low))) || (low.endsWith("s") && RARE.has(low.slice(0, -1)));
  if (named || SELDOM.has(low)) return !SELDOM.has(low) || ILL.has(on.low(at + 1));
  if (low.length <= BEGINNING && !on.capital[at]) return false;
  if (namedAfter(on, at)) return true;
  return (low.length > BEGINNING && BEGINNINGS.some((illness) => low.startsWith(illness))) || ILLNESS_ENDINGS.some((ending) => low.endsWith(ending));
}

function namedAfter(on, at) {
  const [low, next] = [on.lows[at], on.low(at + 1)];
  if (JOINED.some((ending) => low.endsWith(ending))) return on.capital[at] && !COMMON.has(low.slice(0, low.lastIndexOf("-")));
  if (!SYNDROMES.has(next) || on.gap(at + 1) !== " " || COMMON.has(low)) return false;
  return on.capital[at] && !on.acronym[at] && !on.begins(at) && (next.startsWith("syndrom") || low.endsWith("s"));
}

function* posts(on) {
  for (let at = 0; at < on.length; at += 1) {
    const low = on.lows[at];
    let [first, last] = [at, null];
    if (ONLY.has(low)) {
      if (ARTICLES.has(on.low(at - 1))) first = at - 1;
      last = afterOnly(on, at) || onlyOne(on, at);
    } else if (SINGLE.has(low) || (TINY.has(on.low(at + 2)) && /(en|a)$/.test(low) && isPost(low))) last = placeAfter(on, at + 1);
    if (last) yield on.mark("rare", first, last);
  }
}

function afterOnly(on, at) {
  const having = WITH.has(on.low(at + 1));
  const near = [1, 2, 3].map((far) => at + far + (having ? 1 : 0)).filter((each) => each < on.length);
  const post = near.find((each) => (having ? PREPOSITIONS.has(on.low(each + 1)) : isPost(on.lows[each])));
  return post === undefined ? null : placeAfter(on, post + 1);
}

function onlyOne(on, at) {
  if (on.low(at - 1) === "det" && !PEOPLE.some((start) => on.low(at + 1).startsWith(start))) return null;
  for (let near = at + 1; near < Math.min(at + 1 + CLAUSE, on.length - 1); near += 1) {
    if (on.gaps[near] !== " ") return null;
    if (PREPOSITIONS.has(on.lows[near]) && SMALL.has(on.low(near + 1))) return placeAfter(on, near);
    if (near <= at + 2 && THINGS.some((ending) => on.lows[near].endsWith(ending))) return null;
  }
  return null;
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
