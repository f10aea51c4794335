"""The score of a claim: higher where more of it stands by the evidence."""

import pytest
from grounding_data import evidence
from hypothesis import given
from hypothesis import strategies as st

from qa.grounding.bearing import Signs, fitted_bearing, score, signs
from qa.grounding.claims import supports

SHOWN = evidence(
    "The ferry carried 1,300 people in May.", context="Marta Quill runs the ferry from Roke to Skerrow all year."
)


def test_the_signs_of_a_claim_are_shares_and_counts():
    """Of six words three are quoted and five stand there at all; a name and a number stand nowhere."""
    found = signs("The ferry carried 1,400 people from Skerrow and Sallow.", [SHOWN])

    assert found == Signs(quoted=pytest.approx(3 / 6), together=pytest.approx(4 / 6), names=1, values=1)


def test_what_is_quoted_scores_above_what_is_only_near_and_that_above_what_is_nowhere():
    """Each well apart, and only the last below the threshold."""
    quoted = supports("The ferry carried 1,300 people.", [SHOWN])
    near = supports("Quill runs the ferry that carried people to Skerrow.", [SHOWN])
    nowhere = supports("Bakers protest against taxes on flour.", [SHOWN])

    assert quoted > near > nowhere
    assert quoted > fitted_bearing().threshold > nowhere


def test_a_claim_without_content_is_borne_out_and_any_other_needs_evidence():
    """Nothing in a mere yes could be wrong here."""
    assert supports("Yes.", []) == 1
    assert supports("The ferry sails.", []) < fitted_bearing().threshold


SIGNS = st.builds(Signs, st.floats(0, 1), st.floats(0, 1), st.integers(0, 5_000), st.integers(0, 5_000))


@given(SIGNS, SIGNS)
def test_a_score_is_a_share_and_follows_its_signs(one, other):
    """More words never lower it, more that is missing never raises it."""
    better = one.quoted >= other.quoted and one.together >= other.together
    better = better and one.names <= other.names and one.values <= other.values

    assert 0 <= score(one, fitted_bearing()) <= 1
    assert not better or score(one, fitted_bearing()) >= score(other, fitted_bearing())
