"""The verbs. What is slow to import is imported inside the verb that needs it."""

from __future__ import annotations

import click

from decision_support import __version__

from .advice_verbs import advise, compare, demo
from .case.group import case
from .consult_verb import consult
from .due_verb import due
from .explain_clause_verb import explain_clause
from .export_verb import export
from .impact_verb import impact
from .knowledge_verbs import check, coverage
from .laws_verb import laws
from .mutate_verb import mutate
from .options import InOrder
from .people_verbs import organisation, panel, roles, who
from .serve_verb import serve
from .traceability_verb import traceability
from .tui_verb import shows_screens, tui
from .what_if_verb import what_if
from .why_not_verb import why_not
from .why_verb import why


@click.group(cls=InOrder, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="decision-support")
@click.pass_context
def commands(context: click.Context) -> None:
    """What to do next when professionals disagree: advice that cites its clause and shows its reasons.

    Without a verb: the full screen.
    """
    if context.invoked_subcommand is None:
        if shows_screens():
            with tui.make_context(
                "tui", [], parent=context
            ) as screens:  # so that the environment counts as for any verb
                tui.invoke(screens)
        else:
            click.echo(context.get_help())


for verb in (
    demo, tui, serve, advise, consult, case, due, compare,
    why, why_not, what_if, who, panel, roles, organisation, check, laws, coverage, traceability, explain_clause, impact,
    mutate, export,
):  # fmt: skip
    commands.add_command(verb)
