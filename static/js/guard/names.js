// Finds what looks like the name of a person: the same as consultation/privacy/names.py, and kept the same by a test.
import { ABBREVIATIONS, isNumber } from "./tokens.js";
import { list, words } from "./wordlists.js";

const [DOUBTFUL, WITH_CAPITAL, SURE] = [1, 2, 3];
const ranked = (...lists) => new Map(lists.flatMap(([name, rank]) => list(name).map((word) => [word, rank])));
const FIRST = ranked(["first_names", SURE], ["first_names_capital", WITH_CAPITAL], ["first_names_words", DOUBTFUL]);
const LAST = ranked(["surnames", WITH_CAPITAL], ["surnames_words", DOUBTFUL]);
for (const name of list("surnames")) if (/(sen|sson)$/.test(name)) LAST.set(name, SURE);
const LIKE_A_SURNAME = list("surname_endings");
const SHORTEST_SURNAME = 6;
const MOST = 5;

const [NO_NAME, ORDINARY, INSTITUTIONS] = ["not_names", "ordinary", "institutions"].map(words);
const TITLES = new Set([...list("titles"), ...list("single_posts")]);
const [RELATIONS, POSSESSIVES, PLACED] = ["relations", "possessives", "prepositions"].map(words);
const SMALL_PLACES = new Set([...list("small_places"), ...list("tiny_places")]);
const [BECOMES, CALLING, WHOM, AGES, PER_WHAT] = ["becomes", "calling", "whom", "ages", "per_what"].map(words);
const INSTITUTION_ENDINGS = list("institution_endings");
const [LAST_DAY, OLDEST, SHORTEST_UNKNOWN] = [31, 99, 4];
const AFTER_SURNAME = ["og", "som", "fra", "frå"];
const [PRONOUNS, COMPANIONS] = ["pronouns", "companions"].map(words);
const LIKE_A_FIRST_NAME = list("first_name_endings");
const DEFINITE = ["en", "a", "et", "ne"];
const AFTER_TITLE = new Set([" ", ", ", " ("]);
const [NAMED, GREETINGS, SPEAKERS, VERBS] = ["called", "greetings", "speakers", "verbs"].map(words);
const CALLED = new Set([...NAMED, ...list("also_called")]);
const CLEAR = new Set([...NAMED, ...GREETINGS].filter((word) => word !== "takk"));
const TITLE_ENDINGS = list("title_endings");
const [PARTICLES, SAINTS, DOCTORS, RATHER_WORDS] = ["particles", "saints", "doctors", "rather_words"].map(words);
const AFTER_RELATION = new Set([" ", ", ", ": ", " (", "  "]);
const AFTER_GREETING = new Set([" ", ", ", ": ", "\n", ",\n", "\n\n", ",\n\n", " - ", "! ", ". ", "  "]);
const AFTER_INITIAL = new Set([". ", ".", " "]);

const endsLike = (low, endings) => endings.some((ending) => low.endsWith(ending));
const known = (low) => ORDINARY.has(low) || NO_NAME.has(low);
const titled = (low) => TITLES.has(low) || endsLike(low, TITLE_ENDINGS);

