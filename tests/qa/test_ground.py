"""Nothing leaves that the archive doesn't bear out."""

from dataclasses import replace

import pytest

from qa.candidates import Candidate, Closeness
from qa.draft import Draft
from qa.ground import ground
from qa.reply import Hit
from qa.service import Service
from qa.wire import SearchRequest


@pytest.fixture(scope="module")
def source(sample_service: Service) -> Candidate:
    """The first 40 characters of the best passage for some words."""
    hit = sample_service.search(SearchRequest(query="the hangers of the bridge"))[0]
    return Candidate(
        hit=hit,
        start=hit.passage.start,
        end=hit.passage.start + 40,
        speaker="Marta Quill",
        closeness=Closeness(1, 1, 0),
        support=1.0,
    )


def test_verbatim_text_passes_with_or_without_its_speakers_name(sample_service: Service, source: Candidate) -> None:
    """The words themselves, and the words under the speaker's name."""
    drafts = [Draft(source.text, (source,)), Draft(f"Marta Quill: {source.text}", (source,))]
    answer = ground(drafts, sample_service.store.archive, max_citations=8)

    assert answer is not None
    assert [segment.text for segment in answer.segments] == [draft.text for draft in drafts]


@pytest.mark.parametrize("text", ["{} not", "Edwin Strake: {}", "Not {}", "", "{}{}"])
def test_text_that_is_not_its_sources_is_dropped(sample_service: Service, source: Candidate, text: str) -> None:
    """A word more, another speaker, a negation, nothing, twice the same: none of them is verbatim."""
    drafts = [Draft(text.format(source.text, source.text), (source,))]

    assert ground(drafts, sample_service.store.archive, max_citations=8) is None


def test_a_source_that_the_archive_does_not_hold_as_it_was_is_dropped(
    sample_service: Service, source: Candidate
) -> None:
    """An article that was changed or removed since it was found is not cited."""
    changed = replace(source.hit.article, text=source.hit.article.text + " ")
    removed = replace(source.hit.article, id="gone")
    for article in (changed, removed):
        hit = Hit(source.hit.passage, article, 1.0, {})
        stale = replace(source, hit=hit)

        assert ground([Draft(stale.text, (stale,))], sample_service.store.archive, max_citations=8) is None


def test_a_dropped_segment_leaves_the_others(sample_service: Service, source: Candidate) -> None:
    """Markers stay in step with what is left."""
    drafts = [Draft("invented", (source,)), Draft(source.text, (source,))]
    answer = ground(drafts, sample_service.store.archive, max_citations=8)

    assert answer is not None
    assert [(segment.text, segment.markers) for segment in answer.segments] == [(source.text, (1,))]
