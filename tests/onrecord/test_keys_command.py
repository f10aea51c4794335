"""`onrecord keys`."""

import json
from pathlib import Path

import pytest
from onrecord_runs import Run

from api.keys.store import KeyFile


def test_a_key_is_shown_once(run: Run, tmp_path: Path) -> None:
    """Alone on stdout, so that a script can take it; the home has only its hash."""
    made = run("keys", "create", "desk")
    listed = run("keys", "list")

    [key] = KeyFile(tmp_path / ".onrecord").keys() or ()
    secret = made.out.strip()
    assert made.code == 0
    assert made.out == f"{secret}\n"
    assert key.is_of(secret)
    assert key.scopes == ("ask",)
    assert secret not in listed.out + made.err + KeyFile(tmp_path / ".onrecord").path.read_text()
    assert listed.out.split()[:2] == ["desk", "ask"]
    assert listed.out.rstrip().endswith(f"…{secret[-4:]}")


def test_what_is_said_can_be_had_as_json(run: Run) -> None:
    """Of all three commands."""
    made = json.loads(run("keys", "create", "feed", "--scope", "write", "--scope", "ask", "--json").out)
    listed = json.loads(run("keys", "list", "--json").out)
    revoked = json.loads(run("keys", "revoke", "feed", "--json").out)

    assert made["name"] == "feed"
    assert made["scopes"] == ["ask", "write"]
    assert listed == {"keys": [{name: value for name, value in made.items() if name != "key"}]}
    assert revoked == {"revoked": "feed", "left": 0}


def test_two_keys_are_never_the_same(run: Run) -> None:
    """Whatever they are called."""
    secrets = {run("keys", "create", f"key-{n}").out for n in range(5)}

    assert len(secrets) == 5


def test_a_revoked_key_is_gone(run: Run) -> None:
    """Its name is free again; when the last one goes, it is said what that means."""
    run("keys", "create", "desk")
    run("keys", "create", "feed")
    first = run("keys", "revoke", "desk")
    last = run("keys", "revoke", "feed")

    assert (first.out, first.err) == ("revoked 'desk', 1 left\n", "")
    assert "nobody is let in" in last.err
    assert run("keys", "list").out == "There are no keys.\n"
    assert run("keys", "create", "desk").code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("create", "a b"), "can't be called 'a b'"),
        (("create", "a\n"), "can't be called"),
        (("create", ".."), "can't be called"),
        (("create", "x" * 65), "at most 64"),
        (("create", "desk", "--scope", "read"), "no scope 'read': there are ask, write, admin"),
        (("create", "taken"), "there is a key 'taken' already"),
        (("revoke", "nobody"), "no key 'nobody': see 'onrecord keys list'"),
    ],
)
def test_what_cannot_be_done_is_told(run: Run, arguments: tuple[str, ...], says: str) -> None:
    """One line on stderr, exit code 2, and the keys stay as they were."""
    run("keys", "create", "taken")
    before = run("keys", "list").out
    ran = run("keys", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert run("keys", "list").out == before


def test_a_file_that_is_damaged_is_not_written_over(run: Run, tmp_path: Path) -> None:
    """The message names it; the keys in it may be had back."""
    run("keys", "create", "desk")
    path = KeyFile(tmp_path / ".onrecord").path
    path.write_text("{")
    ran = run("keys", "create", "feed")

    assert ran.code == 1
    assert "keys.json is not as onrecord wrote it" in ran.err
    assert path.read_text() == "{"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "news.example", ""])  # noqa: S104
def test_beyond_this_machine_nothing_is_served_without_a_key(run: Run, host: str) -> None:
    """Exit code 2, and the next step."""
    never = run("serve", "--host", host)
    run("keys", "create", "desk")
    run("keys", "revoke", "desk")
    no_more = run("serve", "--host", host)

    assert (never.code, no_more.code) == (2, 2)
    assert "run 'onrecord keys create NAME'" in never.err
    assert "run 'onrecord keys create NAME'" in no_more.err
