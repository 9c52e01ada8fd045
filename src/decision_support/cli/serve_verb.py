"""The verb serve: the full-screen interface in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from .case.stored import store_option
from .options import base_of, knowledge_options

MOST = 64  # sessions: each is a program of its own


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve at: this machine alone.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any free one.")
@click.option("--sessions", type=click.IntRange(1, MOST), default=4, show_default=True, help="How many tabs at a time.")
@click.option(
    "--allow-other-addresses",
    is_flag=True,
    help="Let other machines in. Nothing is encrypted: put it behind a proxy that does, and that asks who people are.",
)
@store_option
@knowledge_options
def serve(
    host: str,
    port: int,
    sessions: int,
    allow_other_addresses: bool,
    store: Path | None,
    rules: Path | None,
    knowledge: Path | None,
) -> None:
    """Open the full-screen interface in a browser.

    The address that is printed lets in whoever has it, and everybody works under the name of the account that serves.
    Each tab is a session of its own, which ends when the tab is closed.
    """
    from decision_support.tui import serving
    from decision_support.tui.web.tab import in_a_tab

    base_of(rules, knowledge)  # a mistake in it is shown here, rather than in every tab
    named = {"--store": store, "--rules": rules, "--knowledge": knowledge}
    options = [part for option, path in named.items() if path for part in (option, str(path.absolute()))]
    place = serving.Place(host, port, allow_other_addresses)
    serving.serve(in_a_tab(["tui", *options]), place, sessions, click.echo)
