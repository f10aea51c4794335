"""Groups as rows."""

from itertools import islice

import pytest
from training_data import ranked_rows, seeded, write_gzip

from evals.training.batches import batches, stacked
from evals.training.groups import Group, ranked
from qa.reader.pairs import PairTokenizer, Sentence


@pytest.fixture(scope="module")
def tokenizer(model):
    """The reader's own."""
    return PairTokenizer(model)


def test_at_most_six_sentences_are_drawn_two_of_which_answer(tokenizer):
    """The answering ones come first."""
    sentences = tuple(Sentence("", f"Sentence {n}.") for n in range(9))
    group = Group(question="?", sentences=sentences, labels=(True,) * 3 + (False,) * 6, source="set")

    ((drawn,),) = islice(batches([group], tokenizer=tokenizer, rng=seeded(1)), 1)

    assert drawn.labels == (True, True, False, False, False, False)
    assert len(drawn.rows.input_ids) == 6


def test_each_group_comes_once_before_any_comes_again(tokenizer, tmp_path):
    """A last batch that is not full included."""
    groups = ranked(write_gzip(tmp_path / "train.jsonl.gz", ranked_rows()))[:11] * 2
    drawn = batches(groups, tokenizer=tokenizer, rng=seeded(1))

    rounds = [[one.rows.input_ids.tobytes() for batch in islice(drawn, 2) for one in batch] for _ in range(2)]

    assert [len(found) for found in rounds] == [22, 22]
    assert len(set(rounds[0])) == len(set(rounds[0] + rounds[1])) <= 22


def test_stacked_rows_are_as_wide_as_the_longest(tokenizer):
    """And are else what they were, with nothing but padding behind."""
    short = tokenizer.rows("Who?", [Sentence("", "Ida.")])
    long = tokenizer.rows("Who?", [Sentence("", "word " * 30), Sentence("", "Ida.")])

    rows = stacked([short, long])

    width = int(long.attention_mask.sum(axis=1).max())
    assert rows.input_ids.shape == rows.token_type_ids.shape == rows.attention_mask.shape == (3, width)
    assert rows.input_ids[0].tolist() == rows.input_ids[2].tolist()
    assert rows.attention_mask.sum() == short.attention_mask.sum() + long.attention_mask.sum()
    assert (rows.input_ids[1] == long.input_ids[0, :width]).all()
