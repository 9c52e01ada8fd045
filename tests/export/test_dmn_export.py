"""A DMN export is well formed, keeps to the standard, and gives the same answers in an engine that is not ours."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from approved_texts import assert_approved
from decision_support.errors import InvalidKnowledge
from decision_support.export.dmn import NAMESPACE, dmn_text
from decision_support.export.reading import Material
from decision_support.model.facts import CASE
from decision_support.reasoning.program import compile
from decision_support.reasoning.strata import counts_read
from decision_support.reasoning.worlds import Worlds
from decision_support.verify.examples import facts_of
from how_long import LONG

sys.path.append(str(Path(__file__).parents[1] / "proof"))
sys.path.append(str(Path(__file__).parent))

from in_zen import DMN, InZen, hrefs
from random_facts import RandomFacts
from small_base import TEA, oddly_named, of_case, rule, small

APPROVED = Path(__file__).parent / "approved"
RANDOM_CASES = 500 if LONG else 5
# What may stand inside what, and in which order: the sequences of the standard's schema, for the elements used here.
ORDER = {
    "definitions": ["description", "itemDefinition", "knowledgeSource", "inputData", "decision", "decisionService"],
    "itemDefinition": ["typeRef", "allowedValues", "itemComponent"],
    "itemComponent": ["typeRef"],
    "inputData": ["description", "variable"],
    "decision": ["variable", "informationRequirement", "authorityRequirement", "decisionTable", "literalExpression"],
    "informationRequirement": ["requiredDecision", "requiredInput"],
    "authorityRequirement": ["requiredAuthority"],
    "decisionTable": ["input", "output", "annotation", "rule"],
    "input": ["inputExpression", "inputValues"],
    "rule": ["inputEntry", "outputEntry", "annotationEntry"],
    "decisionService": ["outputDecision", "encapsulatedDecision", "inputDecision", "inputData"],
}
TEXTS = ("inputExpression", "inputValues", "allowedValues", "inputEntry", "outputEntry", "annotationEntry")
ORDER |= {name: ["text"] for name in (*TEXTS, "literalExpression")}


def material_of(base, desk, guidance) -> Material:
    rules = desk.rule_book((guidance,)).rules
    return Material(base.documents[guidance].guidance.title, (), rules, base.facts, counts_read(rules, base.counts))


def tag(element: Element) -> str:
    namespace, _, own = element.tag.partition("}")
    assert namespace == "{" + NAMESPACE
    return own


def check_structure(text: str) -> None:
    """Order of elements, ids, references, and that a decision reads only what it requires."""
    root = fromstring(text)
    ids = Counter(each.attrib["id"] for each in root.iter() if "id" in each.attrib)
    assert not [own for own, times in ids.items() if times > 1]
    for element in root.iter():
        inside = [tag(each) for each in element]
        allowed = ORDER.get(tag(element), [])
        assert set(inside) <= set(allowed), tag(element)
        assert inside == sorted(inside, key=allowed.index), tag(element)
        if "href" in element.attrib:
            assert ids[element.attrib["href"].removeprefix("#")] == 1
    types = {each.attrib["name"] for each in root.findall("dmn:itemDefinition", DMN)} | {"string", "Any"}
    assert {each.attrib["typeRef"] for each in root.iter() if "typeRef" in each.attrib} <= types
    named = [each.attrib["name"] for sort in ("decision", "inputData") for each in root.findall(f"dmn:{sort}", DMN)]
    assert len(set(named)) == len(named) and all(name.isidentifier() and name.isascii() for name in named)
    for decision in root.findall("dmn:decision", DMN):
        check_decision(decision)


def check_decision(decision: Element) -> None:
    assert decision.find("dmn:variable", DMN).attrib["name"] == decision.attrib["name"]
    required = {
        own.partition("_")[2]
        for sort in ("requiredDecision", "requiredInput")
        for own in hrefs(decision, f"informationRequirement/dmn:{sort}")
    }
    read = {
        each.text for each in decision.findall("dmn:decisionTable/dmn:input/dmn:inputExpression/dmn:text", DMN)
    } or required
    assert read == required
    for table in decision.findall("dmn:decisionTable", DMN):
        shape = [len(table.findall(f"dmn:{part}", DMN)) for part in ("input", "output", "annotation")]
        for row in table.findall("dmn:rule", DMN):
            entries = ("inputEntry", "outputEntry", "annotationEntry")
            assert [len(row.findall(f"dmn:{entry}", DMN)) for entry in entries] == shape


def test_the_text_is_as_approved():
    assert_approved(dmn_text(small()), APPROVED / "tea.dmn")


@pytest.mark.parametrize("material", [small(), oddly_named(), Material("", (), {}, {}, {})], ids=["tea", "odd", "none"])
def test_a_small_model_keeps_to_the_standard(material):
    check_structure(dmn_text(material))


def test_characters_that_xml_has_no_place_for_are_left_out():
    material = Material("A\x00B\x1fC\ud800", ("\ufffe",), {}, {}, {})
    assert fromstring(dmn_text(material)).attrib["name"] == "A B C "


def test_another_engine_gives_the_same_answers_to_a_small_model():
    material = small()
    worlds, in_zen = (
        Worlds(compile(material.rules, material.facts, material.counts)),
        InZen(dmn_text(material), material),
    )
    for facts in TEA:
        assert in_zen.agrees(facts, worlds.infer_one(facts))
    hot, cold = {CASE: {"water": "hot", "cups": "1"}}, {CASE: {"water": "cold"}}
    assert not in_zen.agrees(hot, worlds.infer_one({CASE: {"water": "unknown", "cups": "1"}}))
    assert not in_zen.agrees(cold, worlds.infer_one(hot))


def concluded_in(example, material):
    return any(name.removeprefix("case.") in material.concluding for name in example.facts)


@pytest.mark.parametrize("guidance", ["lscb", "nhs", "nssb", "osdr", "ssab"])
def test_another_engine_gives_the_same_answers_to_a_document(base, desk, guidance):
    """On random facts and on the examples of the document's rules; the model keeps to the standard as well."""
    material, worlds = material_of(base, desk, guidance), desk.rule_book((guidance,)).worlds
    text = dmn_text(material)
    check_structure(text)
    in_zen = InZen(text, material)
    for facts in (*random_facts(base, guidance, material), *facts_of_examples(material)):
        assert in_zen.agrees(facts, worlds.infer_one(facts)), facts


