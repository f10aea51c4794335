"""Long answers are measured by their words and by the sentences that they cite."""

import pytest
from benchmark_data import cited, quiet, reply, values, write_rows

from evals.benchmarks.clapnq import Passage, Question, cited_sentences, measure, scores
from vectorstore.errors import InputError

SENTENCES = ["Ana rows .", "Ben sings .", "Ana rows .", "Cleo waits ."]
PASSAGE = Passage(id="p", title="Boats", sentences=SENTENCES, text=" ".join(SENTENCES))
QUESTION = Question(
    id="q",
    question="who rows and who sings",
    answerable=True,
    answers=("Ana rows and Ben sings", "Ana"),
    passage_id="p",
    selected_sentences=(("Ana rows .", "Ben sings ."), ("Cleo waits .",), ()),
)
FORGE = ["The forge at Tarn was lit in 1702 by two brothers .", "It made anchors for the northern fleet ."]
ROWS = [
    {
        "id": "q1",
        "question": "when was the forge at tarn lit",
        "answerable": True,
        "answers": ["The forge at Tarn was lit in 1702."],
        "passage_id": "forge",
        "selected_sentences": [FORGE[:1]],
    },
    {
        "id": "q2",
        "question": "how many moons does the planet neptune have",
        "answerable": False,
        "answers": [],
        "passage_id": "forge",
        "selected_sentences": [],
    },
]


def test_sentences_are_found_in_their_order():
    """The same sentence twice has two places."""
    assert PASSAGE.spans() == ((0, 10), (11, 22), (23, 33), (34, 46))


@pytest.mark.parametrize(
    ("spans", "sentences"),
    [
        ([(0, 10)], ("Ana rows .",)),
        ([(0, 5)], ("Ana rows .",)),
        ([(0, 4)], ()),
        ([(0, 3), (3, 6)], ()),
        ([(5, 16)], ("Ana rows .",)),
        ([(5, 17)], ("Ana rows .", "Ben sings .")),
        ([(23, 33), (0, 10)], ("Ana rows .",)),
        ([(40, 46)], ("Cleo waits .",)),
    ],
)
def test_a_sentence_is_cited_where_one_citation_covers_half_of_it(spans, sentences):
    """Half of `Ana rows .` is 5 characters, of `Ben sings .` 5.5; two citations don't add up."""
    assert cited_sentences(PASSAGE, [cited("p", start, end) for start, end in spans]) == sentences


def test_a_citation_of_another_passage_cites_no_sentence():
    """Its offsets count in another text."""
    assert cited_sentences(PASSAGE, [cited("other", 0, 46)]) == ()


def test_an_answer_is_set_against_its_best_reference_and_its_best_annotator():
    """Two of three words cited are the first annotator's two; the second's one is the third."""
    answer = reply("Ana rows and Cleo waits", cited("p", 0, 10), cited("p", 11, 22), cited("p", 34, 46))

    score = scores(QUESTION, answer, PASSAGE)

    assert score.rouge_l == pytest.approx(2 * 3 / (5 + 5))
    assert (score.precision, score.recall) == pytest.approx((2 / 3, 1.0))
    assert score.length_ratio == 1.0


def test_an_abstention_is_like_no_reference_and_cites_nothing():
    """All its scores are nought."""
    score = scores(QUESTION, reply(), PASSAGE)

    assert (score.rouge_l, score.precision, score.recall, score.length_ratio) == (0.0, 0.0, 0.0, 0.0)


def test_without_a_selected_sentence_citations_are_not_scored():
    """Nothing says which would be right."""
    bare = QUESTION.model_copy(update={"selected_sentences": ((),)})

    score = scores(bare, reply("Ana rows", cited("p", 0, 10)), PASSAGE)

    assert (score.precision, score.recall) == (None, None)


def test_questions_are_asked_of_their_passage(settings, tmp_path):
    """The one with an answer has 8 of the sentence's 11 words and its citation; the other is declined."""
    passages = [
        {"id": "forge", "title": "Tarn", "sentences": FORGE, "text": " ".join(FORGE)},
        {"id": "boats", "title": "Boats", "sentences": SENTENCES, "text": " ".join(SENTENCES)},
    ]
    write_rows(tmp_path / "corpus.jsonl", passages)
    write_rows(tmp_path / "questions.jsonl", ROWS)

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    assert values(result) == pytest.approx(
        {
            "ROUGE-L": 2 * 8 / (11 + 8),
            "ROUGE-L where answered": 2 * 8 / (11 + 8),
            "citation precision where answered": 1.0,
            "citation recall": 1.0,
            "length ratio where answered": 11 / 8,
            "abstention on unanswerable": 1.0,
            "false abstention": 0.0,
            "search, answerable: nDCG@10": 1.0,
        }
    )
    assert result.rows[0]["cited"] == FORGE[:1]
    assert result.errors == ()


def test_a_sentence_that_is_not_in_its_passage_is_refused(settings, tmp_path):
    """Its offsets could only be guessed."""
    write_rows(tmp_path / "corpus.jsonl", [{"id": "p", "title": "T", "sentences": ["Gone ."], "text": "Here ."}])

    with pytest.raises(InputError, match="not of this data set"):
        measure(tmp_path, limit=None, lab=quiet(settings))
