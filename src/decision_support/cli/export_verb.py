"""The verb export: the rules of a document in the language of another rule engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import base_of, knowledge_options

if TYPE_CHECKING:
    from decision_support.export.reading import Material
    from decision_support.model.knowledge import KnowledgeBase


@click.command()
@click.option("--to", "language", type=click.Choice(["clips", "dmn"]), required=True, help="The language to write.")
@click.option("--guidance", metavar="ID", help="The document whose rules are written; all together, if left out.")
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="FILE", help="A new file to write to.")
@knowledge_options
def export(
    language: str, guidance: str | None, output: Path | None, rules: Path | None, knowledge: Path | None
) -> None:
    """Write the rules of a document for CLIPS, or as a DMN 1.3 model, to be run without this program."""
    from decision_support.errors import UserMistake, did_you_mean
    from decision_support.export.clips import clips_text
    from decision_support.export.dmn import dmn_text
    from decision_support.loading.whole_files import write_new

    base = base_of(rules, knowledge)
    if guidance is not None and guidance not in base.documents:
        raise UserMistake(f"there is no guidance '{guidance}'.", mend=did_you_mean(guidance, base.documents))
    material = material_of(base, (guidance,) if guidance else tuple(sorted(base.documents)))
    text = clips_text(material) if language == "clips" else dmn_text(material)
    if output is None:
        click.echo(text, nl=False)
        return
    write_new(output, text)
    click.echo(f"{len(material.rules)} rules are in {output}.")


def material_of(base: KnowledgeBase, guidance: tuple[str, ...]) -> Material:
    """The rules that are run where these documents apply, with what the top of a file says of them."""
    from decision_support import __version__
    from decision_support.casework import Casework
    from decision_support.export.reading import Material
    from decision_support.reasoning.strata import counts_read

    rules = Casework(base).rule_book(guidance).rules
    documents = [base.documents[name].guidance for name in guidance]
    return Material(
        title="; ".join(document.title for document in documents) or "Rules of no document",
        heading=(
            *(f"{each.id}: {each.title}. {each.issuer}. Edition: {each.edition}." for each in documents),
            f"Written by decision-support {__version__}; do not edit.",
            f"Fingerprint of the knowledge: {base.fingerprint}",
        ),
        rules=rules,
        facts=base.facts,
        counts=counts_read(rules, base.counts),
    )
