import sys

from hypothesis import given
from hypothesis import strategies as st

from consultation.privacy import skeleton as module
from consultation.privacy.skeleton import skeleton


@given(st.text())
def test_every_span_of_the_skeleton_is_a_span_of_the_original(text):
    plain = skeleton(text)
    end = 0
    for at in range(len(plain.text)):
        start, stop = plain.span(at, at + 1)
        assert end <= start < stop <= len(text)
        end = stop


def test_the_invisible_characters_within_and_after_a_number_belong_to_its_span():
    text = "x 1\ufe0f\u20e32\u200b3\u00ad y"
    plain = skeleton(text)
    assert plain.text == "x 123 y"
    assert plain.span(2, 5) == (2, text.index(" y"))
    assert skeleton("12\u200b").span(0, 2) == (0, 3)


def test_digits_spaces_and_dashes_of_every_script_have_one_form():
    assert skeleton("０٠०𝟎²⑤").text == "000025"
    assert skeleton("\u00a0\u202f\u2003\t\u3000\u2800").text == " " * 6
    assert skeleton("–—−‐﹣").text == "-----"
    assert skeleton("·。⁄∕＠．").text == "..//@."
    assert skeleton("\r\n\u2028").text == "\n\n\n"
    assert skeleton("½ ﷺ æ").text == "½ ﷺ æ"


def test_a_text_of_all_unicode_does_not_fill_the_memory():
    skeleton("".join(map(chr, range(sys.maxunicode + 1))))
    assert len(module._TABLE) <= module._REMEMBERED
