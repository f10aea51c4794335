"""A chat page by Chainlit: each [n] of an answer opens its quote at the side.

pip install chainlit
ONRECORD_SERVER=http://127.0.0.1:8000 chainlit run chainlit_app.py
"""

import os
from urllib.parse import quote

import chainlit as cl
import httpx

SERVER = os.environ.get("ONRECORD_SERVER", "http://127.0.0.1:8000")
AS_WRITTEN = str.maketrans(
    {"[": "&#91;", "]": "&#93;", "<": "&lt;", "`": "&#96;"}
)  # no article makes a link or a picture


@cl.on_message
async def answer(message: cl.Message) -> None:
    """Asks with what was said before, and shows the answer with its quotes."""
    history = [{"role": turn["role"], "content": turn["content"]} for turn in cl.chat_context.to_openai()[-21:-1]]
    async with httpx.AsyncClient(base_url=SERVER, timeout=60) as client:
        response = await client.post("/v1/ask", json={"question": message.content, "history": history})
    reply = response.json()
    if response.is_error:
        await cl.Message(reply["detail"].translate(AS_WRITTEN)).send()
    elif not reply["answered"]:
        await cl.Message(reply["abstention"]["message"].translate(AS_WRITTEN)).send()
    else:
        text = " ".join(
            segment["text"].translate(AS_WRITTEN) + "".join(f" [{marker}]" for marker in segment["markers"])
            for segment in reply["segments"]
        )
        quotes = [cl.Text(name=f"[{c['marker']}]", content=shown(c), display="side") for c in reply["citations"]]
        await cl.Message(text, elements=quotes).send()


def shown(cited: dict) -> str:
    """The quote, who said it where and when, and a link to it in the article."""
    told = ", ".join(filter(None, [cited["speaker"], cited["publisher"], (cited["published_at"] or "")[:10]]))
    place = (
        f"{quote(cited['article_id'], safe='')}?version={cited['version']}&start={cited['start']}&end={cited['end']}"
    )
    title = (cited["title"] or cited["article_id"]).translate(AS_WRITTEN)
    return f"> {cited['quote'].translate(AS_WRITTEN)}\n\n{told.translate(AS_WRITTEN)}\n\n[{title}]({SERVER}/a/{place})"
