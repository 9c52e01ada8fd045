"""The verb consult: a guided consultation, line by line, on any terminal and with piped answers."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from decision_support.errors import UserMistake, did_you_mean

from .case.stored import case_of, is_stored, store_option, stored
from .options import Day, base_of, knowledge_options, today

if TYPE_CHECKING:
    from decision_support.casework import Casework
    from decision_support.casework.consulting import Consultation
    from decision_support.model.knowledge import KnowledgeBase

    from .consult.keeping import Keeping
    from .consult.line_by_line import Lines


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--on", "on", type=Day(), help="The day of the consultation, such as 2026-11-05. Today, if left out.")
@click.option(
    "--as", "room", multiple=True, metavar="ROLE", help="A role of somebody here; others' questions are listed."
)
@click.option("--guidance", "guidance", multiple=True, metavar="GUIDANCE", help="A document for a new case.")
@store_option
@knowledge_options
def consult(
    file: Path | None,
    on: dt.date | None,
    room: tuple[str, ...],
    guidance: tuple[str, ...],
    store: Path | None,
    rules: Path | None,
    knowledge: Path | None,
) -> None:
    """Go through a case question by question, to the advice.

    With FILE, every answer is kept there at once, and the same command goes on from there; FILE can also be the
    reference of a case in the store. Without it, a new case is begun, and kept where you say.
    """
    from decision_support.casework import Casework

    from .consult.conversation import Conversation
    from .consult.keeping import Keeping
    from .consult.line_by_line import Ended, Left, Lines

    base = base_of(rules, knowledge)
    _refuse_unknown(base, room, guidance)
    desk, day, keeping = Casework(base), on or today(), Keeping(file)
    lines = Lines()
    try:
        if file is not None and is_stored(file, store):
            sitting, keeping = _sit_down_to_stored(lines, desk, file, day, room, guidance, store)
        else:
            sitting = _sit_down(lines, desk, file, day, room, guidance, keeping)
    except (Ended, Left, KeyboardInterrupt) as end:
        lines.say("Nothing was kept.")
        sys.exit(int(isinstance(end, Ended) and lines.heard))
    if not Conversation(lines, sitting, keeping).run():
        sys.exit(1)


def _sit_down(
    lines: Lines,
    desk: Casework,
    file: Path | None,
    on: dt.date,
    room: tuple[str, ...],
    guidance: tuple[str, ...],
    keeping: Keeping,
) -> Consultation:
    from decision_support.casework.consulting import begin
    from decision_support.loading.cases import case_in
    from decision_support.loading.whole_files import contents

    from .consult.opening import new_case, resumed, welcome

    if file is not None and contents(file) is not None:
        seen = None
        while seen != (seen := contents(file)):  # read again what somebody else changed just now
            with case_in(file, desk.base) as case:
                sitting = begin(desk, case, on, room)
                _ = sitting.advice  # so that a mistake that only shows in the work is given its line
        if guidance:
            raise UserMistake("--guidance is for a new case.", mend=f"{file} says itself what applies; leave it out.")
        keeping.found(case)
        _notice(desk, case.guidance)
        welcome(lines, on, keeping, file)
        resumed(lines, sitting)
        return sitting
    if file is not None and not file.absolute().parent.is_dir():
        raise UserMistake(f"{file}: there is no folder '{file.parent}'.", mend="Create it, or name another file.")
    welcome(lines, on, keeping, file)
    case = new_case(lines, desk, on, guidance)
    _notice(desk, case.guidance)
    if told := keeping.keep(case):
        lines.say(told)
    return begin(desk, case, on, room)


def _sit_down_to_stored(
    lines: Lines,
    desk: Casework,
    name: Path,
    on: dt.date,
    room: tuple[str, ...],
    guidance: tuple[str, ...],
    store: Path | None,
) -> tuple[Consultation, Keeping]:
    """To a case of the store, where every answer becomes an entry."""
    from decision_support.casework.consulting import begin

    from .consult.in_store import KeepingInStore
    from .consult.opening import resumed, welcome

    if guidance:
        mend = f"The case says itself what applies. To add one: decision-support case answer {name} guidance=…"
        raise UserMistake("--guidance is for a new case.", mend=mend)
    with stored(store) as files:
        record = files.record(str(name))
    if not record.is_open:
        mend = f"Reopen it first: decision-support case reopen {name} --because …"
        raise UserMistake(f"case '{name}' is closed.", mend=mend)
    case = case_of(record, desk.base)
    sitting, keeping = begin(desk, case, on, room), KeepingInStore(desk.base, store, record, case)
    _ = sitting.advice  # so that a mistake that only shows in the work is told before the first question
    _notice(desk, case.guidance)
    welcome(lines, on, keeping, name)
    resumed(lines, sitting)
    return sitting, keeping


def _notice(desk: Casework, guidance: tuple[str, ...]) -> None:
    if notice := desk.rule_book(guidance).reasoner.notice:
        click.echo(notice, err=True)


def _refuse_unknown(base: KnowledgeBase, room: tuple[str, ...], guidance: tuple[str, ...]) -> None:
    roles = {role for document in base.documents.values() for role in document.roles}
    for what, names, known in (("role", room, roles), ("guidance", guidance, set(base.documents))):
        for name in names:
            if name not in known:
                raise UserMistake(f"there is no {what} '{name}'.", mend=did_you_mean(name, known))
