"""What a consultation costs each reader of the rules, on the bundled knowledge: CLIPS is the yardstick.

python benchmarks/readers.py [consultations a document]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests" / "proof"))
sys.path.append(str(Path(__file__).parents[1] / "tests" / "export"))

from in_clips import InClips
from in_zen import InZen
from random_facts import RandomFacts

from decision_support.casework import Casework
from decision_support.export.dmn import dmn_text
from decision_support.export.reading import Material
from decision_support.loading.knowledge import load
from decision_support.model.facts import Facts, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.reasoning.strata import counts_read

BATCH = 50
FEW = 50


def at_once(cases: Sequence[Facts]) -> dict[tuple[Subject, str], dict[str, int]]:
    """Columns of cases with the same subjects, one world a case."""
    columns: dict[tuple[Subject, str], dict[str, int]] = {}
    for number, facts in enumerate(cases):
        for subject, known in facts.items():
            for name, value in known.items():
                column = columns.setdefault((subject, name), {})
                column[value] = column.get(value, 0) | 1 << number
    return columns


def a_second(work: Callable[[], object], number: int) -> float:
    """Consultations a second of CPU."""
    started = time.process_time()
    work()
    return number / (time.process_time() - started)


def measure(base: KnowledgeBase, desk: Casework, guidance: str, number: int) -> dict[str, float]:
    book = desk.rule_book((guidance,))
    material = Material(guidance, (), book.rules, base.facts, counts_read(book.rules, base.counts))
    drawn = RandomFacts(material, [base.documents[guidance]], seed=1)
    batches = [
        [
            {about: {name: value for name, value in known.items() if name not in material.concluding}
             for about, known in facts.items()}
            for facts in drawn.cases(BATCH)
        ]
        for _ in range(number // BATCH)
    ]  # fmt: skip
    cases = [facts for batch in batches for facts in batch]
    in_clips, in_zen = InClips(material), InZen(dmn_text(material), material)
    inferences = [book.worlds.infer_one(facts) for facts in cases]
    assert [each.fired for each in in_clips.infer_all(cases)] == [each.fired for each in inferences]
    assert [book.reasoner.infer(facts) for facts in cases] == inferences
    few = list(zip(cases, inferences, strict=True))[:FEW]
    assert all(in_zen.agrees(facts, inference) for facts, inference in few)
    return {
        "CLIPS, from the exported text": a_second(lambda: in_clips.infer_all(cases), len(cases)),
        f"{book.reasoner.engine}": a_second(lambda: [book.reasoner.infer(facts) for facts in cases], len(cases)),
        "Worlds, one at a time": a_second(lambda: [book.worlds.infer_one(facts) for facts in cases], len(cases)),
        f"Worlds, {BATCH} at a time": a_second(
            lambda: [book.worlds.run(at_once(batch), BATCH, batch[0]) for batch in batches], len(cases)
        ),
        "zen, from the exported DMN": a_second(lambda: [in_zen.agrees(*each) for each in few], len(few)),
    }


def main(number: int) -> None:
    base = load()
    desk = Casework(base)
    for guidance in sorted(base.documents):
        figures = measure(base, desk, guidance, number)
        yardstick = next(iter(figures.values()))
        print(f"{guidance}: {len(desk.rule_book((guidance,)).rules)} rules, {number} random consultations")
        print(f"{'':32}{'a second':>10}{'/ CLIPS':>10}")
        for name, rate in figures.items():
            print(f"{name:32}{rate:10.0f}{rate / yardstick:10.2f}")


if __name__ == "__main__":
    main(max(BATCH, int(sys.argv[1])) if len(sys.argv) > 1 else 500)
