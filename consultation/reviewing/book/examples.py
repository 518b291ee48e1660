"""Passages of comments as a theme's examples: word for word, none that may tell who wrote it, none of a small group."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation.privacy.disorder import in_stable_disorder
from consultation.privacy.quoting import Withheld, quote
from consultation.reviewing import finding, forms, framing
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.book.codebook import THEME, theme_page
from consultation.reviewing.book.deciding import refused, taken
from consultation.reviewing.book.forms import ExamplesForm
from consultation.reviewing.book.pages import Choosable, ExamplesPage, ThemePage
from consultation.reviewing.pages import At, Refused
from consultation.reviewing.references import References, UnknownReference
from consultation.storage.reading import codebooks, runs
from consultation.storage.reading.matching import matching
from consultation.themes.book.codebook import CannotDecide, Codebook, Describe, Theme
from consultation.themes.book.quoted import Quoted, own_words, quoted
from consultation.themes.reading.passages import Passage, passages
from consultation.usecases.reading.quote_examples import quote_examples
from consultation.web.database import reading

PER_PAGE = 10
MOST_EXAMPLES = 20
PLACE = f"{THEME}examples/"


@dataclass(frozen=True, slots=True)
class _Source:
    """What examples are chosen from: the comments of a theme, in an order that tells nothing, and what names them."""

    references: References
    comments: Sequence[bytes]

    @property
    def few(self) -> bool:
        """Whether there are too few comments for any of their words to be shown."""
        return len(self.comments) < finding.SMALLEST_GROUP

    def may(self, text: str, passage: Passage) -> bool:
        """Whether a passage may be quoted; no role is ever told beside it."""
        said = quote(passage.of(text), role="", group_size=len(self.comments)) if not self.few else None
        return said is not None and not isinstance(said, Withheld)

    def value(self, pointed: Quoted) -> str:
        """What names a passage on a page."""
        return f"{self.references.to(pointed.comment)}:{pointed.passage.start}-{pointed.passage.stop}"

    def opened(self, value: str) -> Quoted | None:
        """The passage that a page named; None for what no page of ours did."""
        reference, _, span = value.rpartition(":")
        start, _, stop = span.partition("-")
        first, last = forms.number(start), forms.number(stop)
        if first is None or last is None or first >= last:
            return None
        try:
            return Quoted(self.references.comment(reference), Passage(first, last))
        except UnknownReference:
            return None


@blueprint.get(PLACE)
def examples(slug: str, question: str, theme: str) -> Response:
    """Show a theme's examples, and the comments that more can be chosen from."""
    with reading() as session:
        page = _page(session, slug, question, theme, forms.number(request.args.get("page")) or 0)
    return framing.show(page)


@blueprint.post(PLACE)
def choose_examples(slug: str, question: str, theme: str) -> AnyResponse:
    """Take the ticked passages for the theme's examples; or show other comments, with what is ticked."""
    form = ExamplesForm()
    wanted = forms.number(form.to.data)
    if wanted is not None:
        with reading() as session:
            return framing.show(_page(session, slug, question, theme, wanted, refused=refused("", theme, form, {})))

    def make(session: Session, current: Codebook, sent: Any, by: str) -> Describe:
        old = current.theme(theme)
        before = [pointed for example in old.examples if (pointed := quoted(example))]
        chosen = _chosen(
            session,
            _source(session, finding.at(session, slug, question, covered=False), theme),
            sent.chosen.data,
            before,
        )
        examples = (*own_words(old.examples), *(one.as_example() for one in chosen))
        if examples == old.examples:
            raise CannotDecide("nothing_has_changed", old.name)
        return Describe(theme, by, sent.why.data or "", examples=examples)

    made = taken(slug, question, form, make)
    if isinstance(made, Codebook):
        return redirect(
            url_for("reviewing.theme", slug=slug, question=question, theme=theme, decided=made.version), 303
        )
    with reading() as session:
        again = refused("examples", theme, form, made)
        page = _page(session, slug, question, theme, forms.number(form.page.data) or 0, refused=again)
    return framing.show(page, status=422)


def _chosen(session: Session, source: _Source, values: Sequence[str] | None, before: Sequence[Quoted]) -> list[Quoted]:
    """Return the passages that were ticked, each looked at again. Raises CannotDecide."""
    opened = [source.opened(value) for value in values or ()]
    chosen = list(dict.fromkeys(one for one in opened if one is not None))
    if len(chosen) > MOST_EXAMPLES:
        raise CannotDecide("too_many_examples", str(len(chosen)))
    texts = runs.texts(session, {one.comment for one in chosen})
    for one in chosen:
        text = texts.get(one.comment)
        whole = text is not None and one.passage in passages(text)
        there = one in before or (one.comment in source.comments and text is not None and source.may(text, one.passage))
        if not (whole and there):
            raise CannotDecide("is_not_quoted", "")
    if None in opened:
        raise CannotDecide("is_not_quoted", "")
    return sorted(chosen, key=lambda one: (one not in before, before.index(one) if one in before else 0))


def _source(session: Session, at: At, theme: str) -> _Source:
    found = matching(session, at.slug, at.question, theme=theme)
    ordered = in_stable_disorder(frozenset(found), finding.settings().secret("disorder"), at.slug, at.question)
    return _Source(finding.references(at), ordered)


def _page(
    session: Session, slug: str, question: str, theme: str, number: int, *, refused: Refused | None = None
) -> ExamplesPage | ThemePage:
    """Return the page; where the theme has left the codebook, that of the theme as it was last."""
    shown = theme_page(session, slug, question, theme, refused)
    if shown.gone_since:
        return shown
    source = _source(session, shown.at, theme)
    current = codebooks.current(session, slug, question)
    before = [pointed for example in current.theme(theme).examples if (pointed := quoted(example))]
    opened = [source.opened(value) for value in refused.written.get("chosen") or ()] if refused else before
    here = [] if source.few else source.comments[number * PER_PAGE : (number + 1) * PER_PAGE]
    texts = runs.texts(session, here)
    wanted = {one.as_example(): one for one in (*before, *opened) if one}
    quotes = quote_examples(session, slug, question, (Theme("", "", examples=tuple(wanted)),))
    listed = {one: quotes[example] for example, one in wanted.items() if example in quotes}
    return ExamplesPage(
        frame=shown.frame,
        at=shown.at,
        theme=shown.theme,
        version=shown.version,
        chosen=[Choosable(words, source.value(one), one in opened, None) for one, words in listed.items()],
        comments=[_choosable(key, texts[key], source, listed) for key in here if key in texts],
        few=source.few,
        page=number,
        more=len(source.comments) > (number + 1) * PER_PAGE and not source.few,
        refused=refused,
    )


def _choosable(key: bytes, text: str, source: _Source, listed: Collection[Quoted]) -> list[Choosable]:
    """Return a comment sentence by sentence; one that is listed above already, or may not be quoted, cannot be ticked."""
    made = []
    for passage in passages(text):
        one = Quoted(key, passage)
        why = "chosen" if one in listed else None if source.may(text, passage) else "withheld"
        made.append(Choosable(passage.of(text), source.value(one), False, why))
    return made
