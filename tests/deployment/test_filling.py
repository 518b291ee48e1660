"""A text is filled whole or not at all."""

import pytest

from consultation.deployment import filling


def test_every_place_is_filled_and_lines_keep_their_indentation(tmp_path, monkeypatch):
    (tmp_path / "text").write_text("a {\n    @LINES@\n    b @WORD@ @WORD@;\n}\n")
    monkeypatch.setattr(filling, "TEXTS", tmp_path)
    assert filling.filled("text", {"LINES": "x;\n\ny;", "WORD": "z"}) == "a {\n    x;\n\n    y;\n    b z z;\n}\n"


def test_a_place_without_a_value_is_an_error(tmp_path, monkeypatch):
    (tmp_path / "text").write_text("@NOBODY@")
    monkeypatch.setattr(filling, "TEXTS", tmp_path)
    with pytest.raises(KeyError):
        filling.filled("text", {})
