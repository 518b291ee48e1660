"""Which questions a command is about: those that people answer in their own words."""

from collections.abc import Sequence

from consultation.cli.instance import Instance, Refused


def free_text_questions(instance: Instance, slug: str) -> list[str]:
    """The ids of all that is answered in own words, in order. Raises Refused."""
    asked = instance.consultation(slug).questionnaire.free_texts
    return list(dict.fromkeys(question.id for question in asked))


def chosen(instance: Instance, slug: str, questions: Sequence[str]) -> list[str]:
    """Those that are named, or all of them. Raises Refused where one is not there, naming those that are."""
    known = free_text_questions(instance, slug)
    if strangers := [question for question in questions if question not in known]:
        raise Refused(f"No free-text question {', '.join(strangers)}. There are: {', '.join(known)}.")
    return list(questions) or known
