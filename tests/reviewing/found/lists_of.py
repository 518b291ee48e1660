"""Offices in which the machine has found something, without the seconds that it takes."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

from consultation.storage import responses
from consultation.storage.reading import runs
from consultation.storage.reading.runs import Between, Run, Shown, SubTheme
from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.reading.passages import Passage
from tests.reviewing.offices import QUESTION, SLUG, token

COMMENTS = re.compile(r'class="comment__text"[^>]*>([^<]*)<')
TICKS = re.compile(r'name="comments" value="([^"]+)"')


def listed(shown) -> list[str]:
    """The comments of a page, in its order."""
    return [unescape(text) for text in COMMENTS.findall(shown.text)]


def beside_coverage(shown) -> str:
    """What a page says but for how far the reading has come, which is told by role and of no comment."""
    return re.sub(
        r'<div class="coverage">.*?</details>\s*</div>', "", shown.text.partition("<main")[2], flags=re.DOTALL
    )


def ticks(shown) -> list[str]:
    """What the boxes of a page stand for."""
    return TICKS.findall(shown.text)


def post(office, shown, address: str, **form):
    """Post a form of a page that is open."""
    return office.client.post(address, data={**form, "csrf_token": token(shown)})


def ran(office, *, far=lambda _: False, groups=(), nearest=lambda _: 0, names=("Ventetid",), **more) -> Run:
    """A stored run: `nearest` says where each text lies, `far` which fit nowhere, `groups` which of these go together."""
    with office.database.transaction() as session:
        corpus = responses.corpus(session, SLUG, QUESTION)
        places = [nearest(text) for text in corpus.texts]
        roles = [comment.role for comment in corpus]
        outside = {key for key, text in zip(corpus.keys, corpus.texts, strict=True) if far(text)}
        by_text = dict(zip(corpus.texts, corpus.keys, strict=True))
        together = [tuple(by_text[text] for text in group) for group in groups]
        alone = sorted(outside - {key for group in together for key in group})
        run = Run(
            key=runs.next_key(session, SLUG, QUESTION, "discover"),
            question=QUESTION,
            kind="discover",
            seed=7,
            parameters={"n_themes": "auto", "random_state": "7"},
            versions={"numpy": "2.0"},
            input_hash="a1" * 32,
            made_on=date(2026, 11, 21),
            comments=len(corpus),
            not_covered=len(outside),
            candidates=tuple(
                CandidateTheme(name, (name.casefold(),), places.count(at), places.count(at) / len(corpus), (), 0.82)
                for at, name in enumerate(names)
            ),
            examples=tuple((Shown(corpus.keys[places.index(at)], Passage(0, 9)),) for at in range(len(names))),
            by_role=tuple(
                {
                    role: sum(place == at and one == role for place, one in zip(places, roles, strict=True))
                    for role in set(roles)
                }
                for at in range(len(names))
            ),
            voices=(*together, *((key,) for key in alone)),
        )
        run = replace(run, **more)
        runs.add(session, SLUG, run)
        runs.label(session, run.key, ((key, at, 0.5) for key, at in zip(corpus.keys, places, strict=True)), far=outside)
    return run


def between(office, run: Run, size: int) -> Between:
    """A pair of a run's first two candidates with so many comments between them."""
    with office.database.reading() as session:
        keys = responses.corpus(session, SLUG, run.question).keys if run else ()
    return Between(0, 1, size, 0.3, (Shown(keys[0], Passage(0, 7)),))


def subtheme(name: str, size: int) -> SubTheme:
    """A sub-theme without examples."""
    return SubTheme(CandidateTheme(name, (name.casefold(),), size, 0.5, (), 0.4), ())
