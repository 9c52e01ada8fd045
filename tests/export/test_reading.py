"""What an export has to know first: which counts are read, and what an absence counts as."""

from __future__ import annotations

import sys
from pathlib import Path

from decision_support.export.reading import Material
from decision_support.reasoning.strata import counts_read

sys.path.append(str(Path(__file__).parent))

from small_base import of_case, own, rule, small


def test_a_count_that_only_another_count_rests_on_is_kept():
    counts = {
        "cups": ("person", (own("thirsty", "yes"),)),
        "pots": ("person", (of_case("cups", at_least=2),)),
        "spare": ("person", (own("thirsty", "no"),)),
    }
    rules = {"pour": rule("pour", "case", [of_case("pots", at_least=1)], "must", "pour")}
    assert set(counts_read(rules, counts)) == {"pots", "cups"}


def test_an_absence_counts_as_what_holds_otherwise_and_as_unasked_only_where_that_is_asked_for():
    material = small()
    assert material.absent_as == {"ready": "no", "served": "no", "water": "unasked"}
    assert material.inputs == ("thirsty", "water")
    without = {name: each for name, each in material.rules.items() if name != "tea.boil"}
    less = Material("", (), without, material.facts, material.counts)
    assert less.absent_as == {"ready": "no", "served": "no"}
