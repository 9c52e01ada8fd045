"""An exported DMN model, read back from its XML and run by another engine: zen, which reads no DMN itself."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

import zen

from decision_support.export.dmn import NAMESPACE
from decision_support.export.reading import Material, otherwise
from decision_support.model.facts import CASE, Facts, Firing, Inference, Subject

DMN = {"dmn": NAMESPACE}
HREF = re.compile(r"#(.+)")
VALUES = re.compile(
    r"if (?P<table>\w+) = null or count\((?P=table)\) = 0 "
    r"then (?P<none>\[.*\]) else distinct values\((?P=table)\.value\)"
)
INTERVAL = re.compile(r"\[(-?\d+)\.\.(-?\d+)\]")


class InZen:
    """The decision services of a model, each ready to be asked about one subject."""

    def __init__(self, text: str, material: Material) -> None:
        self._material = material
        root = fromstring(text)
        self._decisions = {each.attrib["id"]: each for each in root.findall("dmn:decision", DMN)}
        self._variables = {
            each.attrib["label"]: each.attrib["name"]
            for sort in ("inputData", "decision")
            for each in root.findall(f"dmn:{sort}", DMN)
            if each.attrib["label"] in material.facts and each.find("dmn:decisionTable", DMN) is None
        }
        engine = zen.ZenEngine()
        self._services = {
            each.attrib["label"].rpartition(" ")[2]: engine.create_decision(json.dumps(self._graph(each)))
            for each in root.findall("dmn:decisionService", DMN)
        }

    def agrees(self, facts: Facts, inference: Inference) -> bool:
        """Whether every subject gets the firings and the concluded values of this inference."""
        fired: set[Firing] = set()
        for subject in {CASE, *facts}:
            if subject.kind in self._services:
                told = self._services[subject.kind].evaluate(self._told(subject, facts, inference))["result"]
                fired |= {
                    Firing(row["rule"], subject)
                    for rows in told.values()
                    if isinstance(rows, list)
                    for row in rows
                    if isinstance(row, dict) and self._material.rules[row["rule"]].about == subject.kind
                }
                if not self._same_values(subject, told, inference):
                    return False
        return fired == set(inference.fired)

    def _same_values(self, subject: Subject, told: dict[str, list[str]], inference: Inference) -> bool:
        return all(
            set(told[self._variables[fact]]) == set(inference.holding(subject, fact) or ["unasked"])
            for fact in self._material.concluding
            if self._material.facts[fact].about == subject.kind
        )

    def _told(self, subject: Subject, facts: Facts, inference: Inference) -> dict[str, str | int]:
        """What the inputs of a service are: a value for each, also where there is none."""
        told: dict[str, str | int] = {}
        for name, variable in self._variables.items():
            fact = self._material.facts[name]
            about = CASE if fact.about == "case" else subject
            if name in self._material.concluding or fact.about not in ("case", subject.kind):
                continue
            given = facts.get(about, {}).get(name)
            if name in self._material.counts:
                (given,) = inference.holding(about, name)
            value = otherwise(fact) if given is None else given
            told[variable] = int(value) if fact.number and value.isdigit() else value
        return told

    def _graph(self, service: Element) -> dict[str, object]:
        """The decisions behind a service, one after the other, each adding its result to what is known."""
        nodes = [{"id": "in", "type": "inputNode", "name": "in", "content": {}}]
        nodes += [self._node(own) for own in self._in_order(service)]
        nodes.append({"id": "out", "type": "outputNode", "name": "out", "content": {}})
        edges = [
            {"id": f"e{number}", "type": "edge", "sourceId": one["id"], "targetId": next_one["id"]}
            for number, (one, next_one) in enumerate(itertools.pairwise(nodes))
        ]
        return {"nodes": nodes, "edges": edges}

    def _in_order(self, service: Element) -> list[str]:
        found: list[str] = []

        def add(own: str) -> None:
            if own not in found:
                for required in hrefs(self._decisions[own], "informationRequirement/dmn:requiredDecision"):
                    add(required)
                found.append(own)

        for sort in ("inputDecision", "encapsulatedDecision", "outputDecision"):
            for own in hrefs(service, sort):
                add(own)
        return found

    def _node(self, own: str) -> dict[str, object]:
        decision = self._decisions[own]
        name = decision.attrib["name"]
        table = decision.find("dmn:decisionTable", DMN)
        if table is not None:
            return {"id": own, "type": "decisionTableNode", "name": name, "content": _table(table, name)}
        match = VALUES.fullmatch(decision.findtext("dmn:literalExpression/dmn:text", "", DMN))
        assert match, name
        values = f"len({match['table']}) == 0 ? {match['none']} : map({match['table']}, #.value)"
        expressions = [{"id": f"{own}_1", "key": name, "value": values}]
        return {
            "id": own,
            "type": "expressionNode",
            "name": name,
            "content": {"passThrough": True, "expressions": expressions},
        }


def hrefs(element: Element, path: str) -> Iterator[str]:
    """The ids that an element refers to."""
    return (HREF.fullmatch(each.attrib["href"])[1] for each in element.findall(f"dmn:{path}", DMN))


def _table(table: Element, name: str) -> dict[str, object]:
    assert table.attrib["hitPolicy"] == "COLLECT"
    inputs = [
        {
            "id": each.attrib["id"],
            "name": each.attrib["label"],
            "field": each.findtext("dmn:inputExpression/dmn:text", "", DMN),
        }
        for each in table.findall("dmn:input", DMN)
    ]
    outputs = [
        {"id": each.attrib["id"], "name": each.attrib["name"], "field": each.attrib["name"]}
        for each in table.findall("dmn:output", DMN)
    ]
    rules = []
    for rule in table.findall("dmn:rule", DMN):
        row = {"_id": rule.attrib["id"]}
        for clause, entry in zip(inputs, rule.findall("dmn:inputEntry", DMN), strict=True):
            row[clause["id"]] = _in_zen(entry.findtext("dmn:text", "", DMN))
        for clause, entry in zip(outputs, rule.findall("dmn:outputEntry", DMN), strict=True):
            row[clause["id"]] = entry.findtext("dmn:text", "", DMN)
        rules.append(row)
    return {
        "hitPolicy": "collect",
        "passThrough": True,
        "outputPath": name,
        "inputs": inputs,
        "outputs": outputs,
        "rules": rules,
    }


def _in_zen(cell: str) -> str:
    """A unary test of FEEL in the language of zen, which has no quiet way to compare a text with a number."""
    is_number = "type($) == 'number'"
    if cell == "-":
        return ""
    if cell == "? instance of number":
        return is_number
    if match := INTERVAL.fullmatch(cell):
        return f"{is_number} and $ >= {match[1]} and $ <= {match[2]}"
    if cell.startswith((">=", "<=")):
        return f"{is_number} and $ {cell}"
    return cell.replace("list contains(?, ", "contains($, ")
