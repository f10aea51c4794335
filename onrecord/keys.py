"""Commands over the keys of the HTTP API: create, list, revoke."""

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.terminal import Json, note, show, show_json

if TYPE_CHECKING:
    from api.keys.key import Key
    from api.keys.store import KeyFile

keys = typer.Typer(help="Create, list and revoke keys of the HTTP API.", no_args_is_help=True)

_Scopes = Annotated[
    list[str] | None, typer.Option(help="What it may do: ask (the default), write or admin; may be given again.")
]


@keys.command("create")
def create_key(name: str, *, scope: _Scopes = None, as_json: Json = False) -> None:
    """Make a key and print it, this once; from then on the HTTP API wants a key, also of a server that runs."""
    from api.keys.key import new_key

    key, secret = new_key(name, scope or ["ask"])
    file = _key_file()
    file.add(key)
    if as_json:
        show_json({**_summary(key), "key": secret})
    else:
        show(secret)
        note(f"It is shown this once; {file.path} has only its hash. Send it as 'Authorization: Bearer KEY'.")


@keys.command("list")
def list_keys(*, as_json: Json = False) -> None:
    """List the keys by name, scopes, day and last characters."""
    known = _key_file().keys() or ()
    if as_json:
        show_json({"keys": [_summary(key) for key in known]})
    elif known:
        show("\n".join(f"{k.name}  {','.join(k.scopes)}  {k.created_at:%Y-%m-%d}  …{k.ends_with}" for k in known))
    else:
        show("There are no keys.")


@keys.command("revoke")
def revoke_key(name: str, *, as_json: Json = False) -> None:
    """Make a key worthless at once, with the links to articles that it signed."""
    file = _key_file()
    left = file.revoke(name)
    if as_json:
        show_json({"revoked": name, "left": left})
    else:
        show(f"revoked {name!r}, {left} left")
    if not left:
        note(f"No key is left, and nobody is let in: create one, or remove {file.path} to serve without keys.")


def _key_file() -> "KeyFile":
    from api.keys.store import KeyFile
    from qa.settings import read_settings

    return KeyFile(read_settings().home)


def _summary(key: "Key") -> dict[str, object]:
    return {
        "name": key.name,
        "scopes": list(key.scopes),
        "created_at": key.created_at.isoformat(),
        "ends_with": key.ends_with,
    }
