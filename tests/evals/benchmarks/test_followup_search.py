"""Rewrites are searched with: each finds its turn's own answer or does not."""

import pytest
from benchmark_data import hit, quiet, values, write_rows

from evals.benchmarks.followup import measure
from evals.benchmarks.followup_search import (
    FollowUp,
    Rewritten,
    Scored,
    answers,
    figures,
    gap_recovered,
    measure_search,
    measures,
)
from evals.statistics import NOTHING

LIT = "Ada Thorn lit the lamp on Gull Rock in March 1871."
LEFT = "Ada Thorn went away from Gull Rock in the autumn of 1880."
BAKED = "Lem Okoro baked the first rye loaf on Mill Lane in May 1902."
SOLD = "Lem Okoro sold the bakery on Mill Lane to his niece in 1931."
LAMP = ("Who lit the lamp on Gull Rock?", LIT, "When did she leave it?", LEFT)
LOAF = ("Who baked the first rye loaf on Mill Lane?", BAKED, "Whom did he sell it to?", SOLD)
FERRY = ("Who left it?", "She did leave it: when she left, she left it at noon.", "When did she leave it?", "Never.")
OF_THE_TEN = [
    f"canard answers: {name}{of}"
    for of in ("", " of the raw question", " of the person's rewrite")
    for name in ("MRR@10", "recall@10")
]
NAMES = [*OF_THE_TEN, "canard answers: gap recovered (MRR@10)", "canard answers: gap recovered (recall@10)"]


def turn(conversation, history, *, question="?", rewrite="?", of="canard"):
    """A turn of that conversation after that history."""
    return FollowUp.model_validate(
        {
            "id": f"{conversation}-{len(history)}",
            "set": of,
            "conversation": conversation,
            "history": history,
            "question": question,
            "rewrite": rewrite,
        }
    )


LEAVE = turn("lamp", LAMP[:2], question=LAMP[2], rewrite="When did Ada Thorn go away from Gull Rock?")
SELL = turn("loaf", LOAF[:2], question=LOAF[2], rewrite="Whom did Lem Okoro sell the bakery on Mill Lane to?")
TURNS = [LEAVE, turn("lamp", LAMP), SELL, turn("loaf", LOAF), turn("ferry", FERRY)]


def scored(conversation, ours, raw, human):
    """A turn whose answer has those reciprocal ranks; it is found where they are not 0."""
    of_each = {
        name: {"MRR@10": rank, "recall@10": float(rank > 0)}
        for name, rank in (("ours", ours), ("raw", raw), ("human", human))
    }
    return Scored(conversation=conversation, **of_each)


def by_name(found):
    """The estimate of each figure by its name."""
    return {figure.name: figure.estimate for figure in found}


def test_the_answers_are_those_of_the_longest_history_of_each_conversation():
    """Of two turns of the lamp the later one has both answers; "Never." is too short to be found."""
    assert answers(TURNS) == {"lamp:1": LIT, "lamp:3": LEFT, "loaf:1": BAKED, "loaf:3": SOLD, "ferry:1": FERRY[1]}


def test_an_answer_of_six_words_can_be_found_and_one_of_five_can_not():
    """Words are what blanks part."""
    history = ("?", "one two three four five", "?", "one two three four five six")

    assert answers([turn("a", history)]) == {"a:3": "one two three four five six"}


def test_questions_alone_have_no_answers():
    """CAsT's history holds the questions that came before."""
    assert answers([turn("a", LAMP, of="cast2019")]) == {}


def test_the_answers_of_the_history_are_taken_out_of_the_ranking():
    """Of five articles found before the turn's own two are known, and one of another conversation's same place not."""
    asked = turn("a", ("?", "-", "?", "-"))

    found = measures(asked, map(hit, ["a:1", "b:1", "a:3", "b:1", "a:7", "a:5"]))

    assert found == {"MRR@10": pytest.approx(1 / 3), "recall@10": 1}


