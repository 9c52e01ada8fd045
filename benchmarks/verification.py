"""How long each check of the rule base takes, and how fast combinations are examined: many at once, and one by one.

    python benchmarks/verification.py

The checks are those of `check` on the bundled rule base. The combinations are those of one cone of it, read by the
evaluator for many worlds in one go and by a plain loop that asks the same evaluator of one combination after the other;
both must find the same number of combinations in which the rule fires.
"""

from __future__ import annotations

import time
from itertools import product as every
from math import prod

from decision_support.loading.knowledge import load
from decision_support.model.facts import CASE
from decision_support.reasoning.program import compile as compile_rules
from decision_support.reasoning.worlds import Worlds, product
from decision_support.verify import _CHECKS
from decision_support.verify.scene import Scene, scenes
from decision_support.verify.search import Searches

FEWEST, MOST = 1_000, 20_000  # combinations of the cone that is read twice


def a_cone(scene: Scene) -> tuple[str, tuple[str, ...]] | None:
    """A rule of the case and its cone, as large as a plain loop can bear."""
    sizes = {
        name: prod(len(scene.domains[fact]) for fact in cone)
        for name, cone in scene.cones.items()
        if scene.rules[name].about == "case"
    }
    fitting = {name: size for name, size in sizes.items() if FEWEST <= size <= MOST}
    name = max(fitting, key=lambda each: (fitting[each], each), default=None)
    return (name, tuple(sorted(scene.cones[name]))) if name else None


def examined(scene: Scene, rule: str, cone: tuple[str, ...]) -> tuple[int, float, float]:
    """How many combinations there are, and the seconds that all at once and one by one take."""
    rules = {name: each for name, each in scene.rules.items() if scene.cones[name] <= set(cone)}
    worlds = Worlds(compile_rules(rules, scene.facts, {}))
    choices = [((CASE, fact), scene.domains[fact]) for fact in cone]
    started = time.perf_counter()
    tried = product(choices)
    at_once = worlds.run(tried.columns, tried.size).fired.get((rule, CASE), 0).bit_count()
    between = time.perf_counter()
    one_by_one = 0
    for values in every(*(values for _, values in choices)):
        inference = worlds.infer_one({CASE: dict(zip(cone, values, strict=True))})
        one_by_one += any(firing.rule == rule for firing in inference.fired)
    assert at_once == one_by_one
    return tried.size, between - started, time.perf_counter() - between


def main() -> None:
    base = load()
    print(f"{len(base.rules)} rules, {len(base.facts)} facts, {len(base.never_together)} impossibilities")
    print(f"{'question':92}{'looked at':>10}{'found':>7}{'seconds':>9}")
    total = 0.0
    for question, check in _CHECKS:
        started = time.process_time()
        looked_at, findings = check(base)
        taken = time.process_time() - started
        total += taken
        print(f"{question:92}{looked_at:10}{len(list(findings)):7}{taken:9.2f}")
    print(f"{'all':109}{total:9.2f}")
    print(f"combinations examined at once, all cones: {Searches.shared(base).examined():,}")
    for scene in scenes(base):
        if len(scene.documents) == 1 and (chosen := a_cone(scene)):
            size, at_once, one_by_one = examined(scene, *chosen)
            print(f"{'+'.join(scene.documents) or 'no document'}, {chosen[0]}: {size:,} combinations")
            print(f"  at once {size / at_once:,.0f} a second, one by one {size / one_by_one:,.0f} a second,", end="")
            print(f" ratio {one_by_one / at_once:,.0f}")


if __name__ == "__main__":
    main()
