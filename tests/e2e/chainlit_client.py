"""Asks a Chainlit page as its own script does, and prints the message and what opens at its side, as JSON.

It runs in Chainlit's environment: `python chainlit_client.py http://127.0.0.1:8001 "Who?"`.
"""

import asyncio
import json
import sys
from datetime import UTC, datetime
from urllib.request import urlopen
from uuid import uuid4

import socketio

_SECONDS = 60


async def main(page: str, question: str) -> None:
    """One turn of a new conversation."""
    session, done, client = str(uuid4()), asyncio.Event(), socketio.AsyncClient()
    messages, elements = list[dict](), list[dict]()
    client.on("new_message", lambda step: messages.append(step) if step["type"] == "assistant_message" else None)
    client.on("element", elements.append)
    client.on("task_end", lambda *_: done.set() if messages else None)
    auth = {"sessionId": session, "clientType": "webapp"}
    await client.connect(page, socketio_path="/ws/socket.io", auth=auth, transports=["websocket"])
    await client.emit("connection_successful")
    now = datetime.now(UTC).isoformat()
    asked = {"id": str(uuid4()), "name": "User", "type": "user_message", "output": question, "createdAt": now}
    await client.emit("client_message", {"message": asked})
    await asyncio.wait_for(done.wait(), _SECONDS)
    sides = {element["name"]: await asyncio.to_thread(_read, page, session, element) for element in elements}
    await client.disconnect()
    sys.stdout.write(json.dumps({"message": messages[0]["output"], "sides": sides}))


def _read(page: str, session: str, element: dict) -> str:
    with urlopen(f"{page}/project/file/{element['chainlitKey']}?session_id={session}") as response:  # noqa: S310
        return response.read().decode()


asyncio.run(main(*sys.argv[1:]))