@pytest.mark.parametrize(("others", "expected"), [(9, (0.1, 1)), (10, (0, 0))])
def test_ten_answers_count_when_those_of_the_history_are_out(others, expected):
    """The known answer is an eleventh or a twelfth and takes no place."""
    found = measures(turn("a", ("?", "-")), map(hit, ["a:1", *(f"b:{place}" for place in range(others)), "a:3"]))

    assert (found["MRR@10"], found["recall@10"]) == expected


def test_an_answer_that_is_not_found_counts_0():
    """Neither is there an error."""
    assert measures(turn("a", ()), []) == {"MRR@10": 0, "recall@10": 0}


def test_a_copy_stands_for_the_own_answer_and_for_a_known_one():
    """The first hit has the history's words, the second the own answer's."""
    found = measures(turn("a", ("?", "-")), [hit("b:1", copies=["a:1"]), hit("c:1", copies=["a:3"])])

    assert found["MRR@10"] == 1


def test_an_own_answer_that_repeats_the_history_is_not_taken_out_with_it():
    """The hit for the known answer stands for both."""
    assert measures(turn("a", ("?", "-")), [hit("b:1"), hit("a:1", copies=["a:3"])])["MRR@10"] == 0.5


def test_the_figures_are_means_and_shares_of_the_gap():
    """Ranks 1, 2 and none; of 1.5 by which the person's ranks are better, 0.75 are made up; 1 of 2 answers too."""
    found = by_name(figures([scored("a", 1, 0.5, 1), scored("b", 0.25, 0, 0.5), scored("c", 0, 0, 0.5)]))

    assert list(found) == NAMES
    assert [found[name].value for name in NAMES] == pytest.approx(
        [1.25 / 3, 2 / 3, 0.5 / 3, 1 / 3, 2 / 3, 1, 0.5, 0.5],
    )
    assert {estimate.n for estimate in found.values()} == {3}


def test_turns_of_one_conversation_are_resampled_together():
    """Of one cluster alone no resample differs; of two a resample has either one alone or both."""
    names = ["canard answers: MRR@10", NAMES[-2]]
    together = by_name(figures([scored("a", 1, 0, 1), scored("a", 0, 0, 1)]))
    apart = by_name(figures([scored("a", 1, 0, 1), scored("b", 0, 0, 1)]))

    assert [(together[name].low, together[name].value, together[name].high) for name in names] == [(0.5, 0.5, 0.5)] * 2
    assert [(apart[name].low, apart[name].value, apart[name].high) for name in names] == [(0, 0.5, 1)] * 2


@pytest.mark.parametrize(
    ("ours", "share"),
    [(0.5, 0), (1.0, 1), (0.25, -0.5), (0.875, 0.75)],
)
def test_a_share_of_the_gap_is_none_all_less_or_between(ours, share):
    """The raw question is at 0.5, the person's rewrite at 1."""
    assert gap_recovered([(ours, 0.5, 1.0)], clusters=["a"]).value == share


def test_a_rewrite_better_than_the_persons_recovers_more_than_all():
    """It is not cut off at 1."""
    assert gap_recovered([(1.0, 0.25, 0.5)], clusters=["a"]).value == 3


@pytest.mark.parametrize("human", [0.5, 0.25])
def test_where_the_persons_rewrite_is_no_better_there_is_no_share(human):
    """Nor where it is worse."""
    assert gap_recovered([(1.0, 0.5, human)], clusters=["a"]) == NOTHING


def test_a_resample_without_a_gap_gives_a_number():
    """A quarter of the resamples draw only the conversation that has no gap."""
    estimate = gap_recovered([(1.0, 0.5, 1.0), (1.0, 0.5, 0.5)], clusters=["a", "b"])

    assert (estimate.low, estimate.value, estimate.high) == (0, 2, 2)


