from consultation.paper.prose import prose
from consultation.paper.sheets import Items, Paragraph
from consultation.questionnaire.wording import Worded


def read(text):
    return [
        [one.text for one in block.items] if isinstance(block, Items) else block.text.text
        for block in prose(Worded(text, "nb"))
    ]


def test_paragraphs_and_lists_stay_in_their_order():
    assert read("Først *dette*.\n\n- ett\n- **to**\n\nSå\ndette.") == ["Først dette.", ["ett", "to"], "Så dette."]


def test_a_link_shows_where_it_leads_once():
    assert read("Les [mer](https://a.no).") == ["Les mer (https://a.no)."]
    assert read("<https://a.no>") == ["https://a.no"]


def test_a_list_in_a_list_is_one_list():
    assert read("1. ett\n   - to\n2. tre") == [["ett", "to", "tre"]]


def test_markup_stays_text():
    assert read("<b>fet</b> #set") == ["<b>fet</b> #set"]


def test_nothing_is_nothing():
    assert prose(None) == ()
    assert isinstance(prose(Worded("a", "nn"))[0], Paragraph)
    assert prose(Worded("a", "nn"))[0].text.language == "nn"
