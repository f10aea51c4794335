"""What chat pages ask of a model behind their user's back: a title, tags, what to ask next."""

import json
import re

_TASK = "### Task:"
_TASK_MARKS = ("### Output", "### Chat History", "<chat_history>", "JSON format:")
_CONTEXT_END = "</context>"
_QUERY = re.compile(r"<user_query>(.*?)</user_query>", re.DOTALL)
_FIRST_ASKED = re.compile(r"^(?:USER|User|user|Human)\s*:\s*(.+)", re.MULTILINE)
_TITLE_PROMPTS = (
    "Provide a concise, 5-word-or-less title",  # LibreChat
    "Analyze this conversation and provide",  # LibreChat, structured
    "Please generate a concise title",  # LibreChat, assistants
    "Write a concise title for this conversation",
)
_KEYS = ("title", "tags", "follow_ups", "queries", "text")
"""What the JSON object that a task asks for has."""
_TITLE_WORDS = 6
_UNTITLED = "News"


def prepared(text: str) -> str | None:
    """The reply to such a prompt, which needs no article; None for anything else.

    Open WebUI's begin with "### Task:" and show the JSON that they want; so does what it puts around a question when
    the user has added files, which is a question after all.
    """
    if text.startswith(_TITLE_PROMPTS):
        title = _title(text)
        return json.dumps({"language": "English", "title": title}) if "detected language" in text else title
    if not text.startswith(_TASK) or _is_question(text) or not any(mark in text for mark in _TASK_MARKS):
        return None
    wanted = next((key for key in _KEYS if f'"{key}"' in text), None)
    match wanted:
        case None:
            return ""
        case "title":
            return json.dumps({wanted: _title(text)}, ensure_ascii=False)
        case "text":
            return json.dumps({wanted: ""})
        case _:
            return json.dumps({wanted: []})


def asked_in(text: str) -> str:
    """The question, without the files that Open WebUI has put before it: answers come from the articles alone."""
    if not (text.startswith(_TASK) and _is_question(text)):
        return text
    query = _QUERY.search(text)
    asked = query[1] if query else text.rpartition(_CONTEXT_END)[2]
    return asked.strip() or text


def _is_question(text: str) -> bool:
    return _CONTEXT_END in text or _QUERY.search(text) is not None


def _title(text: str) -> str:
    """The first words of the conversation's first question."""
    asked = _FIRST_ASKED.search(text)
    words = asked[1].split() if asked else []
    return " ".join(words[:_TITLE_WORDS]).rstrip(".,;:?!")[:80] or _UNTITLED
