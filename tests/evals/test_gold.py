"""Gold files are read whole or refused with the place of the fault."""

import json

import pytest
from gold_oracle import GOLD, WHEN

from evals.gold import load_gold
from vectorstore.errors import InputError


def _written(path, *questions):
    path.write_text("\n".join(json.dumps(question) for question in questions), encoding="utf-8")
    return path


def _plain(question, **fields):
    return question.model_dump(mode="json") | fields


def test_questions_are_read_in_the_order_of_their_files(tmp_path):
    """What was written comes back equal, file after file."""
    first = _written(tmp_path / "b.jsonl", *map(_plain, GOLD[:2]))
    second = _written(tmp_path / "a.jsonl", *map(_plain, GOLD[2:]))

    assert load_gold([first, second]) == GOLD


def test_optional_fields_may_be_left_out_and_blank_lines_too(tmp_path):
    """A line needs no history, excuse, derived wording or note."""
    kept = {
        name: value
        for name, value in _plain(WHEN).items()
        if name not in {"history", "must_not_unless", "normalised", "note"}
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(f"\n{json.dumps(kept)}\n\n", encoding="utf-8")

    assert load_gold([path]) == (WHEN,)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"mustinclude": []}, "mustinclude"),
        ({"kind": "riddle"}, "kind"),
        ({"answerable": "yes"}, "answerable"),
        ({"must_include": [[]]}, "must_include.0"),
        ({"must_include": [["?!"]]}, "must_include.0.0"),
        ({"as_of": "15 February"}, "as_of"),
        ({"evidence": [{"doc": "ferry"}]}, "evidence.0.quote"),
    ],
)
def test_a_bad_line_is_refused_with_file_line_and_field(tmp_path, fields, named):
    """Whoever wrote the line learns where it is and what is wrong."""
    path = _written(tmp_path / "gold.jsonl", _plain(WHEN), _plain(WHEN, id="other", **fields))

    with pytest.raises(InputError) as caught:
        load_gold([path])

    assert str(caught.value).startswith(f"{path}:2: {named}: ")


def test_a_line_that_is_no_json_is_refused_with_its_place(tmp_path):
    """A broken line names its file and line too."""
    path = tmp_path / "gold.jsonl"
    path.write_text("{broken", encoding="utf-8")

    with pytest.raises(InputError, match=r"gold\.jsonl:1: Invalid JSON"):
        load_gold([path])


def test_an_id_that_comes_twice_is_refused_with_both_places(tmp_path):
    """Results are paired by id, so an id stands for one question only, over all files."""
    first = _written(tmp_path / "a.jsonl", _plain(WHEN))
    second = _written(tmp_path / "b.jsonl", _plain(WHEN))

    with pytest.raises(InputError, match=r"b\.jsonl:1: id 'when' is taken by .*a\.jsonl:1"):
        load_gold([first, second])


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_a_file_without_questions_is_refused(tmp_path, content):
    """A run over nothing would look like a run without a failure."""
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)

    with pytest.raises(InputError, match="has no questions"):
        load_gold([path])


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, content):
    """A missing file and one in another encoding are faults of the input."""
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(InputError, match=r"gold\.jsonl can't be read"):
        load_gold([path])
