"""Groups from the two forms of the training sets."""

import pytest
from training_data import passage_rows, ranked_rows, write_gzip

from evals.training.groups import passages, ranked, ranked_under_title
from qa.reader.pairs import Sentence
from vectorstore.errors import InputError


def test_ranked_sentences_come_together_by_their_group(tmp_path):
    """In the order of the file, even where groups are mixed; the set is named after folder and file."""
    rows = ranked_rows()
    file = write_gzip(tmp_path / "set" / "train.jsonl.gz", [*rows[::2], *rows[1::2]])

    found = ranked(file)

    assert len(found) == len(rows) / 2
    assert found[0].sentences == (Sentence("", rows[0]["sentence"]), Sentence("", rows[1]["sentence"]))
    assert found[0].labels == (False, True)
    assert {group.source for group in found} == {"set/train"}


def test_ranked_sentences_may_stand_under_their_title(tmp_path):
    """As a context."""
    found = ranked_under_title(write_gzip(tmp_path / "train.jsonl.gz", ranked_rows()))

    assert {sentence.context for group in found for sentence in group.sentences} == {"News"}


def test_a_passage_is_cut_into_sentences_each_behind_the_one_before(tmp_path):
    """The first one stands under the title; the one with the answer is labelled."""
    found = passages(write_gzip(tmp_path / "train.jsonl.gz", passage_rows()[:1]))

    assert [group.sentences for group in found] == [
        (
            Sentence("News", "Rain fell on Sunday."),
            Sentence("Rain fell on Sunday.", "Hessel Vane painted the mill in Dorrow."),
        )
    ]
    assert [group.labels for group in found] == [(False, True)]


def test_an_unanswerable_question_has_no_sentence_that_answers(tmp_path):
    """Not even where the row names a span all the same, as where the answer is only plausible."""
    row = passage_rows()[0] | {"answerable": False}

    (found,) = passages(write_gzip(tmp_path / "train.jsonl.gz", [row]))

    assert not found.answerable
    assert found.labels == (False, False)


@pytest.mark.parametrize(
    "without",
    [
        {"answers": []},
        {"passage": "Hessel Vane painted it.", "answers": [{"text": "Hessel Vane", "start": 0}]},
        {"passage": " "},
    ],
)
def test_a_passage_that_leaves_nothing_to_choose_is_left_out(tmp_path, without):
    """An answer without a span, a single sentence, and no sentence at all."""
    row = passage_rows()[0] | without

    assert passages(write_gzip(tmp_path / "train.jsonl.gz", [row])) == []


def test_a_file_of_another_form_is_refused(tmp_path):
    """By its name."""
    file = write_gzip(tmp_path / "train.jsonl.gz", ranked_rows())

    with pytest.raises(InputError, match=r"train\.jsonl\.gz is not of this data set"):
        passages(file)
