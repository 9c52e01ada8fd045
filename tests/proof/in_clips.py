"""An exported CLIPS program, run by CLIPS itself on the facts of many cases, one after another."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import clips

from decision_support.export.clips import clips_text
from decision_support.export.clips_words import string, value
from decision_support.export.reading import Material
from decision_support.model.facts import CASE, Facts, Firing, Inference, Subject
from decision_support.model.values import UNASKED

# Cases go in and come out as files, and clipspy's own router rests meanwhile: handing over one fact after another, or
# having Python asked about every character, takes ten times as long as the rules.
_CONSULT = """
(deffunction consult (?in ?out)
  (open ?in in) (open ?out out "w")
  (reset)
  (bind ?next (read in))
  (while (neq ?next EOF)
    (switch ?next
      (case subject then (assert (subject (kind (read in)) (id (read in)))))
      (case fact then (assert (fact (name (read in)) (of (read in)) (value (read in)))))
      (case end then
        (run)
        (do-for-all-facts ((?f fired)) TRUE (printout out "fired\t" ?f:rule "\t" ?f:of crlf))
        (do-for-all-facts ((?f fact)) TRUE (printout out "fact\t" ?f:of "\t" ?f:name "\t" ?f:value crlf))
        (printout out "end" crlf)
        (reset)))
    (bind ?next (read in)))
  (close in) (close out))"""


class InClips:
    """What an exported text says follows. Its values are those of facts that the rules read or bring about."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._environment = clips.Environment()
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder, "rules.clp")
            program.write_text(clips_text(material), encoding="utf-8")
            self._environment.load(str(program))
        self._environment.build(_CONSULT)
        for router in self._environment.routers():
            router.deactivate()
        self.known = material.read | material.concluding.keys() | material.counts.keys()

    def infer(self, facts: Facts) -> Inference:
        """All that follows in one case."""
        (inference,) = self.infer_all([facts])
        return inference

    def infer_all(self, cases: Iterable[Facts]) -> list[Inference]:
        """All that follows in each case, every one beginning with a reset."""
        with tempfile.TemporaryDirectory() as folder:
            told, answer = Path(folder, "told"), Path(folder, "answer")
            told.write_text("".join(line for facts in cases for line in self._told(facts)), encoding="utf-8")
            self._environment.eval(f"(consult {string(str(told))} {string(str(answer))})")
            return [self._inference(lines) for lines in _blocks(answer.read_text(encoding="utf-8"))]

    def _told(self, facts: Facts) -> Iterator[str]:
        for subject, known in facts.items():
            own = string(subject.id)
            if subject != CASE:
                yield f"subject {subject.kind} {own}\n"
            for name, text in known.items():
                if text != UNASKED and name in self.known:
                    yield f"fact {string(name)} {own} {value(self._material.facts[name], text)}\n"
        yield "end\n"

    def _inference(self, lines: Iterable[str]) -> Inference:
        fired: list[Firing] = []
        values: dict[tuple[Subject, str], list[str]] = {}
        for line in lines:
            sort, *told = line.split("\t")
            if sort == "fired":
                rule, of = told
                fired.append(Firing(rule, Subject(self._material.rules[rule].about, of)))
            elif told[2] != UNASKED:
                of, name, text = told
                values.setdefault((Subject(self._material.facts[name].about, of), name), []).append(text)
        return Inference(tuple(sorted(fired)), {about: tuple(sorted(held)) for about, held in sorted(values.items())})


def _blocks(told: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in told.split("\n"):
        if line == "end":
            yield lines
            lines = []
        else:
            lines.append(line)
