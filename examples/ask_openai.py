"""Asks onrecord by OpenAI's package: prints the answer as it comes, then what each [n] of it cites.

pip install openai
python ask_openai.py "what did Scholz say about Nord Stream 2" http://127.0.0.1:8000
"""

import sys

from openai import OpenAI

question, server = (*sys.argv[1:], "http://127.0.0.1:8000")[:2]

with (
    OpenAI(base_url=f"{server}/v1", api_key="any") as client,
    client.chat.completions.stream(model="onrecord", messages=[{"role": "user", "content": question}]) as stream,
):
    for event in stream:
        if event.type == "content.delta":
            print(event.delta, end="", flush=True)
    completion = stream.get_final_completion()
message = completion.choices[0].message.model_dump()

print("\n")
for annotation in message.get("annotations") or []:
    cited = annotation["url_citation"]
    print(f"{message['content'][cited['start_index'] : cited['end_index']]} {cited['title']}\n    {cited['url']}")
