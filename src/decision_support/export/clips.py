"""Rules as a CLIPS program that runs on its own, readable by whoever knows CLIPS and nothing of this one."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from decision_support.model.facts import CASE
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import Kind

from .clips_words import name, one_line, pattern, string, value
from .reading import Material, kind_read

_HOW_TO_RUN = """\
How to run: (load "FILE"), (reset), assert what is known, (run), (advice).
  (assert (subject (kind person) (id "p1")))               anybody, or a question, stage or option; the case is there
  (assert (fact (name "FACT") (of "case") (value "yes")))  what is known of the case
  (assert (fact (name "FACT") (of "p1") (value "yes")))    what is known of somebody
A fact that nobody has answered is left out. Numbers are written without quotes.
No rule needs to come before another: each rests on values that are there. What is absent is only settled when no rule
can fire any more, one step after the other: that is what the salience of 'settle-' and 'number-' rules is for."""

_TEMPLATES = """\
(deftemplate subject
  "Whoever or whatever facts are about."
  (slot kind (type SYMBOL) (allowed-symbols case person question stage option))
  (slot id (type STRING)))

(deftemplate fact
  "A value that holds: given, concluded, counted, or what an absence counts as."
  (slot name (type STRING))
  (slot of (type STRING))
  (slot value (type STRING INTEGER)))

(deftemplate absence
  "What counts as the value of a fact that has none by this step."
  (slot step (type INTEGER))
  (slot about (type SYMBOL))
  (slot fact (type STRING))
  (slot value (type STRING INTEGER)))

(deftemplate counted
  "Somebody or something that a counted fact counts."
  (slot fact (type STRING))
  (slot id (type STRING)))

(deftemplate fired
  "A rule whose conditions all hold for a subject, and what it says."
  (slot rule (type STRING))
  (slot of (type STRING))
  (slot says (type SYMBOL))
  (slot what (type STRING)))

(deffacts the-case
  (subject (kind case) (id "case")))

(deffunction advice ()
  "Print every rule that fired, but for those that only conclude a fact."
  (do-for-all-facts ((?f fired)) (neq ?f:says conclude)
    (printout t ?f:says " " ?f:what " (of " ?f:of ", rule " ?f:rule ")" crlf)))
"""


class _Step(NamedTuple):
    """A moment at which nothing more can fire: a count is taken, or absences are settled."""

    number: int
    counted: str | None
    absent: tuple[str, ...]


def clips_text(material: Material) -> str:
    """The program as text. Raises InvalidKnowledge where a conclusion rests on its own absence."""
    steps = tuple(_steps(material))
    settled = [step for step in steps if step.absent]
    parts = [
        _comment([material.title, *material.heading, "", *_HOW_TO_RUN.splitlines()]),
        _comment(_vocabulary(material)),
        _TEMPLATES.rstrip("\n"),
        *([_absences(material, settled)] if settled else []),
        *(_settling(step.number) for step in settled),
        *(_counting(material, step.counted, step.number) for step in steps if step.counted is not None),
        *(_rule(material, rule) for _, rule in sorted(material.rules.items())),
    ]
    return "\n\n".join(parts) + "\n"


def _steps(material: Material) -> Iterator[_Step]:
    """Absences of what is given; then for each stratum its counts, and the absences of what its rules conclude."""
    strata = material.strata
    level_of = {
        fact: max(strata.rules[rule.id] for rule in rules)
        for fact, rules in material.concluding.items()
        if fact in material.absent_as
    }
    given = tuple(fact for fact in material.absent_as if fact not in level_of)
    found: list[tuple[str | None, tuple[str, ...]]] = [(None, given)]
    for level in range(max([*strata.rules.values(), *strata.counts.values()], default=-1) + 1):
        found += [(fact, ()) for block in strata.blocks for fact in block.counts if strata.counts[fact] == level]
        found.append((None, tuple(fact for fact in material.absent_as if level_of.get(fact) == level)))
    return (_Step(number, *each) for number, each in enumerate((each for each in found if any(each)), 1))


def _vocabulary(material: Material) -> Iterator[str]:
    """The facts that are read, with their values, for whoever asserts them."""
    yield "Facts that the rules read, each with its values:"
    for fact in (*material.inputs, *sorted(material.counts)):
        known = material.facts[fact]
        values = "a number, counted unless it is given" if fact in material.counts else ", ".join(known.values)
        yield f"  {known.about} {string(fact)}: {values or ('a number' if known.number else 'text')}"


def _absences(material: Material, steps: Iterable[_Step]) -> str:
    lines = [
        f"(absence (step {step.number}) (about {material.facts[fact].about}) (fact {string(fact)}) "
        f"(value {value(material.facts[fact], material.absent_as[fact])}))"
        for step in steps
        for fact in step.absent
    ]
    return "(deffacts absences\n  " + "\n  ".join(lines) + ")"


def _settling(step: int) -> str:
    return f"""\
