"""A langchain callback handler that keeps what it hears."""

from dataclasses import dataclass, field
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.outputs import LLMResult


@dataclass(eq=False)
class HeardSteps(BaseCallbackHandler):
    """The names of the steps that began, and how chat models were asked and ended."""

    began: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    ended: list[dict[str, Any]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def on_chain_start(self, *_: Any, **told: Any) -> None:
        """A step begins."""
        self.began.append(told["name"])

    def on_chat_model_start(self, *_: Any, **told: Any) -> None:
        """A chat model is asked."""
        self.asked.append(told["metadata"]["ls_model_name"])

    def on_llm_end(self, response: LLMResult, **_: Any) -> None:
        """Its reply has come to its end."""
        message = response.generations[0][0].message  # type: ignore[union-attr]  # a chat model's generation has one
        self.ended.append(dict(message.usage_metadata or {}))

    def on_llm_error(self, error: BaseException, **_: Any) -> None:
        """It failed."""
        self.failed.append(type(error).__name__)
