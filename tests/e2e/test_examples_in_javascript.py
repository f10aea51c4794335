"""The examples in JavaScript run as they are and show the answer with its sources."""

import pytest
from npm_packages import ROOT


@pytest.mark.parametrize("example", ["openai.mjs", "ai-sdk.mjs"])
def test_an_example_prints_the_answer_and_its_sources(node, server, question, example):
    """Each number with the headline and the page of what it cites."""
    reply = server.post("/v1/ask", json={"question": question}).json()

    printed = node.run(ROOT / "examples" / example, question, str(server.base_url))

    answer, _, listed = printed.partition("\n\n")
    sources = listed.split("\n[")
    assert answer == reply["answer"]
    assert len(sources) == len(reply["citations"]) > 1
    for citation, source in zip(reply["citations"], sources, strict=True):
        assert source.removeprefix("[").startswith(f"{citation['marker']}] {citation['publisher']}: ")
        assert f"/a/{citation['article_id']}?" in source
