"""What every data set's adapter stands on: rows, samples, questions asked one by one, and names."""

import gzip

import pytest
from benchmark_data import reply

from evals.benchmarks.benchmark import DataRow, ask_each, plain_article, read_rows, said, sample
from evals.benchmarks.catalogue import NAMES, adapter, folder
from evals.target import Target
from qa.wire import AskRequest, SegmentBody
from vectorstore.errors import InputError, OnrecordError


class Buoy(DataRow):
    """A row of a data set."""

    colour: str


BUOYS = tuple(Buoy(id=f"b{number}", colour="red") for number in range(20))
LINES = '{"id": "b1", "colour": "red", "depth_m": 4}\n\n{"id": "b2", "colour": "grün"}\n'
CUT_OFF = gzip.compress(LINES.encode(), mtime=0)[:-12]
SPOILED = gzip.compress(LINES.encode(), mtime=0)[:10] + b"\xff" * 40


def test_rows_are_read_from_json_lines(tmp_path):
    """Empty lines and fields that aren't named are passed over."""
    (tmp_path / "buoys.jsonl").write_text(LINES, "utf-8")

    assert read_rows(tmp_path / "buoys.jsonl", Buoy) == (Buoy(id="b1", colour="red"), Buoy(id="b2", colour="grün"))


def test_rows_are_read_from_a_gzipped_file(tmp_path):
    """The name says that it is one."""
    (tmp_path / "buoys.jsonl.gz").write_bytes(gzip.compress(LINES.encode()))

    assert [row.id for row in read_rows(tmp_path / "buoys.jsonl.gz", Buoy)] == ["b1", "b2"]


@pytest.mark.parametrize("name", ["buoys.jsonl", "buoys.jsonl.gz"])
def test_a_missing_file_is_named(tmp_path, name):
    """The message says which option to change."""
    with pytest.raises(InputError, match=rf"{name} can't be read .*--data"):
        read_rows(tmp_path / name, Buoy)


@pytest.mark.parametrize("content", [b"not gzipped", CUT_OFF, SPOILED, gzip.compress(b"\xff", mtime=0)])
def test_a_damaged_file_is_named(tmp_path, content):
    """It is not gzipped, cut off, spoiled, or not UTF-8."""
    (tmp_path / "buoys.jsonl.gz").write_bytes(content)

    with pytest.raises(InputError, match=r"buoys\.jsonl\.gz can't be read"):
        read_rows(tmp_path / "buoys.jsonl.gz", Buoy)


@pytest.mark.parametrize("line", ['{"id": "b3"}', '{"id": "b3", "colour": 4}', "buoy"])
def test_a_line_of_another_data_set_is_refused(tmp_path, line):
    """A field is missing or of another kind, or it is no JSON."""
    (tmp_path / "buoys.jsonl").write_text(f"{LINES}{line}\n", "utf-8")

    with pytest.raises(InputError, match=r"buoys\.jsonl is not of this data set"):
        read_rows(tmp_path / "buoys.jsonl", Buoy)


def test_a_sample_is_always_the_same_rows_in_the_files_order():
    """Neither the other rows nor their order change which are taken."""
    taken = sample(BUOYS, 5)

    assert len(taken) == 5
    assert [row for row in BUOYS if row in taken] == list(taken)
    assert set(sample(BUOYS[::-1], 5)) == set(taken)
    assert set(sample(BUOYS, 4)) < set(taken)


@pytest.mark.parametrize("limit", [None, 20, 21])
def test_a_sample_without_a_narrower_limit_is_all_rows(limit):
    """Without a limit or with one that is not reached."""
    assert sample(BUOYS, limit) == BUOYS


def test_a_question_that_fails_is_an_error_of_its_row_and_the_others_go_on():
    """Its row has no reply, and progress counts it as done."""

    def ask(request):
        if request.question == "b1":
            raise OnrecordError("fog")
        return reply(f"{request.question} is red.")

    seen = []
    replied, errors = ask_each(
        BUOYS[:3],
        request=lambda row: AskRequest(question=row.id),
        target=Target(ask=ask),
        progress=lambda *done: seen.append(done),
    )

    assert [(row.id, came.answer) for row, came in replied] == [("b0", "b0 is red."), ("b2", "b2 is red.")]
    assert errors == ["b1: OnrecordError: fog"]
    assert seen == [("questions", 1, 3), ("questions", 2, 3), ("questions", 3, 3)]


def test_what_was_said_has_no_markers():
    """The segments of an answer one after the other; nothing of an abstention."""
    segments = (SegmentBody(text="One.", markers=(1,)), SegmentBody(text="Two.", markers=(2, 3)))

    assert said(reply("-").model_copy(update={"segments": segments})) == "One. Two."
    assert said(reply()) == ""


def test_the_text_of_an_article_is_kept_as_it_is():
    """Every offset of a data set counts in it."""
    assert plain_article("b1", "  Red\r\n\tbuoy . ").text == "  Red\r\n\tbuoy . "


@pytest.mark.parametrize("name", NAMES)
def test_every_name_has_its_adapter(name):
    """A module of that name measures."""
    assert callable(adapter(name))


def test_a_data_sets_folder_is_the_one_of_its_name_or_the_one_given(tmp_path):
    """The folder of all data sets does as well as its own."""
    (tmp_path / "scifact").mkdir()

    assert folder(tmp_path, "scifact") == folder(tmp_path / "scifact", "scifact") == tmp_path / "scifact"


def test_two_data_sets_can_have_one_folder(tmp_path):
    """What is searched for in PolNeAR stands in PolNeAR's files."""
    (tmp_path / "polnear").mkdir()

    assert folder(tmp_path, "polnear_search") == folder(tmp_path, "polnear") == tmp_path / "polnear"


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    """The message has the folder and the option."""
    with pytest.raises(InputError, match=r"--data .*nowhere: no such folder"):
        folder(tmp_path / "nowhere", "scifact")
