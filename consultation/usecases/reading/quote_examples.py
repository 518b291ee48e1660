"""Give the words of those examples that comments gave, as far as they may be quoted today."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from consultation.privacy.quoting import Withheld, quote
from consultation.storage.reading import runs
from consultation.storage.reading.matching import sizes_by_role
from consultation.themes.book.quoted import quoted, words_of
from consultation.themes.book.theme import Theme


def quote_examples(session: Session, slug: str, question: str, themes: Iterable[Theme]) -> dict[str, str]:
    """Return example -> its words, word for word, for every example of these themes that stands in a comment.

    Left out is one whose comment is gone, one that may tell who wrote it, and all of them while fewer than ten have
    answered the question: no role is ever told beside an example, so it could be from any of those.
    """
    pointing = {example: one for theme in themes for example in theme.examples if (one := quoted(example))}
    if not pointing:
        return {}
    texts = runs.texts(session, {one.comment for one in pointing.values()})
    group = sum(sizes_by_role(session, slug, question).values())
    said = {example: words_of(example, texts) for example in pointing}
    return {
        example: words
        for example, words in said.items()
        if words and not isinstance(quote(words, role="", group_size=group), Withheld)
    }
