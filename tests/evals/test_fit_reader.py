"""The fit of the reader's weights: what is learnt, and that no question is judged by its own story."""

from dataclasses import replace

import numpy as np
import pytest

from evals.fit_reader import cross_validated, fitted_weights, unread
from evals.reader_cases import Case, LearningSet, cases, gold_set
from evals.samples import sample_articles, sample_questions
from qa.question import Question
from qa.reader.signs import NAMES, READ

_GOLD, _PUBLIC = LearningSet("gold", (), ()), LearningSet("public", (), (), is_public=True)


@pytest.fixture(scope="module")
def seen(sample_service):
    """A question as understood, and two candidates, for cases to be made of."""
    question = Question(text="Who runs the pub by the bridge?")
    understood = sample_service.questions.read(question)
    hits = sample_service.retriever.hits(question, understood, limit=12)
    finder = sample_service.reader.finder
    return understood, finder.candidates(understood, finder.sentences(understood, hits))[:2]


def _case(seen, story, *, words, of=_GOLD, answerable=True):
    """The first of two sentences has the words, and answers where anything does."""
    understood, candidates = seen
    signs = np.zeros((2, len(NAMES)))
    signs[0, NAMES.index("words")], signs[:, NAMES.index("reading")] = words, (words, -words)
    answers = np.array([answerable, False])
    return Case(of, story, understood, candidates, signs, answers, answerable)


def _known(seen):
    answered = [_case(seen, f"story {n}", words=0.7 + n / 100) for n in range(20)]
    return answered + [_case(seen, f"none {n}", words=n / 100, answerable=False) for n in range(20)]


def test_the_fit_tells_answers_apart(seen):
    """Words speak for a sentence, and a good best sentence for there being an answer."""
    judged = cross_validated(_known(seen))

    assert all(odds[0] > odds[1] for odds in judged.log_odds[:20])
    assert judged.answered[:20].min() > judged.answered[20:].max()


def test_no_question_is_judged_by_its_own_story(seen):
    """One that is labelled against all others changes nothing for itself."""
    known = _known(seen)
    other = replace(known[0], answers=~known[0].answers)

    plain, changed = cross_validated(known), cross_validated([other, *known[1:]])

    assert plain.log_odds[0] == pytest.approx(changed.log_odds[0])


def test_a_public_set_teaches_nothing_of_how_often_there_is_an_answer(seen):
    """However many of its questions have none, others like them are answered."""
    known = _known(seen)
    rest = [_case(seen, f"far {n}", words=0.7 + n / 100, of=_PUBLIC, answerable=False) for n in range(60)]

    as_public = cross_validated([*known, *rest]).answered[:20].mean()
    as_ours = cross_validated([*known, *(replace(case, of=_GOLD) for case in rest)]).answered[:20].mean()

    assert as_public > as_ours + 0.1


def test_what_is_kept_without_the_reader_has_no_sign_of_it(seen):
    """Neither for a sentence nor for an answer."""
    kept = fitted_weights(list(map(unread, _known(seen))))

    assert not READ & kept["sentence"]["weights"].keys()
    assert "reading" not in kept["answered"]["weights"]


def test_a_case_has_the_sentences_that_may_answer_and_which_do(settings):
    """A gold question of the samples, whose evidence is found."""
    gold = gold_set("samples", sample_questions(), [sample_articles()])
    own = replace(gold, asked=[one for one in gold.asked if one.is_answerable][:3])

    found = list(cases(own, settings=settings))

    assert len(found) == 3
    assert all(case.signs.shape == (len(case.candidates), len(NAMES)) for case in found)
    assert all(case.answers.any() and not case.answers.all() for case in found)
