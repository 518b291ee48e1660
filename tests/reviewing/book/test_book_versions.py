"""Every version can be looked at, and what differs between two is told in words."""

from tests.reviewing.book.desk import act, begun, page, said


def test_what_differs_between_two_versions_is_told_in_words(desk):
    begun(desk)
    act(desk, "ventetid", "describe", definition="Å vente", includes="kø")
    act(desk, "brev", "move", parent="ventetid")
    act(desk, "mat", "retire")
    act(desk, "ro", "drop")
    told = said(page(desk, "compare/?old=1&new=5"))
    for words in (
        "Ro : no longer in the codebook", "Ventetid : What the theme is about", "New: Å vente", "New: kø",
        "Brev : moved from the top to below “Ventetid”", "Mat : retired", "leste femti",
    ):  # fmt: skip
        assert words in told, words
    assert said(page(desk, "compare/?old=5&new=1")) == told
    assert "The themes are the same in both" in said(page(desk, "compare/?old=3&new=3"))
    assert "new theme" in said(page(desk, "compare/?old=0&new=1"))


def test_a_version_is_shown_as_it_was(desk):
    begun(desk)
    act(desk, "ro", "drop")
    assert "Ro" in said(page(desk, "versions/1/"))
    shown = said(page(desk, "versions/2/"))
    assert "What this decision changed Ro : no longer in the codebook" in shown
    assert "Themes in this version (3)" in shown
    for wrong in ("versions/9/", "compare/?old=1&new=9"):
        assert page(desk, wrong).status_code == 404
    assert page(desk, "compare/?old=x&new=-1").status_code == 200
    assert page(desk, "compare/").status_code == 200


def test_a_codebook_without_a_version_has_nothing_to_compare_and_says_so(desk):
    assert "The themes are the same in both" in said(page(desk, "compare/"))
    assert "No decision has been taken yet" in said(page(desk, "history"))
