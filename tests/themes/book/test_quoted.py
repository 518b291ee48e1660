"""An example from a comment lives as long as the comment, and its key is in no file that leaves the house."""

from consultation.themes.book.choosing import adopted
from consultation.themes.book.codebook import Adopt, AdoptedTheme, Codebook, Describe, NewTheme, Theme, diff, touched
from consultation.themes.book.exchange import codebook_as_csv
from consultation.themes.book.qdc import codebook_as_qdc
from consultation.themes.book.quoted import Quoted, in_words, own_words, quoted, words_of
from consultation.themes.reading.passages import Passage

KEY = bytes(range(16))
TEXT = "Jeg ventet i tolv uker. Ingen ringte."
POINTER = Quoted(KEY, Passage(24, 37)).as_example()
THEMES = (Theme("ventetid", "Ventetid", "", (), (), (POINTER, "lang kø")), Theme("mat", "Mat"))


def test_a_passage_is_kept_as_where_it_stands_and_read_word_for_word():
    assert quoted(POINTER) == Quoted(KEY, Passage(24, 37))
    assert "ringte" not in POINTER
    assert words_of(POINTER, {KEY: TEXT}) == "Ingen ringte."
    assert in_words(THEMES, {POINTER: "Ingen ringte."})[0].examples == ("Ingen ringte.", "lang kø")


def test_an_example_goes_with_its_comment():
    assert in_words(THEMES, {})[0].examples == ("lang kø",)
    assert words_of(POINTER, {}) is None
    assert words_of(POINTER, {KEY: "kortere"}) is None
    assert words_of("lang kø", {}) == "lang kø"


def test_what_is_no_pointer_is_an_example_of_the_teams():
    for words in ("lang kø", "comment:00:1-2", ""):
        assert quoted(words) is None
    assert quoted(f"{POINTER}x") is None
    assert quoted(Quoted(KEY, Passage(5, 5)).as_example()) is None


def test_a_key_is_in_no_file_and_teaches_nothing():
    for body in (codebook_as_csv(THEMES), codebook_as_qdc(THEMES)):
        assert KEY.hex() not in body.decode()
    assert KEY.hex() not in THEMES[0].description()
    assert "lang kø" in THEMES[0].description()


def test_no_file_can_ask_for_a_comment():
    taken = Codebook().decide(Adopt(adopted(THEMES), "bok.csv", "Kari"))
    assert taken.theme("ventetid").examples == ("lang kø",)
    assert own_words((POINTER, f"{POINTER}x", "lang kø")) == ("lang kø",)
    told = AdoptedTheme("ro", NewTheme("Ro", examples=(POINTER,)))
    assert Codebook().decide(Adopt((told,), "bok.csv", "Kari")).theme("ro").examples == ()


def test_a_pointer_survives_being_stored():
    book = Codebook(themes=THEMES).decide(Describe("mat", "Kari", examples=(POINTER,)))
    assert Codebook.from_json(book.as_json()) == book


def test_what_is_chosen_for_people_asks_nothing_new_of_the_machine():
    book = Codebook(themes=THEMES)
    assert touched(diff(book, book.decide(Describe("mat", "Kari", examples=(POINTER,))))) == frozenset()
    assert touched(diff(book, book.decide(Describe("mat", "Kari", examples=("brød", POINTER))))) == {"mat"}
