"""What can be set, and from where: arguments, then `ONRECORD_…` variables, `.env`, `onrecord.toml`, then defaults."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from vectorstore.embedding.choose import Backend
from vectorstore.embedding.model import BUNDLED
from vectorstore.errors import InputError
from vectorstore.faults import faults

LogLevel = Literal["debug", "info", "warning", "error"]

_PREFIX = "ONRECORD_"


def _words(value: object) -> object:
    """The words of a text; what is no text is what it is."""
    return tuple(value.split()) if isinstance(value, str) else value


class Settings(BaseSettings):
    """Read once a process; unknown names are refused."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_file=".env", toml_file="onrecord.toml", extra="forbid", frozen=True
    )

    home: Annotated[Path, Field(description="The folder that everything is kept in.")] = Path(".onrecord")
    models: Annotated[
        Path,
        Field(description="The folder of converted models.", default_factory=lambda data: data["home"] / "models"),
    ]
    embedding_model: Annotated[str, Field(description="The bundled model, a folder, or a name on the hub.")] = BUNDLED
    embedding_backend: Annotated[Backend, Field(description="OpenVINO where installed, or torch.")] = "auto"
    passage_pieces: Annotated[int, Field(ge=32, description="Word-pieces of the longest passage.")] = 128
    max_article_characters: Annotated[int, Field(ge=1, description="A longer article is refused.")] = 1_000_000
    max_question_characters: Annotated[int, Field(ge=1, description="A longer question is refused.")] = 2_000
    retrieve_depth: Annotated[int, Field(ge=1, le=1000, description="Passages taken from each retriever.")] = 50
    read_passages: Annotated[int, Field(ge=1, le=100, description="Passages read after fusing.")] = 12
    reranker: Annotated[
        str | None,
        Field(min_length=1, description="A cross-encoder, as a folder or a name on the hub; none by default."),
    ] = None
    rerank_passages: Annotated[int, Field(ge=1, le=200, description="Passages that the reranker puts in order.")] = 30
    reader: Annotated[
        Literal["on", "off"], Field(description="Whether the trained reader judges sentences, or signs without it.")
    ] = "on"
    min_probability: Annotated[
        float, Field(ge=0, le=1, description="Below this probability of having an answer a question is declined.")
    ] = 0.5
    chat_model: Annotated[
        str | None,
        Field(min_length=1, description="The chat model that writes answers, as provider:model; none by default."),
    ] = None
    chat_base_url: Annotated[
        str | None, Field(pattern=r"^https?://", description="An OpenAI-compatible server that has the chat model.")
    ] = None
    chat_api_key: Annotated[
        SecretStr | None, Field(description="The chat model's key; else the provider's own variable is read.")
    ] = None
    chat_timeout_s: Annotated[float, Field(gt=0, le=3600, description="Seconds that an answer may take to write.")] = 60
    host: Annotated[str, Field(description="The address that HTTP listens on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535, description="The port that HTTP listens on.")] = 8000
    max_answers: Annotated[
        int, Field(ge=1, le=1000, description="Answers that HTTP makes at once; more are put off with status 503.")
    ] = 64
    stop_grace_s: Annotated[
        float, Field(ge=0, le=600, description="Seconds that running requests have to end when the server is stopped.")
    ] = 5
    log_level: Annotated[LogLevel, Field(description="What `onrecord serve` logs: this and what is graver.")] = "info"
    public_url: Annotated[
        str | None,
        Field(pattern=r"^https?://[^\s/]", description="Where readers reach the server; else where a request came to."),
    ] = None
    rate_limit: Annotated[
        str | None,
        Field(
            pattern=r"^[1-9][0-9]{0,4}/(second|minute|hour|day)$",
            description="Requests of a key, or of an address without one; by default 600/minute where there are keys.",
        ),
    ] = None
    server_key: Annotated[
        SecretStr | None, Field(description="The key that `onrecord eval --url` sends to a server that wants one.")
    ] = None
    cors_origins: Annotated[
        tuple[Annotated[str, Field(pattern=r"^https?://[^\s/*]+$")], ...],
        NoDecode,
        BeforeValidator(_words),
        Field(description="Sites whose pages may ask from a browser, as https://name.example; none by default."),
    ] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The sources, the strongest first."""
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)


def read_settings(**given: object) -> Settings:
    """The settings, `given` ones first; None among them means not given.

    Raises:
        InputError: a name is unknown or a value can't be; the message names it.
    """
    unknown = sorted(
        name
        for name in os.environ
        if name.startswith(_PREFIX) and name.removeprefix(_PREFIX).lower() not in Settings.model_fields
    )
    if unknown:
        known = ", ".join(sorted(_PREFIX + field.upper() for field in Settings.model_fields))
        raise InputError(f"{', '.join(unknown)}: no such setting: there are {known}")
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]  # checked by pydantic
    except ValidationError as exc:
        raise InputError(f"settings: {faults(exc)}") from exc
