"""What the stages read."""

import pytest
from training_data import write_sets

from evals.training.mixes import PARTS, mix
from vectorstore.errors import InputError


def test_the_plain_stage_is_the_sets_as_they_are(tmp_path):
    """All of them, in the same order each time."""
    found = mix("plain", write_sets(tmp_path))

    assert {group.source for group in found} == {part.file for part in PARTS["plain"]}
    assert found == mix("plain", tmp_path)


def test_the_hard_stage_has_made_questions_besides(tmp_path):
    """None that was swapped or asked of another has an answer; those from statements have one."""
    found = mix("hard", write_sets(tmp_path))

    by_source = {part.file: [] for part in PARTS["hard"]} | {"swap": [], "statement": [], "statement of another": []}
    for group in found:
        by_source[group.source].append(group.answerable)
    assert all(by_source.values())
    assert not any(by_source["swap"] + by_source["statement of another"])
    assert all(by_source["statement"])
    assert len(by_source["statement"]) == 4 * 2, "a passage that stands in several files is asked once"
    assert found == mix("hard", tmp_path)


def test_the_joined_stage_is_both_once(tmp_path):
    """Some of its questions are put as people type them."""
    found = mix("joined", write_sets(tmp_path))

    assert {group.source for group in found} >= {"multihop/hotpotqa_sentences", "swap", "statement"}
    assert len({(group.question, group.labels, group.sentences) for group in found}) == len(found)
    typed = sum(group.question == group.question.lower().rstrip("?") for group in found)
    assert 0.05 < typed / len(found) < 0.4


def test_a_missing_set_is_named(tmp_path):
    """For without it, it would be another training."""
    (write_sets(tmp_path) / "timeqa" / "train.jsonl.gz").unlink()

    with pytest.raises(InputError, match=r"timeqa/train\.jsonl\.gz can't be read"):
        mix("plain", tmp_path)
