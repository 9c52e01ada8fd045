"""One case of a store in front of somebody at work: read, advised on, written into, taken back and done again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from decision_support.casefile.answers import answer_in, with_answer
from decision_support.casefile.entering import changes
from decision_support.casefile.record import Record
from decision_support.casefile.store import Store
from decision_support.errors import InvalidCase, UserMistake
from decision_support.model.advice import Advice, Ask
from decision_support.model.case import Case
from decision_support.model.difference import Difference
from decision_support.model.entries import (
    AdviceFollowed,
    AdviceSetAside,
    Content,
    Corrected,
    FormIssued,
    JudgementMade,
    Noted,
    RecordMade,
)
from decision_support.model.facts import Subject
from decision_support.model.values import Answer

from . import Casework
from .consulting import Consultation, begin
from .filing.again import trying_again
from .filing.contents import content
from .filing.files import Filing, sound

TAKEN_BACK = "It was taken back while working on the case."
DONE_AGAIN = "It was taken back, and then done again."

Asked = tuple[Subject, str]
Write = Callable[[Record], Sequence[Content]]

# What is entered beside the case itself, and can be taken back by its number.
_BESIDE = (AdviceFollowed, AdviceSetAside, FormIssued, JudgementMade, Noted, RecordMade)


@dataclass(frozen=True)
class Files:
    """The case files of one store, and what somebody at work on them needs.

    store   opens the store; whoever opens it closes it again, so that nobody else waits
    writer  who writes
    now     the moment at which something is written
    """

    desk: Casework
    store: Callable[[], AbstractContextManager[Store]]
    writer: Callable[[], str]
    now: Callable[[], dt.datetime]

    def open(self, reference: str, on: dt.date) -> Matter:
        """A case, to be worked on as on this day. Raises UserMistake, as for a case that contradicts itself."""
        with self.store() as store:
            record = store.record(reference)
        return Matter(self, record, on)

    def begin(self, called: Callable[[Sequence[str]], str], case: Case, on: dt.date) -> Matter:
        """A new case file. called: its reference, given those that are taken. Raises UserMistake."""
        with self.store() as store:
            filing = Filing(self.desk.base, store, self.writer())
            record = trying_again(lambda: filing.begin(called(store.references()), case, self.now()))
        return Matter(self, record, on)


@dataclass(frozen=True)
class Step:
    """What was done in one go, and can be taken back.

    before, after   the case; the same where only something beside it was entered, or a question was put off
    beside          what was entered beside the case, such as a note or a decision, by the numbers of its entries
    skipped, skips  the questions that were put off before, and then
    """

    before: Case
    after: Case
    beside: Mapping[int, Content]
    skipped: frozenset[Asked]
    skips: frozenset[Asked]


class TouchedMeanwhile(UserMistake):
    """Somebody else has written about the very thing that was to be changed."""

    def __init__(self) -> None:
        mend = "It is shown now. Nothing was written: see whether yours still holds."
        super().__init__("somebody else has written about the same meanwhile.", mend=mend)


class AnotherCase(UserMistake):
    """The store holds another history under this name than the one that was opened."""

    def __init__(self, reference: str) -> None:
        mend = "Nothing was written. Leave the case and open it again."
        super().__init__(f"the store has another case '{reference}' than the one that is open here.", mend=mend)


class Matter:
    """One case as it stands. Everything that is done is written at once; what others wrote meanwhile stays.

    sitting    the consultation over it: what is open, put off, and for others to answer
    news       what the last thing that was done changed in the advice; None where nothing was done yet
    by_others  how many entries somebody else had written when the last thing was done

    Raises UserMistake where the case cannot be advised on for this day.
    """

    def __init__(self, files: Files, record: Record, on: dt.date) -> None:
        self.desk = files.desk
        self.record = record
        self.on = on
        self.news: Difference | None = None
        self.by_others = 0
        self._files = files
        self.sitting = begin(self.desk, self._case(record), on)
        _ = self.sitting.advice
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def reference(self) -> str:
        return self.record.reference

    @property
    def case(self) -> Case:
        """The case, with the answers that were given by this day."""
        return self.sitting.case

    @property
    def advice(self) -> Advice:
        """The advice on it for this day."""
        return self.sitting.advice

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def answer(self, subject: Subject, fact: str, value: str, rationale: str | None = None) -> None:
        """Answer a question, or answer it differently. Raises UserMistake, and then nothing is written."""
        allowed = self.desk.base.facts[fact].answers
        if value not in allowed:
            raise InvalidCase(f"this cannot be answered '{value}'.", mend=f"Choose from: {', '.join(allowed)}.")
        given = content(Answer, {"value": value, "rationale": rationale or None, "on": self.on})
        if answer_in(self.case, subject, fact) != given:
            self.become(with_answer(self.case, subject, fact, given))
        self._put_off(self.sitting.skipped - {(subject, fact)}, (subject, fact))

    def take_back(self, subject: Subject, fact: str) -> None:
        """Let a question be unanswered again."""
        self.become(with_answer(self.case, subject, fact, None))

    def skip(self, ask: Ask) -> None:
        """Put a question off for this sitting."""
        asked, was = (self.sitting.subject(ask), ask.fact), self.sitting.skipped
        self._put_off(was | {asked}, asked)
        self._did(Step(self.case, self.case, {}, was, was | {asked}))

    def become(self, case: Case, because: str = TAKEN_BACK) -> None:
        """Have the case changed into this one; the entries that it takes are written. Raises UserMistake.

        because: why something is no longer so, where something is taken back
        """
        before = self.case
        with self._seeing_others():
            self.enter(lambda seen: self._changes(seen, before, case, because))

    def enter(self, write: Write) -> None:
        """Write the entries that this makes of the record as it stands. Raises UserMistake, with nothing written."""
        before, skipped = self.case, self.sitting.skipped
        beside = {number: each for number, each in self._write(write).items() if isinstance(each, _BESIDE)}
        if self.case != before or beside:
            self._did(Step(before, self.case, beside, skipped, skipped))

    def undo(self) -> bool:
        """Take the last step of this sitting back. False where there is none."""
        if not self._done:
            return False
        step = self._done[-1]
        back = [Corrected(corrects=number, because=TAKEN_BACK) for number in step.beside]
        with self._seeing_others():
            self._write(lambda seen: [*back, *self._changes(seen, step.after, step.before, TAKEN_BACK)])
        self._put_off(step.skipped, None)
        self._undone.append(self._done.pop())
        return True

    def redo(self) -> bool:
        """Do again what was taken back last. False where nothing was."""
        if not self._undone:
            return False
        step = self._undone[-1]
        again = tuple(step.beside.values())
        with self._seeing_others():
            written = self._write(lambda seen: [*self._changes(seen, step.before, step.after, DONE_AGAIN), *again])
        self._put_off(step.skips, None)
        self._undone.pop()
        self._done.append(replace(step, beside={number: each for number, each in written.items() if each in again}))
        return True

    def look_again(self) -> int:
        """Read what others have written meanwhile, and what it changes (`news`); how many entries that is.

        Raises UserMistake.
        """
        with self._files.store() as store:
            if store.head(self.reference) == self.record.head:
                return 0
            now = store.record(self.reference)
        self._refuse_another(now)
        found, before = len(now.entries) - len(self.record.entries), self.advice
        self.sitting, self.record = self._over(now), now
        self.news = self.desk.difference(before, self.advice)
        return found

    def as_of(self, moment: dt.datetime, on: dt.date) -> Matter:
        """The case as it was known at a moment and is advised on for a day, to be looked at. Raises UserMistake."""
        then = self.record.as_of(moment)
        if not then.entries:
            raise InvalidCase("nothing was written into this case by then.", mend="Choose a later day.")
        return Matter(self._files, then, on)

    def _write(self, write: Write) -> dict[int, Content]:
        """Enter what this makes of the record, once it is seen that what comes of it can be advised on.

        What was entered, by number.
        """
        before = self.advice
        with self._files.store() as store:
            filing = Filing(self.desk.base, store, self._files.writer())

            def step() -> tuple[Record, Sequence[Content], Record, Consultation]:
                seen, at = store.record(self.reference), self._files.now()
                self._refuse_another(seen)
                contents = write(seen)
                sitting = self._over(filing.checked(seen, contents, at))
                return seen, contents, filing.write(seen, contents, at), sitting

            seen, contents, after, sitting = trying_again(step)
        self.by_others = len(seen.entries) - len(self.record.entries)
        self.sitting, self.record = sitting, after
        if contents:
            self.news = self.desk.difference(before, self.advice)
        return dict(enumerate(contents, len(seen.entries) + 1))

    def _changes(self, seen: Record, was: Case, will: Case, because: str) -> Sequence[Content]:
        """The entries from one state of the case to another. Raises TouchedMeanwhile where others changed the same."""
        now, old, new = (_parts(case) for case in (seen.case(self.on), was, will))
        if any(now.get(part) != old.get(part) for part in old.keys() | new.keys() if old.get(part) != new.get(part)):
            raise TouchedMeanwhile
        return changes(seen, was, will, because)

    @contextmanager
    def _seeing_others(self) -> Iterator[None]:
        """Take in what others wrote, where it is in the way of what was to be done."""
        try:
            yield
        except TouchedMeanwhile:
            self.look_again()
            raise

    def _refuse_another(self, seen: Record) -> None:
        mine = len(self.record.entries)
        if len(seen.entries) < mine or seen.entries[mine - 1].hash != self.record.head:
            raise AnotherCase(self.reference)

    def _over(self, record: Record) -> Consultation:
        """The consultation over what a record says; what was put off stays so."""
        case, old = self._case(record), self.sitting
        if case == old.case:
            return old
        new = replace(begin(self.desk, case, self.on), skipped=old.skipped, last=old.last)
        _ = new.advice
        return new

    def _case(self, record: Record) -> Case:
        return sound(record.case(self.on), self.desk.base, f"case '{record.reference}'")

    def _put_off(self, skipped: frozenset[Asked], last: Asked | None) -> None:
        """Go on with these questions put off; the case is the same, and advice takes time."""
        now = replace(self.sitting, skipped=skipped, last=last or self.sitting.last)
        now.__dict__["advice"] = self.advice
        self.sitting = now

    def _did(self, step: Step) -> None:
        self._done.append(step)
        self._undone.clear()


def _parts(case: Case) -> dict[tuple[str, str], object]:
    """Everything in a case that somebody can change by itself, with what it is now."""
    events = Counter(event.model_dump_json() for event in case.events)
    return {
        **{("fact", name): answer for name, answer in case.facts.items()},
        **{("question", name): answer for name, answer in case.answers.items()},
        **{("person", person.id): person for person in case.people},
        **{("option", option.id): option for option in case.options},
        **{("event", event): count for event, count in events.items()},
        ("head", ""): (case.case, case.guidance, case.jurisdiction, case.opened),
    }