def random_facts(base, guidance, material):
    """Facts without what rules conclude: in the model that has no other source."""
    for facts in RandomFacts(material, [base.documents[guidance]], seed=7).cases(RANDOM_CASES):
        yield {
            about: {name: value for name, value in known.items() if name not in material.concluding}
            for about, known in facts.items()
        }


def facts_of_examples(material):
    """Every example; where time is short, the first of each rule on which it fires."""
    for known in material.rules.values():
        examples = [example for example in known.examples if not concluded_in(example, material)]
        some = examples if LONG else [example for example in examples if example.fires][:1]
        yield from (facts_of(known, example) for example in some)


def test_every_rule_has_its_row_with_reason_and_clauses(base, desk):
    material = material_of(base, desk, "nssb")
    rows = {
        row.attrib["label"]: [each.text for each in row.findall("dmn:annotationEntry/dmn:text", DMN)]
        for row in fromstring(dmn_text(material)).findall("dmn:decision/dmn:decisionTable/dmn:rule", DMN)
    }
    assert rows == {
        name: [rule.because, ", ".join(rule.clauses) or None, rule.interpretation]
        for name, rule in material.rules.items()
    }


def test_rules_that_lead_back_to_each_other_are_refused_in_a_sentence():
    known = small()
    rules = [
        rule("egg", "case", [of_case("ready", "yes")], "conclude", "water", "hot"),
        rule("hen", "case", [of_case("water", "hot")], "conclude", "ready", "yes"),
    ]
    circle = Material("", (), {each.id: each for each in rules}, known.facts, {})
    with pytest.raises(InvalidKnowledge, match="'egg', 'hen' lead back to each other"):
        dmn_text(circle)


def test_the_order_of_rules_and_facts_changes_nothing():
    known = small()
    turned = Material(
        known.title,
        known.heading,
        dict(reversed(known.rules.items())),
        dict(reversed(known.facts.items())),
        known.counts,
    )
    assert dmn_text(turned) == dmn_text(known)
