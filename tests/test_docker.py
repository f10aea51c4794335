"""The image and the compose file agree with the rest of the repository; nothing is built here."""

import json
import re
import shlex
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from api.app import create_app
from evals.samples import sample_articles
from qa.settings import Settings

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
ONRECORD, OPEN_WEBUI = COMPOSE["services"]["onrecord"], COMPOSE["services"]["open-webui"]


def instructions(stage: int) -> list[tuple[str, str]]:
    """Each instruction of the image's stage, in order, with what follows it on its lines."""
    lines = "\n".join(line for line in DOCKERFILE.splitlines() if not line.startswith("#")).replace("\\\n", " ")
    every = [line.split(maxsplit=1) for line in lines.splitlines() if line.strip()]
    begins = [at for at, (word, _) in enumerate(every) if word == "FROM"] + [len(every)]
    stages = [every[first:last] for first, last in pairwise(begins)]
    return [(word, " ".join(rest.split())) for word, rest in stages[stage]]


def only(stage: int, wanted: str) -> str:
    """What follows the instruction that the stage has once."""
    [found] = [rest for word, rest in instructions(stage) if word == wanted]
    return found


def test_the_image_is_not_roots() -> None:
    """It runs as a user with a number, which orchestrators can check, and that user is made."""
    [made] = [rest for word, rest in instructions(-1) if word == "RUN" and rest.startswith("useradd")]

    assert only(-1, "USER") == "10001"
    assert "--uid 10001" in made


def test_the_image_keeps_everything_in_its_volume() -> None:
    """Which its user owns: it is that user's home."""
    [environment] = [rest for word, rest in instructions(-1) if word == "ENV"]
    [made] = [rest for word, rest in instructions(-1) if word == "RUN"]
    volume = only(-1, "VOLUME")

    assert f"ONRECORD_HOME={volume}" in shlex.split(environment)
    assert f"--home-dir {volume} --create-home" in made
    assert only(-1, "WORKDIR") == volume


def test_the_image_serves_so_that_signals_arrive(settings: Settings) -> None:
    """In exec form, without a shell, to other machines, on the port that it exposes and that is the default."""
    command = [*json.loads(only(-1, "ENTRYPOINT")), *json.loads(only(-1, "CMD"))]

    assert command == ["onrecord", "serve", "--host", "0.0.0.0"]  # noqa: S104  # in its own network
    assert only(-1, "EXPOSE") == str(Settings.model_fields["port"].default) == str(settings.port)


def test_the_image_is_healthy_when_asks_can_be_served(settings: Settings) -> None:
    """The check asks for readiness, by a route that there is, on the port that is served."""
    checked = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)", only(-1, "HEALTHCHECK"))

    assert checked is not None
    assert checked[1] == only(-1, "EXPOSE")
    assert checked[2] == "/ready"
    assert checked[2] in create_app(settings).openapi()["paths"]


def test_the_image_has_the_locked_versions() -> None:
    """Of torch and of all others, installed by the uv that the Makefile names."""
    ran = " ".join(rest for word, rest in instructions(1) if word == "RUN")
    uv = re.search(r"^UV := (uv==.*)$", MAKEFILE, re.MULTILINE)

    assert "--constraints requirements.lock" in ran
    assert "$(grep '^torch==' requirements.lock)" in ran
    assert len(re.findall(r"^torch==.+$", LOCK, re.MULTILINE)) == 1
    assert uv is not None
    assert uv[1] in ran


def test_the_image_has_every_package_of_the_wheel() -> None:
    """Each is copied, and let through by .dockerignore, with nothing that isn't copied."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    copied = [rest.split() for word, rest in instructions(1) if word == "COPY"]
    let_through = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)

    assert {name for [name, target] in (c for c in copied if c[-1] != "./") if name == target} == set(packages)
    assert {name for names in copied for name in names[:-1]} == set(let_through)
    assert sample_articles().relative_to(ROOT).parts[0] in packages


def test_the_chat_models_of_the_image_can_be_installed() -> None:
    """Its extras are the project's own, and what they need is locked."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    wanted = re.findall(r"--extra (\w+)", DOCKERFILE)

    assert wanted
    for extra in wanted:
        for requirement in extras[extra]:
            assert f"\n{re.split('[<>=]', requirement)[0]}==" in LOCK


@pytest.mark.parametrize("service", COMPOSE["services"].values(), ids=COMPOSE["services"])
def test_what_compose_sets_of_onrecord_can_be_set(service: dict[str, dict[str, str]]) -> None:
    """An unknown name would keep the server from starting."""
    names = {name for name in service["environment"] if name.startswith("ONRECORD_")}

    assert names <= {f"ONRECORD_{field.upper()}" for field in Settings.model_fields}


def test_compose_has_the_ports_and_the_volume_of_the_image() -> None:
    """Open WebUI gets to onrecord by its name, the reader's browser by the published port; both are local alone."""
    [published], [kept] = ONRECORD["ports"], ONRECORD["volumes"]
    port = only(-1, "EXPOSE")

    assert published == f"127.0.0.1:{port}:{port}"
    assert OPEN_WEBUI["environment"]["OPENAI_API_BASE_URLS"] == f"http://onrecord:{port}/v1"
    assert ONRECORD["environment"]["ONRECORD_PUBLIC_URL"].endswith(f":-http://localhost:{port}}}")
    assert OPEN_WEBUI["ports"] == ["127.0.0.1:3000:8080"]
    assert kept.split(":") == ["articles", only(-1, "VOLUME")]
    assert {volume.split(":")[0] for volume in (kept, *OPEN_WEBUI["volumes"])} == set(COMPOSE["volumes"])


def test_open_webui_waits_until_asks_can_be_served() -> None:
    """Else its menu of models stays empty; the model that it begins with is one of ours."""
    assert OPEN_WEBUI["depends_on"] == {"onrecord": {"condition": "service_healthy"}}
    assert OPEN_WEBUI["environment"]["DEFAULT_MODELS"] == "onrecord-openwebui"


def test_open_webui_is_the_version_that_is_tested() -> None:
    """The one that `make e2e-openwebui` installs."""
    tested = re.search(r"^OPENWEBUI_VERSION := ([\d.]+)$", MAKEFILE, re.MULTILINE)

    assert tested is not None
    assert OPEN_WEBUI["image"] == f"ghcr.io/open-webui/open-webui:v{tested[1]}"