@pytest.mark.parametrize(("rewrite", "found", "share"), [(LEAVE.rewrite, 1, 1), (LEAVE.question, 0.5, 0)])
def test_a_rewrite_finds_what_the_question_alone_does_not(settings, rewrite, found, share):
    """Another conversation's answer has the question's own words, so the raw question finds that one first."""
    shown, errors = measure_search([Rewritten(LEAVE, rewrite)], turns=TURNS, lab=quiet(settings))

    estimates = by_name(shown)
    assert errors == ()
    assert estimates["canard answers: MRR@10"].value == found
    assert estimates["canard answers: MRR@10 of the raw question"].value == 0.5
    assert estimates["canard answers: MRR@10 of the person's rewrite"].value == 1
    assert estimates["canard answers: gap recovered (MRR@10)"].value == share
    assert {estimates[name].value for name in OF_THE_TEN if "recall" in name} == {1}
    assert estimates["canard answers: gap recovered (recall@10)"] == NOTHING


def test_only_turns_whose_answer_can_be_found_are_counted(settings):
    """The last turns' answers are in no history, the ferry's is too short, and a question of CAsT has none."""
    cast = turn("lamp", LAMP[:2], question="When did Ada Thorn leave?", of="cast2019")
    ferry = turn("ferry", FERRY[:2], question=FERRY[2])
    rewritten = [Rewritten(one, one.question) for one in (*TURNS, cast, ferry)]

    shown, _ = measure_search(rewritten, turns=[*TURNS, cast, ferry], lab=quiet(settings))

    assert by_name(shown)["canard answers: MRR@10"].n == 2


def test_a_turn_whose_search_fails_is_an_error_and_not_counted(settings):
    """An empty rewrite can't be searched with; the other turn still counts, by all three texts."""
    rewritten = [Rewritten(LEAVE, " "), Rewritten(SELL, SELL.rewrite)]

    shown, errors = measure_search(rewritten, turns=TURNS, lab=quiet(settings))

    assert [error.split(":")[0] for error in errors] == ["lamp-2"]
    assert {by_name(shown)[name].n for name in OF_THE_TEN} == {1}


def test_without_a_searchable_turn_every_figure_is_empty(settings):
    """All names are there, none has a number."""
    shown, errors = measure_search([Rewritten(TURNS[1], "?")], turns=TURNS, lab=quiet(settings))

    assert errors == ()
    assert [(figure.name, figure.estimate) for figure in shown] == [(name, NOTHING) for name in NAMES]


def test_the_benchmark_ends_with_the_figures_of_the_search(tmp_path, settings):
    """Of five turns two have an answer to find."""
    write_rows(tmp_path / "rewrites.jsonl", [one.model_dump(by_alias=True) for one in TURNS])

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    assert result.errors == ()
    assert list(values(result))[-len(NAMES) :] == NAMES
    assert by_name(result.figures)["canard answers: MRR@10"].n == 2


def test_the_answers_of_turns_outside_the_sample_are_searched_too(tmp_path, settings):
    """The sample has the turn about the bakery and not the later one that holds its answer."""
    write_rows(tmp_path / "rewrites.jsonl", [one.model_dump(by_alias=True) for one in TURNS])

    result = measure(tmp_path, limit=2, lab=quiet(settings))

    assert [row["id"] for row in result.rows] == ["lamp-4", "loaf-2"]
    assert by_name(result.figures)["canard answers: MRR@10"].n == 1


def test_a_search_that_fails_is_an_error_of_the_benchmark(tmp_path, settings):
    """Nobody can search with a person's rewrite of no words."""
    blank = LEAVE.model_copy(update={"rewrite": " "})
    write_rows(tmp_path / "rewrites.jsonl", [one.model_dump(by_alias=True) for one in (blank, *TURNS[1:])])

    result = measure(tmp_path, limit=None, lab=quiet(settings))

    assert [error.split(":")[0] for error in result.errors] == ["lamp-2"]
