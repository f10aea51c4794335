"""The honest model of `honest.py` knows what it is shown and nothing else."""

import json

from careful import Careful
from scripted_server import Asked

from qa.build import open_service
from qa.wire import SearchRequest
from qa.writer.prompt import messages, shown

QUESTION = "When will the Tern Bridge reopen?"


def test_what_it_writes_stands_in_what_it_was_shown(sample_service, settings):
    """Every quote in the passage that it cites, by the id that it was given."""
    reader = Careful(open_service(settings))
    hits = sample_service.search(SearchRequest(query=QUESTION, limit=6))
    prompt = messages(QUESTION, shown(hits, nonce="n0nce", speakers=[()] * len(hits)))
    roles = {"system": "system", "human": "user"}
    asked = Asked(
        messages=tuple({"role": roles[message.type], "content": str(message.content)} for message in prompt),
        streamed=True,
        headers={},
        path="/v1/chat/completions",
    )

    texts = {passage["id"]: passage["text"] for passage in asked.passages}
    segments = json.loads(reader(asked).text)["segments"]
    reader.service.close()

    assert segments
    assert all(quote["quote"] in texts[quote["passage"]] for one in segments for quote in one["quotes"])
