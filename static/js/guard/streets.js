// Finds addresses: the same as consultation/privacy/streets.py, and kept the same by a test.
import { isNumber } from "./tokens.js";
import { list, words } from "./wordlists.js";

const [ENDINGS, SURE_ENDINGS] = [list("street_endings").sort((a, b) => a.length - b.length), list("sure_street_endings")];
const [APART, BOXES, DWELLINGS] = ["street_words", "boxes", "dwellings"].map(words);
const [NO_STREET, MEASURES, ORDINARY] = ["not_streets", "measures", "ordinary"].map(words);
const PLACES = new Set([...list("small_places"), ...list("tiny_places"), ...list("not_names")]);
const [NO_POSTCODE, MAY_PRECEDE, LIVES] = ["before_numbers", "may_precede", "lives"].map(words);
const [STAYS, QUALIFIERS, REGISTERS, FARMS] = ["stays", "qualifiers", "land_registers", "farms"].map(words);
const [FARM_WORDS, DISTRICTS, LIKE_A_FARM] = [words("farm_words"), words("districts"), list("surname_endings")];
const SHORTENED = list("short_street_endings");
const BEFORE_NUMBER = new Set([" ", "", ". ", ".", " nr ", " nr. "]);
const SHORTEST_SHORTENED = 4;
const [HOUSE_DIGITS, POSTCODE_DIGITS, SHORTEST_STEM, LONGEST_NAME, SHORTEST_FARM, CLAUSE] = [3, 4, 2, 4, 6, 6];
const surely = (low) => SURE_ENDINGS.some((ending) => low.endsWith(ending));

export function* addresses(on) {
  let waiting = null;
  for (const [first, last] of parts(on)) {
    if (waiting && waiting[1] === first && [", ", " ", "\n", ",\n"].includes(on.gap(first))) {
      waiting = [waiting[0], last];
      continue;
    }
    if (waiting) yield on.mark("address", ...waiting);
    waiting = [first, last];
  }
  if (waiting) yield on.mark("address", ...waiting);
}

function* parts(on) {
  let streetEnds = -1;
  for (let at = 0; at < on.length; at += 1) {
    const part = isNumber(on.lows[at])
      ? street(on, at) || postcode(on, at, streetEnds === at) || box(on, at) || plot(on, at)
      : withoutNumber(on, at) || farm(on, at);
    if (!part) continue;
    streetEnds = part[1];
    yield part;
  }
}

function street(on, at) {
  if (on.lows[at].length > HOUSE_DIGITS || at === 0 || !BEFORE_NUMBER.has(on.gaps[at])) return null;
  let first = streetName(on, at - 1);
  if (first === null && on.capital[at - 1] && on.gap(at + 1) === ", " && postcode(on, at + 1, true)) first = leftmost(on, at - 1);
  const [next, gap] = [on.low(at + 1), on.gap(at + 1)];
  if (first === null || MEASURES.has(next) || ["%", " %", ":", ".000"].some((sign) => gap.startsWith(sign))) return null;
  const lettered = next.length === 1 && "abcdefgh".includes(next) && (gap === "" || gap === " ");
  return [first, lettered ? at + 2 : at + 1];
}

function streetName(on, at) {
  const [low, capital, gap] = [on.lows[at], on.capital[at], on.gaps[at + 1]];
  if (gap === ". " || gap === ".") {
    if (SHORTENED.includes(low) && at > 0 && on.gaps[at] === " " && !ORDINARY.has(on.lows[at - 1])) {
      return on.capital[at - 1] || low === "terr" ? leftmost(on, at - 1) : null;
    }
    return SHORTENED.some((ending) => low.endsWith(ending)) && low.length > SHORTEST_SHORTENED ? leftmost(on, at) : null;
  }
  if (APART.has(low)) {
    const named = at > 0 && on.capital[at - 1] && on.gaps[at] === " " && !ORDINARY.has(on.lows[at - 1]);
    if (named) return leftmost(on, at);
    return capital && !on.begins(at) && low === "tunet" ? at : null;
  }
  const ending = ENDINGS.find((each) => low.endsWith(each));
  if (!ending || low.length < ending.length + SHORTEST_STEM || NO_STREET.has(low)) return null;
  return capital || surely(low) ? leftmost(on, at) : null;
}

function leftmost(on, at) {
  let first = at;
  while (first > 0 && at - first < LONGEST_NAME && on.gaps[first] === " " && on.capital[first - 1]) {
    const before = on.lows[first - 1];
    if ((ORDINARY.has(before) && !QUALIFIERS.has(before)) || isNumber(before)) break;
    first -= 1;
  }
  return first;
}

function postcode(on, at, afterStreet) {
  if (at >= on.length || !isNumber(on.lows[at]) || on.lows[at].length !== POSTCODE_DIGITS || on.gap(at + 1) !== " ") return null;
  const [place, before, year] = [on.low(at + 1), on.low(at - 1), /^(19|20)/.test(on.lows[at])];
  const plain = on.capital[at + 1] && !on.acronym[at + 1] && !ORDINARY.has(place) && !MEASURES.has(place);
  if (!PLACES.has(place) && (!plain || on.lows[at].endsWith("000"))) return null;
  if (!afterStreet && NO_POSTCODE.has(before) && (year || !MAY_PRECEDE.has(before))) return null;
  return year && !afterStreet && at > 0 && !on.begins(at) ? null : [at, at + 2];
}

function box(on, at) {
  const before = on.low(at - 1);
  const dwelling = DWELLINGS.has(before) && on.gaps[at] === "" && on.lows[at].length === POSTCODE_DIGITS;
  return (BOXES.has(before) && on.gaps[at] === " ") || dwelling ? [at - 1, at + 1] : null;
}

function withoutNumber(on, at) {
  const low = on.lows[at];
  if (!on.capital[at] || !surely(low) || NO_STREET.has(low) || APART.has(low)) return null;
  return on.low(at - 1) !== "i" || isNumber(on.low(at + 1)) || !lives(on, at - 1) ? null : [at, at + 1];
}

function lives(on, at) {
  for (let near = at - 1; near >= Math.max(0, at - CLAUSE); near -= 1) {
    if (LIVES.has(on.lows[near]) || (on.lows[near] === "til" && STAYS.has(on.low(near - 1)))) return true;
    if (on.gaps[near] !== " ") return false;
  }
  return false;
}

function farm(on, at) {
  const name = on.low(at + 1);
  if (!FARM_WORDS.has(on.lows[at]) || on.gap(at + 1) !== " " || DISTRICTS.has(name) || isNumber(on.low(at + 2))) return null;
  let lived = on.low(at - 1) === "på" && lives(on, at - 1);
  if (!on.capital[at] || !on.capital[at + 1]) {
    lived &&= name.length >= SHORTEST_FARM && LIKE_A_FARM.some((ending) => name.endsWith(ending));
  } else lived ||= on.lows.slice(Math.max(0, at - 3), at).some((low) => FARMS.has(low));
  return lived ? [at, FARMS.has(on.low(at + 2)) ? at + 3 : at + 2] : null;
}

function plot(on, at) {
  if (!REGISTERS.has(on.low(at - 1)) || ![" ", ". ", "."].includes(on.gaps[at])) return null;
  return [at - 1, on.gap(at + 1) === "/" && isNumber(on.low(at + 1)) ? at + 2 : at + 1];
}
