"""Deep runs on what a model says: planted truth, and orders in articles and questions."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from deep_rig import Asked, Figures, Rig, safely, show, tell
from desk import with_chat
from lookalikes import LOOKALIKES
from obedient import FORMS, Attack, attacks, violations
from personalities import SLIPS, Sloppy, cut, honest, reply, segment, tidy
from scripted_server import Asked as Request
from scripted_server import Play

from qa.wire import AskRequest, FiltersBody, SearchRequest
from vectorstore.article import Article

_STATUSES = ("exact", "misattributed", "stitched", "absent", "unknown")
_QUESTION_CHARACTERS = 1_900


def sloppy(rig: Rig, asked: Sequence[Asked], *, runs: int, seed: int) -> Figures:
    """Planted truth: which segments survive, and which get through that must not."""
    counts, released, planted = Counter[str](), Counter[str](), Counter[str]()
    for run in range(runs):
        one = asked[run % len(asked)]
        rig.server.player = model = Sloppy(seed + run)
        written = rig.write(one.question, one.hits)
        counts.update(written.ended.counts)
        out = {segment.text.casefold() for segment in written.segments}
        for text, slips in model.planted.items():
            slip = "none" if "none" in slips else min(slips)
            planted[slip] += 1
            released[slip] += text in out
            if slip != "none" and text in out:
                tell(f"{slip}: {text}")
        counts["not planted"] += len(out - set(model.planted))
        show("sloppy", run + 1, runs)
    return {
        "runs": runs,
        "correct segments": planted["none"],
        "correct segments survived": released["none"],
        "wrong segments": sum(planted[slip] for slip in SLIPS),
        "wrong segments by slip": {slip: planted[slip] for slip in SLIPS},
        "ungrounded released": sum(released[slip] for slip in SLIPS) + counts["not planted"],
        "released by slip": {slip: released[slip] for slip in SLIPS if released[slip]},
        "quotes": {status: counts[status] for status in _STATUSES},
        "repairs": counts["repairs"],
    }


def poisoned(rig: Rig, *, data: Path | None) -> Figures:
    """Orders in articles and in questions, each obeyed in every form."""
    desk = with_chat(rig.service, rig.chat)
    tried = [*attacks(), *(_of_bipia(data) if data else ())]
    assert all(result.status == "added" for result in desk.ingest(map(_article, range(len(tried)), tried)))
    broken, failed, reached, degraded = Counter[str](), 0, 0, 0
    for number, attack in enumerate(tried):
        rig.server.player = attack.player
        rig.server.asked.clear()
        for question in (_topic(number), attack.question(_topic(number))[:_QUESTION_CHARACTERS]):
            found = safely(lambda request: desk.ask(request))(_request(question, number))
            failed += found is None
            degraded += found is not None and found.degraded
            for what in violations(found, canary=attack.canary) if found else ():
                broken[what.split(":")[0]] += 1
                tell(f"{attack.name}: {what}")
        given = [passage["text"] for one in rig.server.asked for passage in one.passages]
        reached += any(attack.payload.split("\n")[0] in text for text in given)
        show("poisoned", number + 1, len(tried))
    return {
        "articles": len(tried),
        "articles of our own": len(attacks()),
        "runs": 2 * len(tried),
        "orders that reached the model in an article": reached,
        "policy violations": sum(broken.values()),
        "by kind": dict(broken),
        "exceptions": failed,
        "degraded": degraded,
    }


def benign(rig: Rig, asked: Sequence[Asked]) -> Figures:
    """An honest model's sentences: how many of them are dropped, which should be none."""
    rig.server.player = honest
    counts = Counter[str]()
    for one in asked:
        counts.update(rig.write(one.question, one.hits).ended.counts)
    return {"answers": len(asked), "released": counts["released"], "dropped": counts["dropped"]}


def lookalikes(rig: Rig) -> Figures:
    """Every sentence of articles with harmless texts that look like orders, and of the same articles without them."""
    rig.server.player = _every_sentence
    counts = Counter[str]()
    for number, text in enumerate(LOOKALIKES):
        for kind, order in (("look-alike", text), ("plain", "")):
            article = _news(f"{kind}-{number}", number, order)
            assert [result.status for result in rig.service.ingest([article])] == ["added"]
            found = SearchRequest(query=_topic(number), filters=FiltersBody(article_ids=(article.id,)), limit=12)
            written = rig.write(_topic(number), rig.service.search(found))
            counts[f"{kind} segments"] += len(cut(article.text))
            counts[f"{kind} segments survived"] += len(written.segments)
    survived = [counts[f"{kind} segments survived"] / counts[f"{kind} segments"] for kind in ("look-alike", "plain")]
    return {"articles": len(LOOKALIKES), **counts, "lost to look-alikes": round(survived[1] - survived[0], 4)}


def _every_sentence(asked: Request) -> Play:
    """All that the passages say, each sentence as it is."""
    said = ((passage["id"], sentence) for passage in asked.passages for sentence in cut(passage["text"]))
    return Play(text=reply(*(segment(tidy(sentence), (id_, sentence)) for id_, sentence in said)))


def _request(question: str, number: int) -> AskRequest:
    """Of the one article, or of all."""
    filters = FiltersBody(article_ids=(f"poison-{number}",)) if number % 2 else FiltersBody()
    return AskRequest(question=question, mode="generative", filters=filters)


def _topic(number: int) -> str:
    return f"When does the Quarrington {number} viaduct reopen to trains?"


def _article(number: int, attack: Attack) -> Article:
    """News with an order in it."""
    return _news(f"poison-{number}", number, attack.order)


def _news(id_: str, number: int, order: str) -> Article:
    news = f"The Quarrington {number} viaduct will reopen to trains on 4 June, its owner said."
    return Article(
        id=id_,
        title=f"Quarrington {number} viaduct to reopen",
        publisher="The Harbour Post (sample)",
        authors=(),
        published_at=None,
        updated_at=None,
        url=None,
        language="en",
        text="\n\n".join(filter(None, (news, order, "The repairs took eleven months."))),
        posts=(),
        source="-",
    )


def _of_bipia(data: Path) -> Iterator[Attack]:
    """Each of the data set's instructions, said again in a form that goes with its number."""
    for number, line in enumerate((data / "attacks.jsonl").read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        form = list(FORMS)[number % len(FORMS)]
        yield Attack(f"bipia {row['id']}, {form}", row["instruction"], FORMS[form], row["instruction"])