function rank(names, low) {
  const found = names.get(low) ?? 0;
  if (found || !low.endsWith("s") || ORDINARY.has(low)) return found;
  return Math.min(WITH_CAPITAL, names.get(low.slice(0, -1).replace(/['’]+$/, "")) ?? 0);
}

function hyphenated(low) {
  const ranks = low.split("-").map((part) => rank(FIRST, part) || rank(LAST, part));
  return ranks.every(Boolean) && rank(FIRST, low.slice(0, low.indexOf("-"))) ? Math.max(...ranks) : 0;
}

const firstName = (low) => rank(FIRST, low) || (low.includes("-") ? hyphenated(low) : 0);

const likeAFirstName = (low) => (endsLike(low.replace(/s$/, ""), LIKE_A_FIRST_NAME) && !known(low) ? WITH_CAPITAL : 0);

function surname(low) {
  let found = rank(LAST, low);
  if (!found && low.includes("-")) found = low.split("-").every((part) => rank(LAST, part)) ? WITH_CAPITAL : 0;
  if (!found && low.length >= SHORTEST_SURNAME && endsLike(low, LIKE_A_SURNAME) && !known(low)) found = DOUBTFUL;
  return found;
}

export function* names(on) {
  let [at, done] = [0, 0];
  while (at < on.length) {
    if (!beginsName(on, at)) {
      at += 1;
      continue;
    }
    let [first, last] = [leftmost(on, at, done), rightmost(on, at)];
    if (last === at + 1 && CALLED.has(on.low(at - 1)) && unknownSurname(on, last)) last += 1;
    if (!ofAnInstitution(on, first, last)) yield on.mark("name", first, last);
    at = done = last;
  }
}

function beginsName(on, at) {
  const [low, capital] = [on.lows[at], on.capital[at]];
  let first = firstName(low);
  if (!capital && !first && !LAST.has(low) && !(low.includes("-") && afterDoctor(on, at))) return false;
  if (POSSESSIVES.has(low) && oneNear(on, at - 1)) return false;
  first ||= likeAFirstName(low);
  const last = surname(low);
  if (NO_NAME.has(low)) return capital && last > 0 && afterDoctor(on, at);
  if (on.acronym[at] && Math.max(first, last) < WITH_CAPITAL) return false;
  return capital ? capitalBeginsName(on, at, first, last) : smallBeginsName(on, at, first, last);
}

function capitalBeginsName(on, at, first, last) {
  if (on.lows[at] === "per" && on.begins(at) && amount(on, at + 1)) return false;
  if (Math.max(first, last) > DOUBTFUL) {
    return (first === SURE || last === SURE || !dated(on, at, first > 0)) && !isPlace(on, at, first, last);
  }
  if (first && on.begins(at)) return followed(on, at) || VERBS.has(on.low(at + 1)) || introduced(on, at);
  if (first) return !isNumber(on.low(at - 1)) && !dated(on, at, true);
  if (ORDINARY.has(on.low(at)) || VERBS.has(on.low(at)) || on.low(at).length === 1) return false;
  return (last > 0 && (afterInitial(on, at) || afterStranger(on, at))) || introduced(on, at) || toldOf(on, at);
}

function smallBeginsName(on, at, first, last) {
  const [low, after] = [on.lows[at], on.low(at + 1)];
  if (first === SURE || (last === SURE && LAST.has(low)) || ((last || low.includes("-")) && afterDoctor(on, at))) return true;
  if (!first) return LAST.get(low) === WITH_CAPITAL && on.gaps[at] === " " && titled(on.low(at - 1));
  const beside = LAST.has(after) || (on.shouted && FIRST.has(after));
  const next = on.gap(at + 1) === " " && beside && first + Math.max(surname(after), firstName(after)) > WITH_CAPITAL;
  if (next) return true;
  if (!FIRST.has(low) && !low.includes("-")) return false;
  const clear = (first > DOUBTFUL && !RATHER_WORDS.has(low)) || VERBS.has(after) || CLEAR.has(on.low(at - 1));
  return clear && introduced(on, at, true);
}

const amount = (on, at) => PER_WHAT.has(on.low(at)) || (on.low(at) === "i" && PER_WHAT.has(on.low(at + 1)));

function dated(on, at, aged) {
  const number = on.low(at + 1);
  if (on.gap(at + 1) !== " " || !isNumber(number)) return false;
  const years = Number(number.slice(0, 4));
  return !(aged && (AGES.has(on.low(at + 2)) || (years > LAST_DAY && years <= OLDEST)));
}

function isPlace(on, at, first, last) {
  const [before, small] = [on.low(at - 1), SMALL_PLACES.has(on.lows[at])];
  if (on.gaps[at] !== " " || !PLACED.has(before)) return false;
  return first ? small && ["i", "på"].includes(before) : last < SURE && (before === "i" || small);
}

function unknownSurname(on, at) {
  const low = on.low(at);
  if (on.gap(at) !== " " || low.length < SHORTEST_UNKNOWN || isNumber(low) || VERBS.has(low) || known(low)) return false;
  return on.gap(at + 1) !== " " || AFTER_SURNAME.includes(on.low(at + 1));
}

function followed(on, at) {
  const after = at + 1;
  if (on.gap(after) !== " " || !on.capital[after] || NO_NAME.has(on.low(after))) return false;
  return surname(on.low(after)) > 0 || firstName(on.low(after)) > 0;
}

function introduced(on, at, small = false) {
  const [gap, before] = [on.gaps[at], on.low(at - 1)];
  if (POSSESSIVES.has(before) && AFTER_RELATION.has(gap)) {
    return on.gaps[at - 1] === " " && oneNear(on, at - 2);
  }
  if (RELATIONS.has(before) && AFTER_RELATION.has(gap)) return !small || gap !== " ";
  if (titled(before) && (AFTER_TITLE.has(gap) || (gap === ". " && ABBREVIATIONS.has(before)))) return true;
  if (gap === " " && (CALLED.has(before) || WHOM.has(before))) return called(on, at);
  return GREETINGS.has(before) && AFTER_GREETING.has(gap);
}

const oneNear = (on, at) => RELATIONS.has(on.low(at)) || titled(on.low(at));

function called(on, at) {
  if (WHOM.has(on.low(at - 1))) return CALLING.has(on.low(at - 2));
  const who = BECOMES.has(on.low(at - 2)) ? at - 3 : at - 2;
  return SPEAKERS.has(on.low(who)) || oneNear(on, POSSESSIVES.has(on.low(who)) ? who - 1 : who);
}

function toldOf(on, at) {
  if (!stranger(on, at)) return false;
  const [before, gap, after] = [on.low(at - 1), on.gaps[at], on.low(at + 1)];
  if (gap === " " && (PRONOUNS.has(before) || (before === "til" && RELATIONS.has(on.low(at - 2))))) return true;
  if (on.gap(at + 1) === " (" && RELATIONS.has(after)) return true;
  const joined = on.gap(at + 1) === " " && on.gap(at + 2) === " " && after === "og" && COMPANIONS.has(on.low(at + 2));
  return joined && !endsLike(on.lows[at], DEFINITE);
}

const afterDoctor = (on, at) => DOCTORS.has(on.low(at - 1)) && AFTER_INITIAL.has(on.gaps[at]);
const initial = (on, at) => at >= 0 && at < on.length && on.capital[at] && on.lows[at].length === 1;
const afterInitial = (on, at) => initial(on, at - 1) && AFTER_INITIAL.has(on.gaps[at]);
const afterStranger = (on, at) => on.gaps[at] === " " && at > 0 && !on.begins(at - 1) && stranger(on, at - 1);

function stranger(on, at) {
  const low = on.lows[at];
  const plain = on.capital[at] && !on.acronym[at] && low.length > 1;
  return plain && !(known(low) || titled(low) || RELATIONS.has(low) || GREETINGS.has(low) || INSTITUTIONS.has(low));
}

function leftmost(on, start, done) {
  const furthest = Math.max(done, start - MOST);
  let at = start;
  while (at > furthest && (afterInitial(on, at) || (on.gaps[at] === " " && stranger(on, at - 1)))) at -= 1;
  return at;
}

function rightmost(on, at) {
  const small = !on.capital[at];
  let last = at + 1;
  while (last < on.length && last - at < MOST) {
    if (!goesOn(on, last, small)) {
      if (!(PARTICLES.has(on.low(last)) && on.gaps[last] === " " && goesOn(on, last + 1, false))) break;
      last += 1;
    }
    last += 1;
  }
  return last;
}

function goesOn(on, at, small) {
  if (at >= on.length) return false;
  const [low, gap] = [on.lows[at], on.gaps[at]];
  if (gap !== " " && !(initial(on, at - 1) && (gap === ". " || gap === "."))) return false;
  const [first, last] = [firstName(low), surname(low)];
  if (!on.capital[at]) return small && (first === SURE || LAST.has(low));
  if (initial(on, at)) return on.gap(at + 1).startsWith(".") || strangerOrSurname(on, at + 1);
  return strangerOrSurname(on, at) || first > 0 || (last > 0 && !ORDINARY.has(low));
}

const strangerOrSurname = (on, at) => at < on.length && on.capital[at] && (surname(on.lows[at]) > 0 || stranger(on, at));

function ofAnInstitution(on, first, last) {
  const follows = on.gap(last) === " " && INSTITUTIONS.has(on.low(last)) && (on.lows[last - 1].endsWith("s") || on.capital[last]);
  if (follows || SAINTS.has(on.low(first - 1)) || endsLike(on.lows[last - 1], INSTITUTION_ENDINGS)) return true;
  return on.lows.slice(first, last).some((low) => INSTITUTIONS.has(low) && !firstName(low));
}
