"""The facts that rules may speak of, and the events that a case may record."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .values import Identifier, Kind, Sentence, Text, Value


class Count(Value):
    """How many subjects of a kind meet every condition."""

    of: Kind
    where: dict[Identifier, object] = Field(min_length=1)


class Fact(Value):
    """One attribute of a kind of subject.

    Answered facts have a question and are open: unasked is not No. Computed facts come from events, clocks and the role
    graph; concluded facts from rules. Both are closed: where nothing gives a value, `otherwise` holds.
    """

    about: Kind = "case"
    values: tuple[Identifier, ...] = Field((), description="The domain; left out for a number.")
    number: bool = False
    say: Sentence = Field(
        description="The fact in words, as a clause that can follow 'whether': 'anyone is in danger'."
    )
    denied: Sentence | None = Field(
        None, description="What a no says, as such a clause: 'nobody is in danger'. Left out: 'it is not so that …'."
    )
    ask: Text | None = Field(None, description="The question, for an answered fact.")
    help: Text | None = None
    answered_by: tuple[Identifier, ...] = ()
    safety: bool = Field(False, description="Asked before all others.")
    volunteered: bool = Field(False, description="Recorded when somebody brings it up, and never asked for.")
    rationale: bool = Field(False, description="Whether an answer should carry its reasons.")
    otherwise: Identifier | None = Field(None, description="The value of a concluded fact that no rule concludes.")
    computed: (
        Literal[
            "parties_share_agency",
            "in_line_of_party",
            "answers_to_party",
            "in_line_of_decider",
            "same_team_as_party",
            "agency_of_party",
            "took_part_earlier",
            "took_part_for_party",
            "decided_earlier",
            "declared_interest",
            "named_by_party",
        ]
        | None
    ) = Field(
        None, description="Worked out from the people of the case where they are recorded, asked where they are not."
    )
    asked_after: Identifier | None = Field(
        None, description="Another fact without whose answer this is not asked; a no to it is a no here."
    )
    overtaken: bool = Field(False, description="Whether an answer no longer counts once a later tie is on record.")
    on_record_only: tuple[Identifier, ...] = Field(
        (), description="Values that follow from what is recorded, such as 'waived', and cannot be answered."
    )
    count: Count | None = None
    clauses: tuple[Identifier, ...] = ()

    @property
    def answers(self) -> tuple[str, ...]:
        """The values that somebody can answer with."""
        return tuple(value for value in self.values if value not in self.on_record_only)


class EventKind(Value):
    """Something that can happen in a case and be recorded."""

    say: Sentence = Field(description="What happened, in the past tense: 'The line managers were in contact'.")
    outcomes: tuple[Identifier, ...] = ()
    settles: tuple[Identifier, ...] = Field((), description="Outcomes that settle the matter.")
    needs_stage: bool = False
    begins_stage: bool = Field(False, description="Whether it begins the stage that it names.")
    decides: bool = Field(False, description="Whether whoever does it decides the matter, whatever comes of it.")
    clauses: tuple[Identifier, ...] = ()


class EventFile(Value):
    events: dict[Identifier, EventKind]
