"""Articles over HTTP."""

from concurrent.futures import ThreadPoolExecutor


def _article(name: str, text: str) -> dict[str, object]:
    return {"id": name, "title": f"About {name}", "publisher": "The Test Sheet", "text": text}


def _add(client, *articles: object) -> list[dict[str, str]]:
    response = client.post("/v1/articles", json={"articles": articles})
    assert response.status_code == 201, response.text
    return response.json()["results"]


def test_an_article_is_found_as_soon_as_it_was_taken(client):
    """What is answered with 201 can be asked about at once."""
    article = _article("gondola", 'The gondola to Mount Hesper will open on 3 June. "It is safe," said Ada Finch.')
    added = client.post("/v1/articles", json=article)

    reply = client.post("/v1/ask", json={"question": "When will the gondola to Mount Hesper open?"}).json()

    assert added.status_code == 201
    assert added.json() == {"results": [{"id": "gondola", "status": "added"}]}
    assert reply["answered"]
    assert reply["citations"][0]["article_id"] == "gondola"
    assert "3 June" in reply["answer"]


def test_an_article_sent_again_is_unchanged_and_a_changed_one_updated(client):
    """Sending is idempotent by id and content."""
    article = _article("tram", "The night tram to Ostwick was cancelled, said Bo Lind.")

    statuses = [_add(client, a)[0]["status"] for a in (article, article, {**article, "title": "Night tram"})]

    assert statuses == ["added", "unchanged", "updated"]


def test_a_bad_article_fails_alone(client):
    """The good ones beside it go in, and the results are in the order of the request."""
    results = _add(client, {"id": "blank", "text": " "}, _article("kiln", "The kiln at Morrow was relit."), 5)

    assert [(result["id"], result["status"]) for result in results] == [
        ("blank", "failed"),
        ("kiln", "added"),
        (None, "failed"),
    ]
    assert "text" in results[0]["error"]
    assert "error" not in results[1]


def test_where_no_article_is_taken_it_is_a_problem_with_the_results(client):
    """Status 422, and each article's reason."""
    response = client.post("/v1/articles", json={"articles": [{"id": "one"}, {"id": "two", "text": ""}]})

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert [(r["id"], r["status"]) for r in response.json()["results"]] == [("one", "failed"), ("two", "failed")]


def test_an_article_over_the_limit_of_characters_fails(client):
    """A text that is too long is refused with its length and the limit."""
    [good, bad] = _add(client, _article("short", "The lock gates hold."), _article("long", "word " * 200_001))

    assert good["status"] == "added"
    assert bad["status"] == "failed"
    assert "1,000,005" in bad["error"]
    assert "1,000,000" in bad["error"]


def test_lone_surrogates_and_nul_in_an_article_are_replaced(client):
    """Half a surrogate pair can't be stored: U+FFFD stands for it, and the article can be read back."""
    body = b'{"id": "torn", "title": "T\\ud83d", "text": "The \\ud800zeppelin\\u0000 of Quarn flew."}'
    client.post("/v1/articles", content=body, headers={"content-type": "application/json"}).raise_for_status()

    hits = client.post("/v1/search", json={"query": "zeppelin of Quarn", "limit": 1}).json()["hits"]

    assert hits[0]["text"] == "The \ufffdzeppelin\ufffd of Quarn flew."
    assert hits[0]["title"] == "T\ufffd"


def test_markup_in_an_article_stays_text(client):
    """A script in an article travels as JSON that browsers are told not to sniff."""
    script = "<script>alert(1)</script> The parade in Vell was called off."
    _add(client, _article("markup", script))

    response = client.post("/v1/search", json={"query": "parade in Vell", "limit": 1})

    assert response.json()["hits"][0]["text"] == script
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_asking_and_searching_while_articles_come_in_is_served(client):
    """From several threads at once, none is answered with an error."""

    def ask(n: int) -> int:
        return client.post("/v1/ask", json={"question": f"What did Edwin Strake say about the bridge? {n}"}).status_code

    def search(n: int) -> int:
        return client.post("/v1/search", json={"query": f"ferry {n}"}).status_code

    def add(n: int) -> int:
        article = _article(f"crowd-{n % 4}", f"Crowd number {n} came to the pier, said Cy Orr.")
        return client.post("/v1/articles", json=article).status_code

    with ThreadPoolExecutor(6) as threads:
        statuses = [threads.submit(work, n) for n in range(8) for work in (ask, search, add)]

    assert {status.result() for status in statuses} == {200, 201}
