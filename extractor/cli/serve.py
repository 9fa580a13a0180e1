"""``extractor serve``: the review application for a team, with accounts."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from extractor.cli.options import DEFAULT_DATABANK, DatabankFolder
from extractor.cli.output import say
from extractor.cli.review import load_serving
from extractor.errors import UsageError

EditorName = Annotated[str, typer.Argument(metavar="NAME", help="The editor's name.")]


def serve(
    databank: DatabankFolder = DEFAULT_DATABANK,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="0 takes a free one.")] = 8765,
    public: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="The address that the reverse proxy is reached by; can be repeated."),
    ] = None,
) -> None:
    """Serve the review application to a team, behind a reverse proxy.

    Editors sign in with the accounts that `extractor serve add-user` makes.

    \b
    Example:
      extractor serve add-user anna
      extractor serve --public https://review.example.org
    """
    serving = load_serving()
    from extractor.export import FORMATS
    from extractor.review.accounts import Accounts
    from extractor.store import Databank

    origins = [_origin(each) for each in public or []]
    Databank.open(databank, create=False).close()
    accounts = Accounts(databank)
    if not accounts.names():
        raise UsageError("Nobody has an account yet.", "Make one: extractor serve add-user NAME")
    if host not in ("127.0.0.1", "::1", "localhost") and not any(each.startswith("https:") for each in origins):
        say("Warning: without https (--public https://…) passwords can be read on the way.")

    def started(address: str) -> None:
        typer.echo(address)
        say("Serving; Ctrl-C ends it.")

    try:
        serving.serve_team(databank, accounts, FORMATS, host=host, port=port, public=origins, started=started)
    except KeyboardInterrupt:
        say("Ended. All decisions are saved.")


def add_user(name: EditorName, databank: DatabankFolder = DEFAULT_DATABANK) -> None:
    """Give an editor an account for `extractor serve`, or a new password.

    The password is asked for, or read from standard input.

    \b
    Example:
      extractor serve add-user anna
    """
    from extractor.review.accounts import Accounts
    from extractor.store import Databank

    Databank.open(databank).close()
    if sys.stdin.isatty():
        password = str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    else:
        password = sys.stdin.readline().rstrip("\n")
    new = Accounts(databank).put(name, password)
    typer.echo(f"{'Added' if new else 'Changed the password of'} {name}.")


def remove_user(name: EditorName, databank: DatabankFolder = DEFAULT_DATABANK) -> None:
    """Take an editor's account away; what they decided stays.

    \b
    Example:
      extractor serve remove-user anna
    """
    from extractor.review.accounts import Accounts

    Accounts(databank).remove(name)
    typer.echo(f"Removed {name}.")


def _origin(given: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
        raise UsageError(f"{given[:80]!r} is not an origin.", "Write it like https://review.example.org")
    return f"{parts.scheme}://{parts.netloc}"
