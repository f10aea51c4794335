"""Asks onrecord by plain HTTP: prints the answer with its quotes, then the same answer as it comes.

pip install httpx
python ask_httpx.py "what did Scholz say about Nord Stream 2" http://127.0.0.1:8000
"""

import json
import sys

import httpx

question, server = (*sys.argv[1:], "http://127.0.0.1:8000")[:2]
asked = {"question": question}

with httpx.Client(base_url=server, timeout=60) as client:
    reply = client.post("/v1/ask", json=asked).raise_for_status().json()
    print(reply["answer"] if reply["answered"] else reply["abstention"]["message"])
    for citation in reply["citations"]:
        day = (citation["published_at"] or "")[:10]
        print(f"\n[{citation['marker']}] {citation['speaker']}, {citation['publisher']} {day}\n    {citation['quote']}")

    print("\nAs it comes:")
    with client.stream("POST", "/v1/ask", json=asked, headers={"Accept": "text/event-stream"}) as response:
        response.raise_for_status()
        for line in response.iter_lines():  # an event is two lines, its name and its JSON, and a blank one
            name, _, value = line.partition(": ")
            if name == "event":
                event = value
            elif name == "data" and event == "segment":
                print(json.loads(value)["delta"], end="", flush=True)
            elif name == "data" and event == "error":
                sys.exit(json.loads(value)["detail"])
            elif name == "data" and event == "done":
                reply = json.loads(value)  # the same as above
    print("" if reply["answered"] else reply["abstention"]["message"])
