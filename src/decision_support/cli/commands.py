"""The verbs. What is slow to import is imported inside the verb that needs it."""

from __future__ import annotations

import click

from decision_support import __version__

from .advice_verbs import advise, compare, demo
from .knowledge_verbs import check, coverage
from .people_verbs import organisation, panel, roles, who


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="decision-support")
def commands() -> None:
    """What to do next when professionals disagree: advice that cites its clause and shows its reasons."""


for verb in (demo, advise, compare, who, panel, roles, organisation, check, coverage):
    commands.add_command(verb)
