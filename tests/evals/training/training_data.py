"""A dozen invented questions in the two forms of the training sets, and a folder that holds every set."""

import gzip
import json
from random import Random

from evals.training.mixes import PARTS, SPOKEN

_TOLD = (
    ("Who painted the mill in Dorrow?", "Hessel Vane painted the mill in Dorrow.", "Rain fell on Sunday."),
    ("When did the ferry to Port Lenn sink?", "The ferry to Port Lenn sank in 1931.", "It was built of oak."),
    ("Where does Oona Brack keep bees?", "For years Oona Brack has kept bees in Sallow.", "Honey is sweet."),
    ("How many lamps did Garth Elm buy?", "The mayor, Garth Elm, bought 40 lamps.", "The street was long."),
    ("What did the smith of Eddering forge?", "A gate was forged by the smith of Eddering.", "He slept late."),
    ("Who won the race of 1954?", "In 1954 it was Ida Moss who won.", "Crowds lined the road."),
    ("Why was the bridge at Karn Hollow shut?", "Rust had shut the bridge at Karn Hollow.", "Buses came."),
    ("When did Tilde Arvo leave?", "Last May the cook Tilde Arvo left.", "Soup was served."),
    ("Who sold the orchard near Wenlow?", "The orchard near Wenlow was sold by Piet Saar.", "Apples fell."),
    ("What is made in Brunt Quay?", "Rope is made in Brunt Quay.", "The tide was low."),
    ("How old is the tower of Ostrel?", "They say the tower of Ostrel is 600 years old.", "It has a clock."),
    ("Who teaches music in Fenn?", "At school Maro Lint teaches music in Fenn.", "The bell rang."),
)
SPEECH = (
    "The harbour was closed on Monday. “The winter ferry will stay in port until April,” said Oona Brack, the harbour "
    "master. Garth Elm, the mayor, said that tickets would be refunded by the council. Nobody else spoke at length."
)


def ranked_rows():
    """Two sentences a question, the second of which answers."""
    return [
        {"id": f"g{n}-{k}", "group": f"g{n}", "question": question, "sentence": text, "label": k, "title": "News"}
        for n, (question, right, wrong) in enumerate(_TOLD)
        for k, text in enumerate((wrong, right))
    ]


def passage_rows():
    """Of each question its passage, with the answer, and, where the number is odd, without one; and speech."""
    return [
        {
            "id": f"p{n}",
            "question": question,
            "passage": passage if n % 2 == 0 else wrong + " Nothing more is known.",
            "passage_id": f"p{n}",
            "title": "News",
            "answers": [{"text": right, "start": passage.index(right)}] if n % 2 == 0 else [],
            "answerable": n % 2 == 0,
        }
        for n, (question, right, wrong) in enumerate(_TOLD)
        for passage in [f"{wrong} {right}"]
    ] + [
        {
            "id": f"speech-{n}",
            "question": "Who closed the harbour?",
            "passage": SPEECH,
            "passage_id": f"speech-{n}",
            "answers": [],
            "answerable": False,
        }
        for n in range(4)
    ]


def write_gzip(file, rows):
    """Writes the rows as gzipped JSON Lines, and gives the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    return file


def write_sets(folder):
    """Every file that a stage reads, all of the same few questions."""
    for part in PARTS["joined"]:
        rows = passage_rows() if part.read.__name__ == "passages" else ranked_rows()
        write_gzip(folder / f"{part.file}.jsonl.gz", rows)
    for name in SPOKEN:
        write_gzip(folder / f"{name}.jsonl.gz", passage_rows())
    return folder


def seeded(seed):
    """Random, but always the same."""
    return Random(seed)  # noqa: S311 - no secret
