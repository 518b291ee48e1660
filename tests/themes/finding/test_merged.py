from consultation.themes.finding.merged import shared_words

LETTER = "Kjære {}. Jeg heter {} og bor i {}. Vi trenger hjelp i {} år til."


def merged(number):
    return [LETTER.format("statsråd", f"Navn{at} Etternavn{at}", f"Sted{at}", at) for at in range(number)]


def test_what_was_merged_in_is_left_out_and_the_rest_stands_as_written():
    text, *others = merged(12)
    assert (
        shared_words(text, others, fewest=10)
        == "Kjære statsråd. Jeg heter […] og bor i […]. Vi trenger hjelp i […] år til."
    )


def test_equal_copies_stand_whole_and_case_does_not_part_words():
    text = "Legg ikkje ned stasjonen!"
    assert shared_words(text, [text.upper()] * 9, fewest=10) == text


def test_what_is_left_out_at_either_end_leaves_no_word():
    assert (
        shared_words("Per: takk for hjelpen. Hilsen Per", ["takk for hjelpen. Hilsen"] * 9, fewest=10)
        == "[…]: takk for hjelpen. Hilsen […]"
    )
    assert shared_words("Per Hansen", ["noe annet"] * 9, fewest=10) == "[…]"
    assert shared_words("!?", [], fewest=10) == "!?"
