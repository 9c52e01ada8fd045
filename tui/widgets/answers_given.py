"""The answers on record, the last one first, to choose one that is to be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widgets.option_list import Option

from decision_support.casework.consulting import Consultation, Given
from decision_support.casework.matter import Asked
from decision_support.cli.consult.question_text import asked, names_in
from decision_support.model.knowledge import KnowledgeBase

from .items import Items


class AnswersGiven(Items):
    """Every answer, in a line or two."""

    @dataclass
    class Chosen(Message):
        asked: Asked

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._given: tuple[Given, ...] = ()

    def show(self, sitting: Consultation) -> None:
        """The answers of a sitting."""
        base, names = sitting.desk.base, names_in(sitting.desk.base, sitting)
        self._given = sitting.given
        self.set_options(
            Option(_answer(base, number, given, names), id=str(number - 1))
            for number, given in reversed(list(enumerate(sitting.given, 1)))
        )
        self.border_title = f"Answers ({len(sitting.given)})" if sitting.given else "Answers: none yet"
        if sitting.given:
            self.highlighted = 0

    def on_option_list_option_selected(self, event: Items.OptionSelected) -> None:
        event.stop()
        given = self._given[int(event.option.id or 0)]
        self.post_message(self.Chosen((given.subject, given.fact)))


def _answer(base: KnowledgeBase, number: int, given: Given, names: Mapping[str, str]) -> Content:
    value = given.answer.value.replace("_", " ").capitalize()
    said = Content.assemble(
        (f"{number:>2}. ", "$text-muted"), (value, "bold"), f"  {asked(base, given.fact, given.subject, names)}"
    )
    return said.append(Content(f" ({given.answer.rationale})")) if given.answer.rationale else said
