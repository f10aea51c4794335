"""Names of people by their shape."""

import pytest

from vectorstore.names import bare_name, names_in, proper_names, surname


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Marta Quill", "Marta Quill"),
        ("Dr. Marta Quill", "Marta Quill"),
        ("Foreign Minister Ines Calder", "Ines Calder"),
        ("Quill’s", "Quill"),
        ("On Monday Marta Quill", "Marta Quill"),
        ("The", ""),
    ],
)
def test_a_bare_name_has_no_title_and_no_possessive(words: str, name: str) -> None:
    """What is in front of the name and behind it is left out."""
    assert bare_name(words) == name


@pytest.mark.parametrize(
    ("name", "last"), [("Marta Quill", "Quill"), ("Lloyd J. Austin III", "Austin"), ("Quill", "Quill"), ("", "")]
)
def test_a_surname_is_the_last_word(name: str, last: str) -> None:
    """A number behind the name is not a surname."""
    assert surname(name) == last


def test_names_stand_where_the_text_has_them() -> None:
    """The spans cut the names out of the text, titles and all."""
    text = "On Friday Mayor Marta Quill met Jürgen van der Meer."

    assert [(name, text[start:end]) for name, start, end in names_in(text)] == [
        ("Marta Quill", "On Friday Mayor Marta Quill"),
        ("Jürgen van der Meer", "Jürgen van der Meer"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The ferry to Roke is late.", ["Roke"]),
        ("Ferries are late. Storms came.", []),
        ("Marta Quill’s ferry left on Monday for Gull Rock", ["Marta Quill", "Gull Rock"]),
        ("What did Edwin Strake say?", ["Edwin Strake"]),
        ("“Never,” I said to Quill.", ["Quill"]),
        ("The Corn Hall", ["Corn Hall"]),
        ("", []),
    ],
)
def test_proper_names_are_all_that_has_capitals_within_a_sentence(text: str, names: list[str]) -> None:
    """Whatever it names, but no day; the word that begins a sentence counts only where the name goes on."""
    assert list(proper_names(text)) == names
