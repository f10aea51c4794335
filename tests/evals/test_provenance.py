"""A run says what it was made with, and nothing of whose machine it was made on."""

import dataclasses
import subprocess

import pytest
from gold_oracle import GOLD

from evals.provenance import provenance


def test_what_changes_the_answers_changes_the_provenance(settings, samples):
    """Another question, another article, another setting."""
    made = provenance(GOLD, samples, settings=settings)

    assert made == provenance(GOLD, samples[::-1], settings=settings)
    assert made.gold != provenance(GOLD[1:], samples, settings=settings).gold
    assert made.corpus != provenance(GOLD, samples[1:], settings=settings).corpus
    other = settings.model_copy(update={"min_probability": 0.6})
    assert made.settings != provenance(GOLD, samples, settings=other).settings


def test_neither_folders_nor_addresses_are_kept(settings, samples):
    """A committed baseline names no place on a machine."""
    made = provenance(GOLD, samples, settings=settings)

    assert str(settings.home) not in str(made)
    assert str(settings.models) not in str(made)
    assert {"home", "models", "host", "port"}.isdisjoint(made.settings)
    assert (made.model, len(made.model_files)) == ("all-MiniLM-L6-v2", 64)
    assert {"python", "chromadb", "numpy"} <= set(made.versions)


def test_of_another_server_neither_model_nor_settings_are_known(samples):
    """Over HTTP the questions, the articles and our own code are what is sure."""
    made = provenance(GOLD, samples, settings=None)

    assert (made.model, made.model_files, made.settings, made.is_known) == (None, None, None, False)


@pytest.mark.parametrize(("commit", "known"), [("c0ffee", True), ("c0ffee+", False), (None, False)])
def test_it_is_known_only_where_a_commit_holds_the_code(settings, samples, commit, known):
    """Changed files or no checkout say nothing of the code."""
    made = provenance(GOLD, samples, settings=settings)

    assert dataclasses.replace(made, commit=commit).is_known is known


def test_the_commit_is_the_one_that_is_checked_out(settings, samples):
    """With a plus where files differ from it."""
    head = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    if not head:
        pytest.skip("these tests don't run in a git checkout")

    assert provenance(GOLD, samples, settings=settings).commit in {head, f"{head}+"}
