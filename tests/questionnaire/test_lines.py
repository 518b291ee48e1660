"""Every key of a TOML file is found in its line, however it is written."""

import tomllib

import pytest

from consultation.questionnaire.lines import LineIndex
from consultation.questionnaire.loading import library

TEXT = '''# a comment
id = "x"
long = """
id = "not a key"
[not.a.heading]
"""
title.nb = "a"
  [[roles]]   # one
  id = "one"
  [roles.name]
  nb = "One"
[[roles]]
id = "two"
[[sections]]
[[sections.questions]]
options = [
  # a comment
  { id = "a" },
  { id = "b" },
]
text.nb = "t"
[[sections]]
[[sections.questions]]
id = "q"
"quoted" = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("id",), 2),
        (("title", "nb"), 7),
        (("roles", 0), 8),
        (("roles", 0, "name"), 10),
        (("roles", 0, "name", "nb"), 11),
        (("roles", 1, "id"), 13),
        (("roles", 1, "name", "nn"), 12),
        (("sections", 0, "questions", 0, "options", 1, "id"), 19),
        (("sections", 0, "questions", 0, "text", "nn"), 21),
        (("sections", 1, "questions", 0, "id"), 24),
        (("sections", 1, "questions", 0, "quoted"), 25),
        (("nothing", "like", "it"), 1),
    ],
)
def test_a_path_is_found_in_its_line_or_in_that_of_the_part_around_it(path, line):
    assert LineIndex(TEXT).line(path) == line


def _keys(part, path=()):
    if isinstance(part, dict):
        for key, item in part.items():
            yield (*path, key), item
            yield from _keys(item, (*path, key))
    elif isinstance(part, list):
        for index, item in enumerate(part):
            yield from _keys(item, (*path, index))


@pytest.mark.parametrize("path", library().values(), ids=library())
def test_every_text_of_the_library_is_found_in_a_line_that_holds_it(path):
    text = path.read_text("utf-8")
    index, lines = LineIndex(text), text.splitlines()
    found = [(key, item) for key, item in _keys(tomllib.loads(text)) if isinstance(item, str)]
    assert len(found) > 100
    assert [key for key, item in found if item not in lines[index.line(key) - 1]] == []
