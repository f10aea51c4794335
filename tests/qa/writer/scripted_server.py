"""A chat model's server for tests: real HTTP on the loopback, in OpenAI's and in Ollama's shape, and every fault."""

import json
import select
import socket
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, Literal

Fault = Literal["none", "reset", "silence", "drip", "cut", "garbage", "long line", "no end", "empty"]
"""
reset: the connection is reset behind the text; silence: nothing comes any more; drip: a byte a second; cut: the
connection is closed where the stream isn't over; garbage: no events; long line: 10 MB without an end of line; no end:
all of it, but never closed; empty: no event at all.
"""
_PATIENCE_S = 30.0
_RESET_S = 0.1
"""Before a reset, which takes away what the client has not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as the server got it."""

    messages: tuple[Mapping[str, str], ...]
    streamed: bool
    headers: Mapping[str, str]
    path: str

    @property
    def question(self) -> str:
        """The reader's question."""
        return str(json.loads(self._prompt.split("Question, as a JSON string:\n")[1].split("\n")[0]))

    @property
    def passages(self) -> list[dict[str, Any]]:
        """The passages as they were given."""
        lines = self._prompt.split("\n\nQuestion, as a JSON string:")[0].split("\n")[1:]
        return [json.loads(line) for line in lines]

    @property
    def is_repair(self) -> bool:
        """Whether the model is told what was wrong with its reply."""
        return len(self.messages) > 2

    @property
    def is_rewriting(self) -> bool:
        """Whether a follow-up is to be rewritten."""
        return "Question, as a JSON string:" not in self._prompt

    @property
    def _prompt(self) -> str:
        return next(message["content"] for message in self.messages if message["role"] == "user")


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """What the server does with a request."""

    text: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    fault: Fault = "none"
    cut_at: int | None = None
    """Bytes of the body after which the fault sets in; at the end of the text where it is None."""
    piece: int = 12
    """Characters of an event."""
    pause_s: float = 0.0
    """Between two events."""
    tokens: tuple[int, int] | None = None
    """Of the request and of the reply, told where it ends."""


Player = Callable[[Asked], Play]


@dataclass
class ScriptedServer:
    """A server that plays; what it was asked, and how its connections ended."""

    player: Player
    asked: list[Asked] = field(default_factory=list)
    open_now: int = 0
    """Requests that are being answered."""
    left_at: list[float] = field(default_factory=list)
    """When clients went away in the middle, by the monotonic clock."""
    port: int = 0
    lock: Lock = field(default_factory=Lock)

    @property
    def openai_url(self) -> str:
        """What ONRECORD_CHAT_BASE_URL is set to."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def ollama_url(self) -> str:
        """The same in Ollama's shape."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def scripted(player: Player) -> Iterator[ScriptedServer]:
    """The server, until the block ends."""
    server = ScriptedServer(player)
    http = _Http(server)
    server.port = http.server_address[1]
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, scripted: ScriptedServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scripted = scripted

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error here."""


class _LeftError(Exception):
    """The client went away."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def _scripted(self) -> ScriptedServer:
        assert isinstance(self.server, _Http)
        return self.server.scripted

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_POST(self) -> None:
        """One request, one play."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        server = self._scripted
        asked = Asked(
            messages=tuple(body["messages"]),
            streamed=bool(body.get("stream")),
            headers={name.lower(): value for name, value in self.headers.items()},
            path=self.path,
        )
        with server.lock:
            server.asked.append(asked)
            server.open_now += 1
        try:
            self._play(asked, server.player(asked))
        except (_LeftError, OSError):
            server.left_at.append(time.monotonic())
            self.close_connection = True
        finally:
            with server.lock:
                server.open_now -= 1

    def _play(self, asked: Asked, play: Play) -> None:
        if play.status != 200:
            self._whole(json.dumps({"error": {"message": play.text or "no", "type": "x"}}).encode(), play)
            return
        ollama = self.path.startswith("/api/")
        if not asked.streamed:
            self._whole(_completion(play.text), play)
            return
        self.send_response(200)
        for name, value in play.headers.items():
            self.send_header(name, value)
        self.send_header("content-type", "application/x-ndjson" if ollama else "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        self._stream(_ndjson(play) if ollama else events(play), play)

    def _whole(self, body: bytes, play: Play) -> None:
        self.send_response(play.status)
        for name, value in play.headers.items():
            self.send_header(name, value)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, events: list[bytes], play: Play) -> None:
        left = play.cut_at if play.cut_at is not None else sum(map(len, events[:-1]))
        if play.fault == "none":
            left = sum(map(len, events))
        for event in [] if play.fault in ("garbage", "long line", "empty") else events:
            if event[:left]:
                self._send(event[:left])
            left -= len(event)
            if left <= 0 and play.fault != "none":
                break
            if play.pause_s:
                self._wait(play.pause_s)
        self._end(play)

    def _end(self, play: Play) -> None:
        ending = {"reset": self._reset, "garbage": self._garbage, "long line": self._long_line, "drip": self._drip}
        if play.fault in ("silence", "no end"):
            self._wait(_PATIENCE_S)
        elif play.fault in ending:
            ending[play.fault]()
        if play.fault == "cut":
            self.close_connection = True
        else:
            self.wfile.write(b"0\r\n\r\n")

    def _reset(self) -> None:
        time.sleep(_RESET_S)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        raise _LeftError

    def _garbage(self) -> None:
        self._send(b"data: {not json\n\n\xff\xfe\x00\n\n<html>\n\n")

    def _long_line(self) -> None:
        for _ in range(160):
            self._send(b"x" * 65_536)

    def _drip(self) -> None:
        while True:
            self._send(b":")
            self._wait(1.0)

    def _send(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def _wait(self, seconds: float) -> None:
        """Until then, or until the client goes away."""
        readable, _, _ = select.select([self.connection], [], [], seconds)
        if readable and not self.connection.recv(1, socket.MSG_PEEK):
            raise _LeftError


def events(play: Play) -> list[bytes]:
    """Server-sent events as OpenAI's interface has them; the last ends the stream."""
    deltas = [{"role": "assistant", "content": ""}, *({"content": piece} for piece in _pieces(play))]
    last = _chunk({}, "stop")
    if play.tokens:
        asked, told = play.tokens
        last["usage"] = {"prompt_tokens": asked, "completion_tokens": told, "total_tokens": asked + told}
    chunks = [*(_chunk(delta, None) for delta in deltas), last]
    return [b"data: " + json.dumps(chunk).encode() + b"\n\n" for chunk in chunks] + [b"data: [DONE]\n\n"]


def _chunk(delta: Mapping[str, str], finish: str | None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def _completion(text: str) -> bytes:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps(
        {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "scripted", "choices": [choice]}
    ).encode()


def _ndjson(play: Play) -> list[bytes]:
    """One object a line as Ollama has them; the last says that it is done."""
    lines = [{"message": {"role": "assistant", "content": piece}, "done": False} for piece in _pieces(play)]
    last = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
    if play.tokens:
        last |= dict(zip(("prompt_eval_count", "eval_count"), play.tokens, strict=True))
    stamp = {"model": "scripted", "created_at": "2024-01-01T00:00:00Z"}
    return [json.dumps({**stamp, **line}).encode() + b"\n" for line in [*lines, last]]


def _pieces(play: Play) -> list[str]:
    return [play.text[at : at + play.piece] for at in range(0, len(play.text), play.piece)]
