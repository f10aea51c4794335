"""What a sentence must have to be an answer of the kind asked for."""

import pytest

from qa.asked_for import fitness
from qa.question import Kind


@pytest.mark.parametrize(
    ("question", "kind", "text", "share"),
    [
        ("When did it open?", "when", "It opened on Monday.", 1),
        ("When did it open?", "when", "It opened with a song.", 0.6),
        ("How many boats sank?", "how-many", "Three boats sank.", 1),
        ("How many boats sank?", "how-many", "Three sailors drowned.", 0.8),
        ("How many boats sank?", "how-many", "Boats sank.", 0.6),
        ("How many of the boats sank?", "how-many", "Of the boats, three sank.", 1),
        ("How many people came?", "how-many", "About 700 heard the result.", 1),
        ("How old is Ada Thorn?", "how-many", "Ada Thorn, 82, waved.", 1),
        ("How old is Ada Thorn?", "how-many", "Ada Thorn scored 203 goals.", 0.6),
        ("How much does it cost?", "how-many", "It costs £40,000.", 1),
        ("How much does it cost?", "how-many", "It takes 40 weeks.", 0.6),
        ("Who sank it?", "other", "Nobody knows.", 1),
    ],
)
def test_a_sentence_that_lacks_what_is_asked_for_counts_less(
    question: str, kind: Kind, text: str, share: float
) -> None:
    """A time, a number, what is counted, an age, a sum."""
    assert fitness(question, kind)(text) == share
