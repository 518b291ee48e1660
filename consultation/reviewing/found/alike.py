"""More like this: the comments that are most like one of them, for what the machine missed."""

from dataclasses import replace

from flask import Response, abort, request

from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.found.letters import letters
from consultation.reviewing.found.lists import FOUND
from consultation.reviewing.found.pages import AlikePage
from consultation.reviewing.found.showing import found
from consultation.reviewing.references import UnknownReference
from consultation.storage.reading import double_codings
from consultation.storage.reading.matching import sizes_by_role
from consultation.usecases.reading.find_alike import find_alike
from consultation.web.database import reading


@blueprint.get(f"{FOUND}alike")
def alike(slug: str, question: str) -> Response:
    """Show a comment and those most like it; the order comes from the texts alone."""
    with reading() as session:
        at = finding.at(session, slug, question)
        try:
            asked = finding.references(at).comment(request.args.get("at", ""))
        except UnknownReference:
            abort(404)
        if sum(sizes_by_role(session, slug, question).values()) < finding.SMALLEST_GROUP:
            return framing.show(AlikePage(framing.frame(), at, None, []))
        of_many = letters(session, at)
        this = found(session, at, [asked], of_many=of_many)
        if not this:
            abort(404)
        reserved = double_codings.reserved(session, slug, question)
        alike_ones = find_alike(session, slug, question, asked, among=lambda every: of_many.once(every, but=asked))
        likeness = {one.comment: one.score for one in alike_ones if one.comment not in reserved}
        there = found(session, at, list(likeness), likeness=likeness, of_many=of_many)
        if asked in reserved:  # the themes of its likes are as good as a suggestion
            there = [replace(one, confirmed=[], suggested=[]) for one in there]
        page = AlikePage(framing.frame(), at, this[0], there)
    return framing.show(page)