(defrule settle-absences-{step}
  (declare (salience {-step}))
  (absence (step {step}) (about ?kind) (fact ?name) (value ?value))
  (subject (kind ?kind) (id ?s))
  (not (fact (name ?name) (of ?s)))
  =>
  (assert (fact (name ?name) (of ?s) (value ?value))))"""


def _counting(material: Material, fact: str, step: int) -> str:
    of, where = material.counts[fact]
    named = string(fact)
    return f"""\
(defrule {name("counts", fact)}
  {_lines(_patterns(material, of, where, always=True))}
  =>
  (assert (counted (fact {named}) (id {_subject(of)}))))

(defrule {name("number", fact)}
  (declare (salience {-step}))
  (subject (kind {material.facts[fact].about}) (id ?s))
  (not (fact (name {named}) (of ?s)))
  =>
  (assert (fact (name {named}) (of ?s) (value (length$ (find-all-facts ((?c counted)) (eq ?c:fact {named})))))))"""


def _rule(material: Material, rule: Rule) -> str:
    subject = _subject(rule.about)
    says = f"(fired (rule {string(rule.id)}) (of {subject}) (says {rule.then.kind}) (what {string(rule.then.target)}))"
    told = [says]
    if rule.concludes:
        fact, concluded = rule.concludes
        told.append(f"(fact (name {string(fact)}) (of {subject}) (value {value(material.facts[fact], concluded)}))")
    return f"""\
{_comment(_sources(rule))}
(defrule {name("rule", rule.id)}
  {string(rule.because)}
  {_lines(_patterns(material, rule.about, rule.when))}
  =>
  {_lines(f"(assert {each})" for each in told)})"""


def _sources(rule: Rule) -> Iterator[str]:
    yield rule.id
    if rule.clauses:
        yield f"clauses: {', '.join(rule.clauses)}"
    if rule.interpretation:
        yield f"interpretation: {rule.interpretation}"


def _patterns(material: Material, about: Kind, when: Iterable[Condition], always: bool = False) -> Iterator[str]:
    """What must match: conditions of the case first, since they do without the subjects."""
    conditions = sorted(when, key=lambda condition: kind_read(condition, about) != "case")
    of_case = [each for each in conditions if kind_read(each, about) == "case"]
    own = conditions[len(of_case) :]
    numbers = (f"n{number}" for number in itertools.count(1))
    yield from (_pattern(material, each, string(CASE.id), next(numbers)) for each in of_case)
    if about != "case" or always or not of_case:
        yield f"(subject (kind {about}) (id {_subject(about)}))"
    yield from (_pattern(material, each, "?s", next(numbers)) for each in own)


def _pattern(material: Material, condition: Condition, subject: str, number: str) -> str:
    several = condition.fact in material.concluding
    return pattern(condition, material.facts[condition.fact], subject, several, number)


def _subject(about: Kind) -> str:
    return string(CASE.id) if about == "case" else "?s"


def _lines(parts: Iterable[str]) -> str:
    return "\n  ".join(parts)


def _comment(lines: Iterable[str]) -> str:
    return "\n".join(f"; {one_line(line)}".rstrip() for line in lines)
