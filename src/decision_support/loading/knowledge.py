"""Reads a whole knowledge base, strictly: a file that does not hold together stops the program."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from decision_support.errors import InvalidKnowledge, Place, SeveralMistakes, UserMistake, did_you_mean
from decision_support.model.calendar import Calendar
from decision_support.model.forms import FormFile
from decision_support.model.guidance import ClauseFile, Guidance, Interpretation, InterpretationFile, SilenceFile
from decision_support.model.knowledge import OURS, Document, KnowledgeBase
from decision_support.model.procedure import Action, ActionFile, Procedure
from decision_support.model.roles import RoleFile
from decision_support.model.rules import Condition, Rule, Test
from decision_support.model.values import Kind, Value
from decision_support.model.vocabulary import EventFile, EventKind, Fact

from . import derived, names
from .references import check_references
from .resources import knowledge_folder, rules_folder
from .rules import RuleReader
from .validated import validated
from .written import Written, read

V = TypeVar("V", bound=Value)
T = TypeVar("T")
Places = dict[tuple[str, str], Place]

EVENT_FILES = "vocabulary/events*.yaml"
DATA_FOLDERS = ("schemas", "scenarios", "examples")


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
    return _Loading(rules.absolute(), knowledge.absolute()).knowledge_base()


class _Loading:
    def __init__(self, rules: Path, knowledge: Path) -> None:
        self._rules = rules
        self._knowledge = knowledge
        self._places: Places = {}
        self._digest = hashlib.sha256()

    def knowledge_base(self) -> KnowledgeBase:
        self._refuse_strays()
        events = self._events()
        documents = {found.guidance.id: found for found in self._documents()}
        facts = self._facts(documents, events)
        counts = {name: self._count(name, fact, facts) for name, fact in facts.items() if fact.count}
        our_actions = self._our_actions()
        base = KnowledgeBase(
            documents=documents,
            facts=facts,
            counts=counts,
            events=events,
            rules=self._read_rules(RuleReader(facts, documents, our_actions), documents),
            interpretations=self._interpretations(),
            our_actions=our_actions,
            calendars={found.division: found for found in self._each("calendars/*.yaml", Calendar)},
            fingerprint=self._digest.hexdigest(),
            places=self._places,
        )
        check_references(base)
        return base

    def _written(self, path: Path) -> Written:
        root = self._rules if path.is_relative_to(self._rules) else self._knowledge
        shown = f"{root.name}/{path.relative_to(root).as_posix()}"
        self._digest.update(shown.encode() + b"\0" + path.read_bytes() + b"\0")
        return read(path, shown)

    def _files(self, root: Path, pattern: str) -> list[Path]:
        return sorted(root.glob(pattern))

    def _each(self, pattern: str, model: type[V]) -> Iterator[V]:
        for path in self._files(self._knowledge, pattern):
            yield validated(model, self._written(path))

    def _one(self, folder: Path, name: str, model: type[V]) -> tuple[V, Written] | None:
        path = folder / name
        if not path.exists():
            return None
        written = self._written(path)
        return validated(model, written), written

    def _keep(self, kind: str, name: str, place: Place) -> None:
        first = self._places.setdefault((kind, name), place)
        if first is not place:
            raise InvalidKnowledge(
                f"the {kind} '{name}' is declared twice.", place=place, mend=f"The first is at {first}."
            )

    def _by_id(self, kind: str, prefix: str, key: str, values: Iterable[T], written: Written) -> dict[str, T]:
        found = {}
        for index, each in enumerate(values):
            own: str = each.id  # type: ignore[attr-defined]  # every listed value has an id
            self._keep(kind, prefix + own, written.place((key, index, "id")))
            found[own] = each
        return found

    def _refuse_strays(self) -> None:
        allowed: tuple[tuple[Path, Callable[[tuple[str, ...]], bool]], ...] = (
            (self._rules, lambda parts: len(parts) in (1, 2)),
            (self._knowledge, _belongs_in_knowledge),
        )
        for root, belongs in allowed:
            for path in sorted(root.rglob("*")):
                parts = path.relative_to(root).parts
                if path.suffix in (".yaml", ".yml", ".json") and not (path.suffix == ".yaml" and belongs(parts)):
                    if parts[0] in DATA_FOLDERS:
                        continue
                    raise InvalidKnowledge(
                        "nothing reads this file.",
                        place=Place(f"{root.name}/{'/'.join(parts)}"),
                        mend="See docs/authoring.md for where each kind of file belongs; names end in .yaml.",
                    )

    def _events(self) -> dict[str, EventKind]:
        events: dict[str, EventKind] = {}
        for path in self._files(self._knowledge, EVENT_FILES):
            written = self._written(path)
            found = validated(EventFile, written).events
            for name in found:
                self._keep("event", name, written.place(("events", name), key=True))
            events |= found
        if not events:
            place = Place(self._knowledge.name)
            raise InvalidKnowledge("there is no vocabulary/events.yaml.", place=place, mend="It declares the events.")
        return events

    def _documents(self) -> Iterator[Document]:
        roles = dict(self._role_files())
        for folder in self._files(self._knowledge, "guidance/*"):
            if folder.is_dir():
                yield self._document(folder, roles.pop(folder.name, None))
        for name, (_, written) in roles.items():
            mend = did_you_mean(name, [folder.name for folder in self._files(self._knowledge, "guidance/*")])
            raise InvalidKnowledge(f"there is no guidance '{name}'.", place=written.place(("guidance",)), mend=mend)

    def _role_files(self) -> Iterator[tuple[str, tuple[RoleFile, Written]]]:
        for path in self._files(self._knowledge, "roles/*.yaml"):
            written = self._written(path)
            found = validated(RoleFile, written)
            yield found.guidance, (found, written)

    def _document(self, folder: Path, roles: tuple[RoleFile, Written] | None) -> Document:
        own = folder.name
        found = self._one(folder, "guidance.yaml", Guidance)
        if found is None:
            raise InvalidKnowledge(
                "there is no guidance.yaml.",
                place=Place(f"{self._knowledge.name}/guidance/{own}"),
                mend="It says what it is.",
            )
        guidance, written = found
        self._keep("guidance", guidance.id, written.place(("id",)))
        if guidance.id != own or own == OURS:
            raise InvalidKnowledge(
                f"the id '{guidance.id}' is not the name of its folder, '{own}'.", place=written.place(("id",))
            )
        prefix = f"{own}."
        clauses = self._one(folder, "clauses.yaml", ClauseFile)
        silences = self._one(folder, "silences.yaml", SilenceFile)
        procedure = self._one(folder, "procedure.yaml", Procedure)
        actions = self._one(folder, "actions.yaml", ActionFile)
        forms = self._one(folder, "forms.yaml", FormFile)
        if procedure:
            self._keep_procedure(prefix, *procedure)
        if roles:
            edges = range(len(roles[0].edges))
            self._places |= {("edge", f"{prefix}{index}"): roles[1].place(("edges", index)) for index in edges}
        listed = actions[0] if actions else ActionFile(actions=())
        made = forms[0] if forms else FormFile()
        return Document(
            guidance=guidance,
            clauses=self._by_id("clause", "", "clauses", clauses[0].clauses, clauses[1]) if clauses else {},
            silences=self._by_id("silence", "", "silences", silences[0].silences, silences[1]) if silences else {},
            procedure=procedure[0] if procedure else None,
            actions=self._by_id("action", prefix, "actions", listed.actions, actions[1]) if actions else {},
            judgements=self._by_id("judgement", prefix, "judgements", listed.judgements, actions[1]) if actions else {},
            records=self._by_id("record", prefix, "records", made.records, forms[1]) if forms else {},
            forms=self._by_id("form", prefix, "forms", made.forms, forms[1]) if forms else {},
            roles=self._by_id("role", prefix, "roles", roles[0].roles, roles[1]) if roles else {},
            edges=roles[0].edges if roles else (),
        )

    def _keep_procedure(self, prefix: str, procedure: Procedure, written: Written) -> None:
        self._by_id("stage", prefix, "stages", procedure.stages, written)
        self._by_id("clock", prefix, "clocks", procedure.clocks, written)
        for index, stage in enumerate(procedure.stages):
            for number, clock in enumerate(stage.clocks):
                self._keep("clock", prefix + clock.id, written.place(("stages", index, "clocks", number, "id")))

    def _facts(self, documents: Mapping[str, Document], events: Mapping[str, EventKind]) -> dict[str, Fact]:
        facts = dict(derived.case_facts(events)) | dict(derived.people_facts(documents.values()))
        for document in documents.values():
            facts |= dict(derived.document_facts(document, events))
        for path in self._files(self._knowledge, "vocabulary/*.yaml"):
            if path.match(EVENT_FILES):
                continue
            written = self._written(path)
            if not isinstance(written.data, dict):
                raise InvalidKnowledge("a vocabulary file maps facts to what they mean.", place=written.place(()))
            for name in written.data:
                place = written.place((name,), key=True)
                self._keep("fact", name, place)
                if name in facts:
                    raise InvalidKnowledge(
                        f"the program itself computes a fact '{name}'.", place=place, mend="Rename this one."
                    )
                facts[name] = _sound(name, validated(Fact, written, at=(name,)), place)
                _refuse_unreadable_tests(name, facts[name], written)
        return facts

    def _count(self, name: str, fact: Fact, facts: Mapping[str, Fact]) -> tuple[Kind, tuple[Condition, ...]]:
        assert fact.count is not None
        place = self._places.get(("fact", name))
        return fact.count.of, tuple(
            names.condition(written, test, about=fact.count.of, guidance=None, facts=facts, place=place)
            for written, test in fact.count.where.items()
        )

    def _our_actions(self) -> dict[str, Action]:
        found = self._one(self._knowledge / "interpretations", "actions.yaml", ActionFile)
        return self._by_id("action", f"{OURS}.", "actions", found[0].actions, found[1]) if found else {}

    def _interpretations(self) -> dict[str, Interpretation]:
        found: dict[str, Interpretation] = {}
        for path in self._files(self._knowledge, "interpretations/*.yaml"):
            if path.name != "actions.yaml":
                written = self._written(path)
                listed = validated(InterpretationFile, written).interpretations
                found |= self._by_id("interpretation", "", "interpretations", listed, written)
        return found

    def _read_rules(self, reader: RuleReader, documents: Mapping[str, Document]) -> dict[str, Rule]:
        rules: dict[str, Rule] = {}
        mistakes: list[UserMistake] = []
        for path in self._files(self._rules, "**/*.yaml"):
            guidance = path.parent.name if path.parent != self._rules else None
            if guidance and guidance not in documents:
                place = Place(f"{self._rules.name}/{guidance}")
                what = f"there is no guidance '{guidance}' for the rules in this folder."
                raise InvalidKnowledge(what, place=place, mend=did_you_mean(guidance, documents))
            try:
                for rule, place in reader.read(self._written(path), guidance):
                    self._keep("rule", rule.id, place)
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
        expected = {"guidance.yaml", "clauses.yaml", "silences.yaml", "procedure.yaml", "actions.yaml", "forms.yaml"}
        return len(parts) == 3 and parts[2] in expected
    return len(parts) == 2 and parts[0] in {"vocabulary", "roles", "interpretations", "calendars"}


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
