"""Codebooks made by chance, for round trips."""

from hypothesis import strategies as st

from consultation.themes.book.theme import Theme

LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | st.sampled_from(
    "\n\t=+-@';\",\\"
)
WORDS = st.text(LETTERS, max_size=30).map(str.strip)
LISTS = st.lists(WORDS.filter(bool), max_size=3).map(tuple)


@st.composite
def codebooks(draw):
    """Themes with different ids, names and signs, each below none or one that stands before it."""
    names = draw(
        st.lists(
            st.text("abcæøå =+@'", min_size=1, max_size=12).map(lambda name: " ".join(name.split())).filter(bool),
            min_size=1,
            max_size=6,
            unique_by=str.casefold,
        )
    )
    made = []
    for at, name in enumerate(names):
        parent = draw(st.sampled_from([None, *(theme.id for theme in made)]))
        lists = (draw(LISTS) for _ in range(3))
        made.append(Theme(f"id-{at}", name, draw(WORDS), *lists, parent, f"S{at}", draw(st.booleans())))
    return tuple(made)
