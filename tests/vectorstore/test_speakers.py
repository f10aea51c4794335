"""Names joined across articles, and whom a person means by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.speakers import named, nearest, speakers

_FIRST = ["Marta", "Owen", "O.", "Sam", "Samuel", "Samantha", "Sergei", "Sergey", "The", "von", ""]
_LAST = ["Quill", "Quil", "Kröhl", "Kroehl", "Varrowsky", "Varrowskyy", "Council", "Marten", "Martens", "—", ""]
_names = st.one_of(
    st.builds(lambda first, last: f"{first} {last}".strip(), st.sampled_from(_FIRST), st.sampled_from(_LAST)),
    st.text(max_size=12),
)
_counts = st.dictionaries(_names, st.integers(1, 5), max_size=12)


def _joined(*names: str) -> list[set[str]]:
    return [set(speaker.aliases) for speaker in speakers(dict.fromkeys(names, 1))]


@pytest.mark.parametrize(
    "names",
    [
        ("Olga Vrantz", "Vrantz", "Vranz", "Vranntz"),
        ("Olaf Schantz", "Schantz", "Shantz", "Olaf Shantz"),
        ("Ada Kröhl", "Kroehl", "KRÖHL"),
        ("Ilya Varrowsky", "Varrowskyy", "Varrowski"),
        ("Sergei Pell", "Sergey Pell", "S. Pell", "Pell"),
        ("Sam Tolliver", "Samuel Tolliver"),
        ("Lloyd J. Amory III", "Lloyd Amory", "Amory"),
        ("Ursa von der Leine", "von der Leine", "Leine"),
        ("The Varrow Board", "Varrow Board", "the Varrow board"),
        ("Ministry of Tides", "Tides Ministry", "the Ministry of Tides"),
    ],
)
def test_forms_of_one_name_are_joined(names: tuple[str, ...]) -> None:
    """Surnames, initials, spellings, particles, and the words of an organisation."""
    assert _joined(*names) == [set(names)]


@pytest.mark.parametrize(
    "names",
    [
        ("Marta Quill", "Owen Quill", "Quill"),
        ("Marta Quill", "Mona Quill", "M. Quill"),
        ("Sam Quill", "Samantha Quill"),
        ("Daniel Quill", "Daniela Quill"),
        ("Tom Quill", "Tim Quill"),
        ("Ada Marten", "Martens"),
        ("Ada Lind", "Lund"),
        ("Varrow", "Varrow Council", "Skerrow Council", "Council"),
        ("Varrow Council", "Varrow Board"),
    ],
)
def test_what_may_be_another_stays_alone(names: tuple[str, ...]) -> None:
    """Unknown is better than wrong."""
    assert sorted(_joined(*names), key=sorted) == sorted(({name} for name in names), key=sorted)


def test_the_name_is_the_most_frequent_full_one() -> None:
    """More frequent surnames and initials don't count; the aliases begin with it and go from full to short."""
    (quill,) = speakers({"Quill": 9, "M. Quill": 5, "Marta Quil": 1, "Marta Quill": 3})

    assert quill.name == "Marta Quill"
    assert quill.aliases == ("Marta Quill", "Marta Quil", "M. Quill", "Quill")


def test_the_longer_of_two_as_frequent_names_is_the_name() -> None:
    """The fullest."""
    (quill,) = speakers({"Marta Quill": 2, "Marta Jane Quill": 2})

    assert quill.name == "Marta Jane Quill"


@given(_counts)
def test_joining_loses_no_name(counts: dict[str, int]) -> None:
    """Each is an alias of exactly one speaker."""
    assert sorted(name for speaker in speakers(counts) for name in speaker.aliases) == sorted(counts)


@given(_counts, st.randoms())
def test_the_order_of_names_does_not_matter(counts: dict[str, int], random) -> None:
    """The same names with the same counts give the same speakers."""
    shuffled = list(counts.items())
    random.shuffle(shuffled)

    assert speakers(dict(shuffled)) == speakers(counts)


@given(_counts)
def test_everybody_is_meant_by_the_own_name(counts: dict[str, int]) -> None:
    """Where the name has a letter or a digit; others may be meant too."""
    found = speakers(counts)

    assert all(speaker in named(found, speaker.name) for speaker in found if any(c.isalnum() for c in speaker.name))


_ONE_EACH = ("Marta Quill", "Owen Quill", "Ombry Water District", "The Grey House", "Varrow Council", "Tuss")
_COUNTS = {"Olaf Schantz": 9, "Schantz": 20, "Shantz": 1, "Ilya Varrowsky": 4, **dict.fromkeys(_ONE_EACH, 1)}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("Schantz", ["Olaf Schantz"]),
        ("olaf schantz", ["Olaf Schantz"]),
        ("O. Schantz", ["Olaf Schantz"]),
        ("Chancellor Schantz", ["Olaf Schantz"]),
        ("Schantz's", ["Olaf Schantz"]),
        ("Shanntz", ["Olaf Schantz"]),
        ("Olaf", ["Olaf Schantz"]),
        ("Varrowskyy", ["Ilya Varrowsky"]),
        ("quill", ["Marta Quill", "Owen Quill"]),
        ("mayor quill", ["Marta Quill", "Owen Quill"]),
        ("Owen Quill", ["Owen Quill"]),
        ("grey house", ["The Grey House"]),
        ("water district", ["Ombry Water District"]),
        ("Liz Tuss", ["Tuss"]),
        ("Ada Schantz", []),
        ("Ada Shantz", []),
        ("British Council", []),
        ("Nobody", []),
        ("", []),
        (" — ", []),
    ],
)
def test_a_query_means_whom_a_person_means(query: str, names: list[str]) -> None:
    """A full name, a surname, part of an organisation's name, or nearly so; a namesake is nobody."""
    assert [speaker.name for speaker in named(speakers(_COUNTS), query)] == names


def test_the_nearest_names_are_told_best_first() -> None:
    """At most as many as asked for, and none that is hardly alike."""
    found = speakers(_COUNTS)

    assert [speaker.name for speaker in nearest(found, "Schulntz", count=2)] == ["Olaf Schantz"]
    assert [speaker.name for speaker in nearest(found, "Quil", count=5)] == ["Marta Quill", "Owen Quill"]
    assert [speaker.name for speaker in nearest(found, "Quil", count=1)] == ["Marta Quill"]
    assert nearest(speakers(_COUNTS), "Xyzzy", count=5) == ()
