"""Rules as a DMN 1.3 model: a decision for each thing that they conclude or advise, and inputs for what they read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, indent, tostring

from decision_support.errors import InvalidKnowledge
from decision_support.model.rules import Rule
from decision_support.model.values import Kind

from .dmn_tables import add_table, child, fact_name, facts_tested
from .dmn_words import Names, clean, value, values_allowed
from .reading import Material, otherwise

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
_PROGRAM = "decision-support"


def dmn_text(material: Material) -> str:
    """The model as XML. Raises InvalidKnowledge where rules lead back to each other, which DMN does not allow."""
    _refuse_circles(material)
    root = _Model(material).root
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _refuse_circles(material: Material) -> None:
    for block in material.strata.blocks:
        if block.recursive:
            raise InvalidKnowledge(
                f"The rules {', '.join(map(repr, block.rules))} lead back to each other, and in DMN no decision may "
                "rest on itself.",
                mend="Cut the circle, or export to CLIPS, which can run it.",
            )


class _Model:
    """The elements of one model, in the order that the standard lays down."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._names = Names()
        # Facts first, so that the name of an input does not depend on which rules there are to read it.
        spoken_of = sorted({*self._given(), *material.concluding})
        self._facts = {name: fact_name(material, self._names, name) for name in spoken_of}
        self._groups = _groups(material)
        self.root = Element(
            "definitions",
            xmlns=NAMESPACE,
            id="definitions",
            name=clean(material.title),
            namespace=f"urn:{_PROGRAM}:export",
            exporter=_PROGRAM,
        )
        child(self.root, "description", "\n".join(material.heading))
        self._add_types()
        child(self.root, "knowledgeSource", id="source", name=material.title)
        for fact in self._given():
            self._add_input(fact)
        for fact in material.concluding:
            self._add_conclusion(fact)
        for (about, target), rules in self._groups.items():
            self._add_advice(about, target, rules)
        for kind in sorted({rule.about for rule in material.rules.values()}):
            self._add_service(kind)

    def _given(self) -> list[str]:
        """What has to be told: facts that rules read and none concludes.

        Numbers that are counted are among them, since a model is asked about one subject at a time.
        """
        return [fact for fact in facts_tested(self._material.rules.values()) if fact not in self._material.concluding]

    def _type(self, fact: str) -> str:
        return self._names.of("type", self._facts[fact])

    def _add_types(self) -> None:
        for fact in self._facts:
            known, named = self._material.facts[fact], self._type(fact)
            concluded = {"isCollection": "true"} if fact in self._material.concluding else {}
            definition = child(self.root, "itemDefinition", id=named, name=named, label=fact, **concluded)
            # A number may also be 'unknown' or 'unasked'.
            child(definition, "typeRef", "Any" if known.number else "string")
            if (domain := values_allowed(known)) and not known.number:
                child(child(definition, "allowedValues"), "text", domain)
        for named, output in (("conclusions", "value"), ("advice", "says")):
            definition = child(
                self.root, "itemDefinition", id=f"type_{named}", name=f"type_{named}", isCollection="true"
            )
            for part in (output, "rule"):
                component = child(definition, "itemComponent", id=f"type_{named}.{part}", name=part)
                child(component, "typeRef", "string")

    def _add_input(self, fact: str) -> None:
        own = self._facts[fact]
        made = child(self.root, "inputData", id=f"input_{own}", name=own, label=fact)
        known = self._material.facts[fact]
        absent = f'Where nothing is known: "{otherwise(known)}".'
        told = "To be counted over all subjects." if fact in self._material.counts else absent
        say = f"whether {known.say}" if "yes" in known.values else known.say
        child(made, "description", f"{say[:1].upper()}{say[1:]}. {told}")
        child(made, "variable", id=f"variable_{own}", name=own, typeRef=self._type(fact))

    def _add_conclusion(self, fact: str) -> None:
        """Two decisions: which rules conclude the fact, and its values, with the one that holds where none does."""
        own, rules = self._facts[fact], self._material.concluding[fact]
        tabled = self._names.of(own, "rules")
        self._add_decision(tabled, f"rules that conclude {fact}", "type_conclusions", rules)
        made = self._decision(own, fact, self._type(fact))
        child(child(made, "informationRequirement"), "requiredDecision", href=f"#decision_{tabled}")
        child(child(made, "authorityRequirement"), "requiredAuthority", href="#source")
        known = self._material.facts[fact]
        absent = value(known, otherwise(known))
        expression = child(made, "literalExpression", id=f"expression_{own}")
        none = f"{tabled} = null or count({tabled}) = 0"
        child(expression, "text", f"if {none} then [{absent}] else distinct values({tabled}.value)")

    def _add_advice(self, about: Kind, target: str, rules: Sequence[Rule]) -> None:
        self._add_decision(self._names.of("advice", about, target), target, "type_advice", rules)

    def _add_decision(self, own: str, label: str, type_ref: str, rules: Sequence[Rule]) -> None:
        made = self._decision(own, label, type_ref)
        for fact in facts_tested(rules):
            self._require(made, fact)
        child(child(made, "authorityRequirement"), "requiredAuthority", href="#source")
        add_table(made, self._material, self._names, own, rules)

    def _decision(self, own: str, label: str, type_ref: str) -> Element:
        made = child(self.root, "decision", id=f"decision_{own}", name=own, label=label)
        child(made, "variable", id=f"variable_{own}", name=own, typeRef=type_ref)
        return made

    def _require(self, decision: Element, fact: str) -> None:
        requirement = child(decision, "informationRequirement")
        sort, prefix = self._reference(fact)
        child(requirement, f"required{sort}", href=f"#{prefix}_{self._facts[fact]}")

    def _reference(self, fact: str) -> tuple[str, str]:
        return ("Decision", "decision") if fact in self._material.concluding else ("Input", "input")

    def _add_service(self, kind: Kind) -> None:
        """What can be asked about one subject of a kind; of the case, its conclusions are handed in."""
        rules = [rule for rule in self._material.rules.values() if rule.about == kind]
        concluded = [fact for fact in self._material.concluding if self._material.facts[fact].about == kind]
        made = child(
            self.root, "decisionService", id=f"service_{kind}", name=f"service_{kind}", label=f"about a {kind}"
        )
        advice = [self._names.of("advice", about, target) for about, target in self._groups if about == kind]
        tables = [self._names.of(self._facts[fact], "rules") for fact in concluded]
        tested = set(facts_tested(rules)) - set(concluded)
        handed_in = {fact for fact in tested if fact in self._material.concluding}
        self._refer(made, "outputDecision", "decision", [*(self._facts[fact] for fact in concluded), *advice])
        self._refer(made, "encapsulatedDecision", "decision", tables)
        self._refer(made, "inputDecision", "decision", sorted(self._facts[fact] for fact in handed_in))
        self._refer(made, "inputData", "input", sorted(self._facts[fact] for fact in tested - handed_in))

    def _refer(self, service: Element, tag: str, prefix: str, names: Iterable[str]) -> None:
        for own in names:
            child(service, tag, href=f"#{prefix}_{own}")


def _groups(material: Material) -> dict[tuple[Kind, str], list[Rule]]:
    """The rules that advise something, by what kind of subject they are about and what they advise."""
    groups: dict[tuple[Kind, str], list[Rule]] = {}
    for _, rule in sorted(material.rules.items()):
        if not rule.concludes:
            groups.setdefault((rule.about, rule.then.target), []).append(rule)
    return dict(sorted(groups.items()))
