"""How much of what must not be stored is found, and how little else: the rates that `make test -s` prints."""

import pytest

from consultation.privacy.scrub import MARK, scrub
from tests.privacy import spellings
from tests.privacy.clean_sentences import clean_sentences

FOUND = [  # what, texts with one of it each, how many, the least share to be found (trust.md F1)
    ("national id numbers", spellings.national_ids, 6000, 0.999),
    ("e-mail addresses", spellings.emails, 3000, 0.99),
    ("account numbers", spellings.accounts, 1500, 0.99),
    ("telephone numbers", spellings.phones, 3000, 0.97),
]

DIGITS = 8  # of the shortest number looked for; an address has fewer


def missed(spelled: str, sentence: str) -> bool:
    """Whether more of it is left than its country code or a bracket."""
    before, _, after = sentence.partition(spelled)
    left = scrub(sentence).text
    tells = str.isdigit if sum(map(str.isdigit, spelled)) >= DIGITS else str.isalnum
    kept, harmless = sum(map(tells, left)), sum(map(tells, before + after))
    return MARK not in left or kept > harmless + ("+47)" in spelled) * 2


def measure(kind: str) -> tuple[int, list[str]]:
    _, make, count, _ = next(row for row in FOUND if row[0] == kind)
    spelled = list(make(11, count))
    sentences = list(spellings.in_a_sentence(12, iter(spelled)))
    return count, [s for one, s in zip(spelled, sentences, strict=True) if missed(one, s)]


@pytest.mark.parametrize(("kind", "least"), [(row[0], row[3]) for row in FOUND])
def test_what_must_not_be_stored_is_found(kind, least):
    count, left = measure(kind)
    print(f"\n{kind:22} {count:6} texts, found {1 - len(left) / count:.4%} (at least {least:.1%})")
    assert len(left) <= (1 - least) * count, left[:10]


def test_clean_health_texts_are_left_alone():
    sentences = clean_sentences()
    masked = [(s, scrub(s).text) for s in sentences if scrub(s).removed]
    print(f"\n{'clean sentences':22} {len(sentences):6} texts, masked {len(masked) / len(sentences):.4%} (at most 1 %)")
    assert len(sentences) >= 500
    assert len(masked) <= 0.01 * len(sentences), masked
