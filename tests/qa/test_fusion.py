"""One score of many signals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.fusion import PART, WHOLE, Floats, Weights, fitted_weights, fused

_WEIGHTS = Weights(
    whole={"cosine": 1, "words": 0.5, "story": 0.25, "outlet": 2, "day": 4, "fresh": 8, "speaker": 16},
    part={"cosine": 1, "words": 0.5, "outlet": 2, "day": 4, "whole": 0.25},
)
_NO_PARTS = np.zeros((0, 0, len(PART)), np.float32)
_ROW = st.tuples(*[st.floats(0, 1, width=32)] * len(WHOLE))
_rows = st.lists(_ROW, min_size=1, max_size=9)


def _whole(*rows: dict[str, float]) -> Floats:
    return np.array([[row.get(name, 0) for name in WHOLE] for row in rows], np.float32)


def _parts(*cosines: list[float]) -> Floats:
    """Parts for which nothing but the cosine tells the passages apart."""
    found = np.zeros((len(cosines), len(cosines[0]), len(PART)), np.float32)
    found[:, :, PART.index("cosine")] = cosines
    return found


def test_without_parts_the_signals_add_up() -> None:
    """Each counts what its weight says."""
    whole = _whole({"cosine": 0.5, "words": 1}, {"story": 1, "outlet": 1}, {"day": 1, "fresh": 0.5, "speaker": 1}, {})

    assert fused(whole, _NO_PARTS, _WEIGHTS).tolist() == [1.0, 2.25, 24.0, 0.0]


def test_no_passages_have_no_scores() -> None:
    """Neither with parts nor without."""
    none = np.zeros((0, len(WHOLE)), np.float32)

    assert fused(none, _NO_PARTS, _WEIGHTS).shape == (0,)
    assert fused(none, np.zeros((2, 0, len(PART)), np.float32), _WEIGHTS).shape == (0,)


def test_with_parts_the_best_part_counts() -> None:
    """First for one part and last for the other is better than second for both."""
    scores = fused(_whole({}, {}, {}), _parts([0.9, 0.5, 0.1], [0.1, 0.5, 0.9]), _WEIGHTS)

    assert scores[0] == pytest.approx(scores[2])
    assert scores[0] > scores[1]


def test_with_parts_the_whole_breaks_ties() -> None:
    """Of two that stand alike in the parts' ranks the better one for the whole question is first."""
    scores = fused(_whole({}, {"fresh": 0.1}), _parts([0.9, 0.1], [0.1, 0.9]), _WEIGHTS)

    assert scores[1] > scores[0]


@pytest.mark.parametrize("name", ["outlet", "day"])
def test_an_outlet_or_a_day_counts_by_part_where_there_are_parts(name: str) -> None:
    """That of the whole question doesn't change a part's ranks; that of the part does."""
    parts = _parts([0.9, 0.8])
    for_whole = fused(_whole({}, {name: 1}), parts, _WEIGHTS)
    parts[0, 1, PART.index(name)] = 1
    for_part = fused(_whole({}, {}), parts, _WEIGHTS)

    assert for_whole[0] > for_whole[1]
    assert for_part[1] > for_part[0]


def test_the_fitted_weights_have_every_signal() -> None:
    """And nothing else; none is negative, and the cosine counts."""
    weights = fitted_weights()

    assert set(weights.whole) == set(WHOLE)
    assert set(weights.part) == {*PART, "whole"}
    assert min(*weights.whole.values(), *weights.part.values()) >= 0
    assert weights.whole["cosine"] > 0 < weights.part["cosine"]


@given(rows=_rows, data=st.data())
def test_the_order_of_the_passages_does_not_matter(rows: list[tuple[float, ...]], data: st.DataObject) -> None:
    """Each has its score wherever it stands."""
    order = data.draw(st.permutations(range(len(rows))))
    whole = np.array(rows, np.float32)

    np.testing.assert_allclose(
        fused(whole[order], _NO_PARTS, _WEIGHTS), fused(whole, _NO_PARTS, _WEIGHTS)[order], rtol=1e-5
    )


@given(st.data())
def test_the_order_of_passages_that_differ_in_the_parts_does_not_matter(data: st.DataObject) -> None:
    """Each has its score wherever it stands; those alike in a part are told apart by their place."""
    passages, parts = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 3))
    ranked = [data.draw(st.permutations(range(passages))) for _ in range(parts)]
    order = data.draw(st.permutations(range(passages)))
    whole, of_parts = _whole(*[{}] * passages), _parts(*[[place / 8 for place in ranks] for ranks in ranked])

    np.testing.assert_allclose(
        fused(whole[order], of_parts[:, order], _WEIGHTS), fused(whole, of_parts, _WEIGHTS)[order], rtol=1e-5
    )


@given(rows=_rows, data=st.data())
def test_more_of_a_signal_never_lowers_the_score(rows: list[tuple[float, ...]], data: st.DataObject) -> None:
    """Of no passage, where every weight is positive."""
    whole = np.array(rows, np.float32)
    place, signal = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, len(WHOLE) - 1))
    more = whole.copy()
    more[place, signal] = data.draw(st.floats(float(whole[place, signal]), 1, width=32))

    assert (fused(more, _NO_PARTS, _WEIGHTS) >= fused(whole, _NO_PARTS, _WEIGHTS)).all()
