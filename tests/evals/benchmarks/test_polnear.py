"""Who said what, over annotated articles."""

import pytest
from benchmark_data import quiet, values, write_rows

from evals.benchmarks.polnear import measure

QUOTE = "“We will mend the pier before the spring tides come,”"
TEXT = (
    f"The council met on Monday.\n\n{QUOTE} said Ida Brock, the harbour master.\n\n"
    "Lem Okoro, who sells rye bread on Mill Lane, said that the bakery would close in June."
)
BAKERY = "that the bakery would close in June"


def attribution(place, content, *, source):
    """The content as said by the source."""
    start = TEXT.index(content)
    spans = [[start, start + len(content)]]
    return {
        "id": f"pier-{place}",
        "doc_id": "pier",
        "direct": content.startswith("“"),
        "content_spans": spans,
        "source_names": [source],
    }


@pytest.fixture
def folder(tmp_path):
    """One article with two speakers, and a question or two of each set."""
    article = {"id": "pier", "title": "Pier", "publisher": "The Quellin Herald", "published_at": "2016-09-12"}
    gold = attribution(0, QUOTE, source="Ida Brock"), attribution(1, BAKERY, source="Lem Okoro")
    said = {"doc_id": "pier", "statement": QUOTE, "spans": gold[0]["content_spans"]}
    ask = f"Say: {QUOTE}"
    sets = {
        "articles": [{**article, "text": TEXT}],
        "attributions": gold,
        "q_who_said": [
            {
                "id": "who",
                "question": f"Who said: {QUOTE}",
                "doc_id": "pier",
                "attribution_id": "pier-0",
                "answer_last_names": ["Brock"],
            }
        ],
        "q_verify_speaker": [
            {"id": "true", "question": f"Did Brock {ask}", "doc_id": "pier", "speaker": "Brock", "label": True},
            {"id": "false", "question": f"Did Okoro {ask}", "doc_id": "pier", "speaker": "Okoro", "label": False},
        ],
        "q_what_about": [
            {
                "id": "about",
                "question": "What did Ida Brock say about the pier?",
                "speaker": "Ida Brock",
                "gold": [said],
            }
        ],
        "q_what_said": [
            {
                "id": "what",
                "question": "What did Lem Okoro say about the bakery?",
                "doc_id": "pier",
                "speaker": "Lem Okoro",
                "gold_statements": [BAKERY, "that he would move to Montevideo with all of his ovens"],
                "attribution_ids": ["pier-1"],
            }
        ],
        "q_what_about_unanswerable": [
            {"id": "none", "question": "What did Ida Brock say about Montevideo?", "speaker": "Ida Brock"}
        ],
    }
    for row in sets["q_verify_speaker"]:
        row["quote"] = QUOTE
    for name, rows in sets.items():
        write_rows(tmp_path / f"{name}.jsonl", rows)
    return tmp_path


def test_the_whole_set_is_measured(folder, settings):
    """Every answer is right, but of two gold statements one is in no article."""
    result = measure(folder, limit=None, lab=quiet(settings))

    assert result.errors == ()
    assert values(result) == {
        "who_said accuracy": 1,
        "who_said accuracy by cited speakers": 1,
        "who_said citation overlap": 1,
        "who_said false abstention": 0,
        "verify accuracy": 1,
        "verify false-accept rate": 0,
        "what_about statement recall": 1,
        "what_about citation overlap": 1,
        "what_about false abstention": 0,
        "quote precision": 1,
        "misattribution rate": 0,
        "quotes of no named source": 0,
        "what_said statement recall": 0.5,
        "what_said citation overlap": 1,
        "what_said false abstention": 0,
        "abstention on unanswerable": 1,
        "statements, direct quotations F1": 1,
        "statements, direct quotations F1, reported ones aside": 1,
        "statements, content token F1": 1,
    }


def test_a_limit_is_of_each_set(folder, settings):
    """One question of each of the five sets is asked."""
    result = measure(folder, limit=1, lab=quiet(settings))

    assert len(result.rows) == 5
