"""Reads rule files: from what an author wrote to rules with every name resolved."""

from __future__ import annotations

from collections.abc import Mapping

from decision_support.errors import InvalidKnowledge, Place, did_you_mean
from decision_support.model.knowledge import OURS, Document
from decision_support.model.procedure import Action, Judgement
from decision_support.model.rules import (
    THIS,
    Conclusion,
    Condition,
    Example,
    Rule,
    WrittenConclusion,
    WrittenRule,
)
from decision_support.model.values import KNOWN, UNASKED, Kind
from decision_support.model.vocabulary import Fact

from . import names
from .validated import validated
from .written import Written


class RuleReader:
    """Turns written rules into rules, given all that they may refer to."""

    def __init__(
        self,
        facts: Mapping[str, Fact],
        documents: Mapping[str, Document],
        our_actions: Mapping[str, Action],
        our_judgements: Mapping[str, Judgement],
    ) -> None:
        self._facts = facts
        self._documents = documents
        self._our_actions = our_actions
        self._our_judgements = our_judgements

    def read(self, written: Written, guidance: str | None) -> list[tuple[Rule, Place]]:
        """Every rule of one file, with the place of its id."""
        if not isinstance(written.data, list):
            raise InvalidKnowledge("a rule file is a list of rules.", place=written.place(()))
        rules = []
        for index in range(len(written.data)):
            entry = validated(WrittenRule, written, at=(index,))
            rules.append((self._rule(entry, written, index, guidance), written.place((index, "id"))))
        return rules

    def _rule(self, entry: WrittenRule, written: Written, index: int, guidance: str | None) -> Rule:
        prefix = f"{guidance or OURS}."
        if not entry.id.startswith(prefix):
            raise InvalidKnowledge(
                f"the id '{entry.id}' does not begin with '{prefix}'.", place=written.place((index, "id"))
            )
        if not entry.clauses and entry.interpretation is None:
            raise InvalidKnowledge(
                f"rule '{entry.id}' rests on nothing.",
                place=written.place((index, "id")),
                mend="Name its clauses, or the interpretation that makes it ours.",
            )
        when = tuple(
            self._condition(name, test, entry.about, guidance, written.place((index, "when", name), key=True))
            for name, test in entry.when.items()
        )
        _refuse_repeats(entry.id, when, written.place((index, "when")))
        return Rule(
            id=entry.id,
            guidance=guidance,
            about=entry.about,
            when=when,
            then=self._conclusion(entry.then, entry, guidance, written.place((index, "then"))),
            because=entry.because,
            clauses=entry.clauses,
            interpretation=entry.interpretation,
            examples=self._examples(entry, guidance, written, index),
        )

    def _condition(self, name: str, test: object, about: Kind, guidance: str | None, place: Place) -> Condition:
        return names.condition(name, test, about=about, guidance=guidance, facts=self._facts, place=place)

    def _conclusion(self, then: WrittenConclusion, rule: WrittenRule, guidance: str | None, place: Place) -> Conclusion:
        given = {kind: target for kind, target in then if target is not None}
        if len(given) != 1:
            raise InvalidKnowledge(
                f"rule '{rule.id}' has {len(given) or 'no'} conclusion{'s' if given else ''}.",
                place=place,
                mend="A rule has one, such as must, should, may, conclude, judge or silence.",
            )
        kind, target = next(iter(given.items()))
        if kind == "conclude":
            return self._concluded_fact(target, rule, guidance, place)
        if kind == "silence":
            self._known("silence", target, self._silences(), place)
            return Conclusion(kind="silence", target=target)
        if kind == "governs":
            self._known("guidance", target, self._documents, place)
            return Conclusion(kind="governs", target=target)
        if kind in ("argue_for", "argue_against", "rule_out"):
            return self._argument(kind, target, rule, guidance, place)
        if kind in ("exclude", "doubt"):
            return self._bar(kind, target, rule, guidance, place)
        known = self._judgements(guidance) if kind == "judge" else self._actions(guidance)
        self._known("judgement" if kind == "judge" else "action", target, known, place)
        return Conclusion(kind=kind, target=f"{guidance or OURS}.{target}")

    def _argument(self, kind: str, target: str, rule: WrittenRule, guidance: str | None, place: Place) -> Conclusion:
        if target == THIS and rule.about == "option":
            return Conclusion(kind=kind, target=THIS)
        self._known("option", target, self._documents[guidance].options if guidance else {}, place)
        return Conclusion(kind=kind, target=f"{guidance}.{target}")

    def _bar(self, kind: str, target: str, rule: WrittenRule, guidance: str | None, place: Place) -> Conclusion:
        if rule.about != "person":
            raise InvalidKnowledge(
                f"a rule about {names.a_subject(rule.about)} cannot {kind} anybody from a role.",
                place=place,
                mend="Write 'about: person'.",
            )
        self._known("role", target, self._documents[guidance].roles if guidance else {}, place)
        return Conclusion(kind=kind, target=f"{guidance}.{target}")

    def _concluded_fact(
        self, target: dict[str, str], rule: WrittenRule, guidance: str | None, place: Place
    ) -> Conclusion:
        if len(target) != 1:
            raise InvalidKnowledge(
                f"rule '{rule.id}' concludes {len(target)} facts.", place=place, mend="Conclude one."
            )
        written, value = next(iter(target.items()))
        name = names.fact_name(written, guidance, self._facts, place)
        fact = self._facts[name]
        if fact.about != rule.about or fact.number or fact.ask:
            raise InvalidKnowledge(
                f"a rule about {names.a_subject(rule.about)} cannot conclude '{written}'.",
                place=place,
                mend="Conclude a fact about the same kind of subject that is neither asked nor a number.",
            )
        return Conclusion(kind="conclude", target=name, value=names.value(value, written, fact, place))

    def _examples(self, entry: WrittenRule, guidance: str | None, written: Written, index: int) -> tuple[Example, ...]:
        examples = []
        for number, example in enumerate(entry.examples):
            given = example.fires if example.fires is not None else example.silent
            here: tuple[str | int, ...] = (index, "examples", number)
            if given is None or (example.fires is not None and example.silent is not None):
                raise InvalidKnowledge("an example is either 'fires' or 'silent'.", place=written.place(here))
            kind = "fires" if example.fires is not None else "silent"
            facts = {}
            for name, value in given.items():
                place = written.place((*here, kind, name), key=True)
                scope_case = entry.about != "case" and name.startswith(names.CASE_PREFIX)
                bare = name.removeprefix(names.CASE_PREFIX) if scope_case else name
                found = names.fact_name(bare, guidance, self._facts, place)
                about: Kind = "case" if scope_case else entry.about
                names.refuse_another_subject(bare, self._facts[found], about, place)
                if not isinstance(value, str):
                    raise InvalidKnowledge(f"'{name}' has one value in an example.", place=place)
                if value in (UNASKED, KNOWN):
                    raise InvalidKnowledge(
                        f"leave '{name}' out of the example: that is what unasked means.", place=place
                    )
                facts[(names.CASE_PREFIX if scope_case else "") + found] = names.value(
                    value, bare, self._facts[found], place
                )
            examples.append(Example(fires=kind == "fires", facts=facts))
        return tuple(examples)

    def _actions(self, guidance: str | None) -> Mapping[str, object]:
        return self._documents[guidance].actions if guidance else self._our_actions

    def _judgements(self, guidance: str | None) -> Mapping[str, object]:
        return self._documents[guidance].judgements if guidance else self._our_judgements

    def _silences(self) -> set[str]:
        return {name for document in self._documents.values() for name in document.silences}

    def _known(self, what: str, name: str, known: Mapping[str, object] | set[str], place: Place) -> None:
        if name not in known:
            raise InvalidKnowledge(f"there is no {what} '{name}'.", place=place, mend=did_you_mean(name, known))


def _refuse_repeats(rule: str, when: tuple[Condition, ...], place: Place) -> None:
    seen: set[tuple[str, str]] = set()
    for each in when:
        if (each.scope, each.fact) in seen:
            raise InvalidKnowledge(
                f"rule '{rule}' tests '{each.fact}' twice.", place=place, mend="Say it in one condition."
            )
        seen.add((each.scope, each.fact))
