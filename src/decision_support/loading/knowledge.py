"""Reads a whole knowledge base, strictly: a file that does not hold together stops the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from decision_support.errors import InvalidKnowledge, Place, SeveralMistakes, UserMistake, did_you_mean
from decision_support.model.calendar import Calendar
from decision_support.model.comparison import Topic, TopicFile
from decision_support.model.guidance import Interpretation, InterpretationFile
from decision_support.model.knowledge import OURS, Document, KnowledgeBase
from decision_support.model.procedure import Action, ActionFile, Judgement
from decision_support.model.rules import Condition, Rule, Test
from decision_support.model.values import Kind
from decision_support.model.vocabulary import EventFile, EventKind, Fact

from . import derived, names
from .cache import kept
from .documents import FILES, DocumentReader
from .laws import check_laws, declared_laws
from .references import check_references
from .resources import knowledge_folder, rules_folder
from .rules import RuleReader
from .shelf import Shelf
from .validated import validated
from .verification import FOLDER as VERIFICATION
from .verification import explained, never_together
from .written import Written

COMPARISON = "comparison.yaml"
EVENT_FILES = "vocabulary/events*.yaml"
DATA_FOLDERS = ("schemas", "scenarios", "examples", "organisations")


def load(rules: Path | None = None, knowledge: Path | None = None) -> KnowledgeBase:
    """The knowledge base in these two folders, or the one that comes with the program.

    Raises UserMistake with file and line for anything that does not hold together.
    """
    rules = rules or rules_folder()
    knowledge = knowledge or knowledge_folder()
    for folder in (rules, knowledge):
        if not folder.is_dir():
            raise UserMistake(f"there is no folder '{folder}'.", mend="Name a folder with YAML files in it.")
        if not any(folder.rglob("*.yaml")):
            raise UserMistake(f"there are no YAML files in '{folder}'.", mend="Check the name of the folder.")
    folders = rules.absolute(), knowledge.absolute()
    return kept(folders, lambda: read(*folders))


def read(rules: Path, knowledge: Path) -> KnowledgeBase:
    """The knowledge base in these two folders, read anew and kept nowhere. Raises UserMistake as `load`."""
    return _Loading(rules, knowledge).knowledge_base()


class _Loading:
    def __init__(self, rules: Path, knowledge: Path) -> None:
        self._shelf = Shelf(rules, knowledge)

    def knowledge_base(self) -> KnowledgeBase:
        self._refuse_strays()
        events = self._events()
        documents = {found.guidance.id: found for found in DocumentReader(self._shelf).documents()}
        facts = self._facts(documents, events)
        counts = {name: self._count(name, fact, facts) for name, fact in facts.items() if fact.count}
        our_actions, our_judgements = self._our_own()
        base = KnowledgeBase(
            documents=documents,
            facts=facts,
            counts=counts,
            events=events,
            rules=self._read_rules(RuleReader(facts, documents, our_actions, our_judgements), documents),
            interpretations=self._interpretations(),
            our_actions=our_actions,
            our_judgements=our_judgements,
            calendars={found.division: found for found in self._shelf.each("calendars/*.yaml", Calendar)},
            topics=self._topics(),
            seats=dict(self._seats(documents, facts)),
            never_together=never_together(self._shelf, documents, events, facts, counts),
            explained=explained(self._shelf),
            laws=declared_laws(self._shelf),
            fingerprint=self._shelf.fingerprint,
            places=self._shelf.places,
        )
        check_references(base)
        check_laws(base)
        return base

    def _refuse_strays(self) -> None:
        allowed: tuple[tuple[Path, Callable[[tuple[str, ...]], bool]], ...] = (
            (self._shelf.rules, lambda parts: len(parts) in (1, 2)),
            (self._shelf.knowledge, _belongs_in_knowledge),
        )
        for root, belongs in allowed:
            for path in sorted(root.rglob("*")):
                parts = path.relative_to(root).parts
                if path.suffix in (".yaml", ".yml", ".json") and not (path.suffix == ".yaml" and belongs(parts)):
                    if parts[0] in DATA_FOLDERS:
                        continue
                    raise UserMistake(
                        "nothing reads this file.",
                        place=Place(f"{root.name}/{'/'.join(parts)}"),
                        mend="See docs/authoring.md for where each kind of file belongs; names end in .yaml.",
                    )

    def _events(self) -> dict[str, EventKind]:
        events: dict[str, EventKind] = {}
        for path in self._shelf.files(self._shelf.knowledge, EVENT_FILES):
            written = self._shelf.written(path)
            found = validated(EventFile, written).events
            for name in found:
                self._shelf.keep("event", name, written.place(("events", name), key=True))
            events |= found
        if not events:
            place = Place(self._shelf.knowledge.name)
            raise InvalidKnowledge("there is no vocabulary/events.yaml.", place=place, mend="It declares the events.")
        return events

    def _facts(self, documents: Mapping[str, Document], events: Mapping[str, EventKind]) -> dict[str, Fact]:
        facts = dict(derived.case_facts(events)) | dict(derived.people_facts(documents.values()))
        facts |= dict(derived.framework_facts(documents.values()))
        for document in documents.values():
            facts |= dict(derived.document_facts(document, events))
        for path in self._shelf.files(self._shelf.knowledge, "vocabulary/*.yaml"):
            if path.match(EVENT_FILES):
                continue
            written = self._shelf.written(path)
            if not isinstance(written.data, dict):
                raise InvalidKnowledge("a vocabulary file maps facts to what they mean.", place=written.place(()))
            for name in written.data:
                place = written.place((name,), key=True)
                self._shelf.keep("fact", name, place)
                if name in facts:
                    raise InvalidKnowledge(
                        f"the program itself computes a fact '{name}'.", place=place, mend="Rename this one."
                    )
                facts[name] = _sound(name, validated(Fact, written, at=(name,)), place)
                _refuse_unreadable_tests(name, facts[name], written)
        return facts

    def _count(self, name: str, fact: Fact, facts: Mapping[str, Fact]) -> tuple[Kind, tuple[Condition, ...]]:
        assert fact.count is not None
        place = self._shelf.places.get(("fact", name))
        return fact.count.of, tuple(
            names.condition(written, test, about=fact.count.of, guidance=None, facts=facts, place=place)
            for written, test in fact.count.where.items()
        )

    def _seats(
        self, documents: Mapping[str, Document], facts: Mapping[str, Fact]
    ) -> Iterator[tuple[str, tuple[Condition, ...]]]:
        for own, document in documents.items():
            for panel in document.panels.values():
                for seat in panel.seats:
                    name = f"{own}.{panel.id}.{seat.id}"
                    place = self._shelf.places.get(("seat", name))
                    yield (
                        name,
                        tuple(
                            names.condition(fact, test, about="person", guidance=own, facts=facts, place=place)
                            for fact, test in seat.who.items()
                        ),
                    )

    def _our_own(self) -> tuple[dict[str, Action], dict[str, Judgement]]:
        found = self._shelf.one(self._shelf.knowledge / "interpretations", "actions.yaml", ActionFile)
        if found is None:
            return {}, {}
        listed, written = found
        return (
            self._shelf.by_id("action", f"{OURS}.", "actions", listed.actions, written),
            self._shelf.by_id("judgement", f"{OURS}.", "judgements", listed.judgements, written),
        )

    def _topics(self) -> tuple[Topic, ...]:
        found = self._shelf.one(self._shelf.knowledge, COMPARISON, TopicFile)
        if found is None:
            return ()
        return tuple(self._shelf.by_id("topic", "", "topics", found[0].topics, found[1]).values())

    def _interpretations(self) -> dict[str, Interpretation]:
        found: dict[str, Interpretation] = {}
        for path in self._shelf.files(self._shelf.knowledge, "interpretations/*.yaml"):
            if path.name != "actions.yaml":
                written = self._shelf.written(path)
                listed = validated(InterpretationFile, written).interpretations
                found |= self._shelf.by_id("interpretation", "", "interpretations", listed, written)
        return found

    def _read_rules(self, reader: RuleReader, documents: Mapping[str, Document]) -> dict[str, Rule]:
        rules: dict[str, Rule] = {}
        mistakes: list[UserMistake] = []
        for path in self._shelf.files(self._shelf.rules, "**/*.yaml"):
            guidance = path.parent.name if path.parent != self._shelf.rules else None
            if guidance and guidance not in documents:
                place = Place(f"{self._shelf.rules.name}/{guidance}")
                what = f"there is no guidance '{guidance}' for the rules in this folder."
                raise InvalidKnowledge(what, place=place, mend=did_you_mean(guidance, documents))
            try:
                for rule, place in reader.read(self._shelf.written(path), guidance):
                    self._shelf.keep("rule", rule.id, place)
                    rules[rule.id] = rule
            except SeveralMistakes as several:
                mistakes += several.mistakes
            except UserMistake as mistake:
                mistakes.append(mistake)
        if len(mistakes) == 1:
            raise mistakes[0]
        if mistakes:
            raise SeveralMistakes(mistakes)
        return dict(sorted(rules.items()))


def _belongs_in_knowledge(parts: tuple[str, ...]) -> bool:
    if parts[0] == "guidance":
        return len(parts) == 3 and parts[2] in FILES
    return parts == (COMPARISON,) or (
        len(parts) == 2 and parts[0] in {"vocabulary", "roles", "interpretations", "calendars", VERIFICATION}
    )


def _refuse_unreadable_tests(name: str, fact: Fact, written: Written) -> None:
    """Raise InvalidKnowledge where a count asks for something that is neither a value nor a test."""
    for each, test in fact.count.where.items() if fact.count else ():
        at = (name, "count", "where", each)
        if isinstance(test, dict):
            validated(Test, written, at=at)
        elif not isinstance(test, str):
            place = written.place(at)
            raise InvalidKnowledge(f"'{each}' has one value.", place=place, mend="For several, write {one_of: [...]}.")


def _sound(name: str, fact: Fact, place: Place) -> Fact:
    """The fact, if its parts go together."""
    if fact.number == bool(fact.values):
        raise InvalidKnowledge(f"'{name}' needs either values or 'number: true'.", place=place)
    if fact.count and not fact.number:
        raise InvalidKnowledge(f"'{name}' counts, so it is a number.", place=place, mend="Write 'number: true'.")
    if fact.otherwise and fact.otherwise not in fact.values:
        raise InvalidKnowledge(f"'{name}' cannot be '{fact.otherwise}' otherwise.", place=place)
    if fact.ask and fact.otherwise:
        raise InvalidKnowledge(f"'{name}' is asked, so nothing holds otherwise: unasked is not no.", place=place)
    return fact
