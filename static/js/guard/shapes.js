// Finds by their usual shapes the numbers and addresses that are never stored. The server looks closer and has the last word.
const SIGN = /[^\s@<>()]{1,64}[ ]?(?:@|\((?:at|a|alfa)\)|krøllalfa)[ ]?[^\s@<>()]{1,63}(?:\.[^\s@<>().,]{2,24})+/giu;
const ELEVEN = /[0-9](?:[ ./  –-]?[0-9]){10}/g;
const PHONE = /(?:(?:\+|00)47[ ]?)?(?:[49][0-9]{2}[ .-]?[0-9]{2}[ .-]?[0-9]{3}|[2-9][0-9]([ .-]?)[0-9]{2}\1[0-9]{2}\1[0-9]{2})/g;

const alone = (text, start, stop) => !/[0-9]/.test(text[start - 1] ?? "") && !/[0-9]/.test(text[stop] ?? "");

export function shapes(text) {
  const found = [];
  for (const shape of [SIGN, ELEVEN, PHONE]) {
    for (const match of text.matchAll(shape)) {
      const [start, stop] = [match.index, match.index + match[0].length];
      const touches = found.some((known) => known.start < stop && start < known.stop);
      if (!touches && (shape === SIGN || alone(text, start, stop))) found.push({ kind: "removed", start, stop });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
