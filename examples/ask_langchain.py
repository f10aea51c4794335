"""Asks onrecord as a chat model of LangChain: prints the answer, then what each [n] of it cites.

pip install langchain-openai
python ask_langchain.py "what did Scholz say about Nord Stream 2" http://127.0.0.1:8000
"""

import sys

from langchain_openai import ChatOpenAI

question, server = (*sys.argv[1:], "http://127.0.0.1:8000")[:2]

# Without use_responses_api the citations are lost on the way: then take the model onrecord-links.
model = ChatOpenAI(model="onrecord", base_url=f"{server}/v1", api_key="any", use_responses_api=True)
message = model.invoke(question)

print(f"{message.text}\n")
for block in message.content_blocks:
    for cited in block.get("annotations", []):
        print(f"{message.text[cited['start_index'] : cited['end_index']]} {cited['title']}\n    {cited['url']}")
