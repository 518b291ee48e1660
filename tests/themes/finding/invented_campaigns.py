"""Invented comments of invented campaigns with every variation that mail-merge and hands make, and comments that only look alike."""

import random
import unicodedata
from dataclasses import dataclass

from tests.themes.finding import invented_letters as letters


@dataclass(frozen=True)
class Invented:
    """One comment, and the campaign it belongs to; None where somebody wrote it alone."""

    part: str
    language: str
    campaign: str | None
    how: str
    text: str


def comments(part: str) -> list[Invented]:
    """All comments of a part (``tuned`` or ``held_out``), in the same order at every call."""
    chance = random.Random(f"{part}: campaigns")
    made: list[Invented] = []
    for name, (language, sentences) in sorted(letters.CAMPAIGNS[part].items()):
        made += [Invented(part, language, name, how, text) for how, text in _variants(language, sentences, chance)]
    made += [Invented(part, language, None, how, text) for language, how, text in _alone(part)]
    chance.shuffle(made)
    return made


def _variants(language, sentences, chance):
    """Twenty ways in which one letter arrives."""
    names, places, days = letters.NAMES[language], letters.PLACES[language], letters.DAYS[language]
    hello, bye, own = letters.HELLO[language], letters.BYE[language], letters.OWN[language]

    def filled(some, join=" "):
        slots = {"place": chance.choice(places), "name": chance.choice(names), "day": chance.choice(days)}
        return join.join(some).format(**slots, number=chance.randint(2, 30))

    def changed(at):
        return [*sentences[:at], chance.choice(own), *sentences[at + 1 :]]

    turned = sentences[len(sentences) // 2 :] + sentences[: len(sentences) // 2]
    yield from (("merged", filled(sentences)) for _ in range(8))
    yield "greeting", f"{chance.choice(hello)}\n\n{filled(sentences)}\n\n{chance.choice(bye)} {chance.choice(names)}"
    yield "greeting", f"{chance.choice(hello)} {filled(sentences)} {chance.choice(bye)} {chance.choice(names)}"
    yield "case", filled(sentences).upper()
    yield "space", filled(sentences, "\n\n  ").replace(" ", "  ").replace(".", " .")
    yield "unicode", unicodedata.normalize("NFD", filled(sentences)).replace(" ", "\u00a0")
    yield "slips", _slips(filled(sentences), 4, chance)
    yield "slips", _slips(filled(sentences).lower(), 2, chance)
    yield "reordered", filled(turned, "\n\n")
    if len(sentences) >= 4:
        yield "one changed", filled(changed(1))
        yield "one changed", filled(changed(len(sentences) - 1))
        yield "one left out", filled(sentences[:-1])
        yield "one added", filled([*sentences, chance.choice(own)])


def _slips(text, number, chance):
    """Letters doubled, lost and swapped in some longer words."""
    words = text.split(" ")
    for at in chance.sample([at for at, word in enumerate(words) if len(word) > 4], number):
        cut = chance.randint(1, len(words[at]) - 3)
        word = words[at]
        words[at] = chance.choice(
            [
                word[:cut] + word[cut] + word[cut:],
                word[:cut] + word[cut + 1 :],
                word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :],
            ]
        )
    return " ".join(words)


def _alone(part):
    """Comments that share a subject, an opening, a quoted law or a greeting, and no more."""
    for language, bodies in letters.BODIES[part].items():
        opening, law = letters.OPENINGS[part][language], letters.LAWS[part][language]
        hello, bye = letters.HELLO[language][0], letters.BYE[language][0]
        for at, body in enumerate(bodies):
            yield language, "same subject", body
            other = bodies[(at + 7) % len(bodies)]
            if at % 3 == 0:
                yield language, "same opening", f"{opening} {body}"
            elif at % 3 == 1:
                yield language, "same law", f"{body} {law} {other.split('. ')[0].rstrip('.')}."
            else:
                name = letters.NAMES[language][at % len(letters.NAMES[language])]
                yield (
                    language,
                    "same greeting",
                    f"{hello}\n{other.split('. ')[-1]} {letters.OWN[language][at % 3]}\n{bye} {name}",
                )
