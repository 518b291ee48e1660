"""What a team does at its desk, as a reviewer's browser does it: candidates, decisions, codings."""

import re
from datetime import date

from consultation.storage import responses
from consultation.storage.reading import codebooks, runs
from consultation.storage.reading.runs import Run, Shown
from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.reading.passages import Passage
from consultation.usecases.reading.code_comments import code_comments
from consultation.usecases.reading.discover_themes import discover_themes
from tests.boxes import TODAY
from tests.reviewing.offices import QUESTION, SLUG

WAITING = [f"Jeg ventet {at} uker på time og fikk ikke svar på brevet om ventetid." for at in range(2, 32)]
FOOD = [f"Maten på avdelingen var kald, og middagen kom for sent den {at}. dagen." for at in range(1, 26)]


def silent(*_progress):
    return None


def discovered(office):
    office.answer("patient", WAITING + FOOD)
    with office.database.transaction() as session:
        return discover_themes(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)


def proposed(office) -> Run:
    """A stored run as the machine would have made it, without the seconds it takes: two large candidates, a small one."""
    office.answer("patient", WAITING + FOOD)
    with office.database.transaction() as session:
        corpus = responses.corpus(session, SLUG, QUESTION)
        nearest = [0 if "ventet" in text else 1 if "Maten" in text else 2 for text in corpus.texts]
        sizes = [nearest.count(0), nearest.count(1), 4]
        names = (("Ventetid", "ventet"), ("Mat", "middagen"), ("Ro", "ro"))
        run = Run(
            key=runs.next_key(session, SLUG, QUESTION, "discover"),
            question=QUESTION,
            kind="discover",
            seed=1,
            parameters={},
            versions={},
            input_hash="0" * 64,
            made_on=date(2026, 11, 21),
            comments=len(corpus),
            not_covered=7,
            candidates=tuple(
                CandidateTheme(name, (word,), size, size / len(corpus), ())
                for (name, word), size in zip(names, sizes, strict=True)
            ),
            examples=tuple((Shown(corpus.keys[nearest.index(at)], Passage(0, 9)),) for at in range(3)),
        )
        runs.add(session, SLUG, run)
        runs.label(session, run.key, ((key, at, 0.5) for key, at in zip(corpus.keys, nearest, strict=True)))
    return run


def suggested(office):
    with office.database.transaction() as session:
        return code_comments(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)


def decide(office, kind: str, *, theme: str | None = None, **form):
    page = office.at(f"codebook/{QUESTION}/themes/{theme}/" if theme else f"themes/{QUESTION}/")
    return office.post(f"{page}{kind}", {"why": "seen in many comments", **form}, page=office.at(f"themes/{QUESTION}/"))


def codebook(office):
    with office.database.reading() as session:
        return codebooks.current(session, SLUG, QUESTION)


def accept(office, run, number: int, name: str):
    return decide(office, "accept", run=run.key, candidate=str(number), name=name, definition=f"{name} og slikt")


def read_one(office, outcome: str, *, tick: bool = False):
    page = office.at(f"coding/{QUESTION}/")
    shown = office.get(page)
    form = {name: re.search(rf'name="{name}" value="([^"]+)"', shown.text)[1] for name in ("comment", "seen")}
    form |= {"outcome": outcome, "shown": re.findall(r'name="shown" value="([^"]+)"', shown.text)}
    if tick:
        form["themes"] = re.findall(r'name="themes" value="([^"]+)"', shown.text)[:1]
    return shown, office.post(page, form, page=page)


def on_candidate(office, kind: str, run, number: int, **form):
    return decide(office, kind, run=run.key, candidate=str(number), **form)
