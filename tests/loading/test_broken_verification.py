"""What is declared for `check` is refused with a sentence where it does not hold together, and kept where it does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from decision_support.errors import UserMistake
from decision_support.loading.knowledge import read
from decision_support.loading.resources import knowledge_folder, rules_folder

NEVER, EXPLAINED = "knowledge/verification/never-together.yaml", "knowledge/verification/explained.yaml"
KEYS = {
    "never_together": {"id": "odd", "never": "{immediate_risk_of_harm: yes, nssb.stage: stage-1}", "because": "Odd."},
    "explained": {"code": "dead-rule", "about": "[nssb.some-rule]", "because": "It is known."},
}


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("knowledge")
    shutil.copytree(rules_folder(), folder / "rules")
    shutil.copytree(knowledge_folder(), folder / "knowledge", ignore=shutil.ignore_patterns("examples", "schemas"))
    return folder


def listed(kind: str, *entries: dict[str, str]) -> str:
    """A file with these entries; what is not given is as in KEYS, and a part without a value is left out."""
    lines = [f"{kind}:"]
    for entry in entries:
        parts = [f"{key}: {value}" for key, value in (KEYS[kind] | entry).items() if value]
        lines += [f"  - {parts[0]}", *(f"    {part}" for part in parts[1:])]
    return "\n".join(lines) + "\n"


def never(**entry: str) -> tuple[str, str]:
    return NEVER, listed("never_together", entry)


def explained(**entry: str) -> tuple[str, str]:
    return EXPLAINED, listed("explained", entry)


BROKEN = {
    "an unknown fact": (
        never(never="{immediate_risk_of_arm: yes}"),
        f"{NEVER}:2:9: there is no fact 'immediate_risk_of_arm'. Did you mean 'immediate_risk_of_harm'?",
    ),
    "an unknown value": (
        never(never="{nssb.stage: stage-9}"),
        f"{NEVER}:2:9: 'nssb.stage' cannot be 'stage-9'. Did you mean 'stage-4'?",
    ),
    "an answer that nobody can leave out": (
        never(never="{nssb.settled: unasked}"),
        f"{NEVER}:2:9: 'nssb.settled' cannot be 'unasked'. Known: known, no, yes.",
    ),
    "a fact of another subject": (
        never(never="{side: own}"),
        f"{NEVER}:2:9: 'side' is a fact about a person, not about the case. A rule that reads it says 'about: person'.",
    ),
    "a fact of the case without its mark": (
        never(about="person", never="{side: own, nssb.stage: stage-1}"),
        f"{NEVER}:2:9: 'nssb.stage' is a fact about the case, not about a person. Write 'case.nssb.stage'.",
    ),
    "a clause that is nowhere": (
        never(clauses="[nssb-299]"),
        f"{NEVER}:2:9: there is no clause 'nssb-299'. Did you mean 'nssb-29'?",
    ),
    "nothing that is impossible": (never(never="{}"), f"{NEVER}:3:12: 'never' is empty. Fill it in."),
    "no reason": (never(because=""), f"{NEVER}:2:5: 'because' is missing."),
    "one name twice": (
        (NEVER, listed("never_together", {}, {})),
        f"{NEVER}:5:9: the never_together 'odd' is declared twice. The first is at {NEVER}:2:9.",
    ),
    "what the program knows by itself": (
        never(id="nssb.settled.nowhere"),
        f"{NEVER}:2:9: the program itself derives 'nssb.settled.nowhere'. Take this one away.",
    ),
    "an explanation without a reason": (explained(because=""), f"{EXPLAINED}:2:5: 'because' is missing."),
    "an explanation of nothing": (explained(about="[]"), f"{EXPLAINED}:3:12: 'about' is empty. Fill it in."),
    "an explanation given twice": (
        (EXPLAINED, listed("explained", {"about": "[a, b]"}, {"about": "[b, a]"})),
        f"{EXPLAINED}:5:11: the explained 'dead-rule a b' is declared twice. The first is at {EXPLAINED}:2:11.",
    ),
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_a_declaration_with_a_mistake_is_refused(mistake: str, copied: Path) -> None:
    (file, text), says = BROKEN[mistake]
    for name in (NEVER, EXPLAINED):
        (copied / name).unlink(missing_ok=True)
    (copied / file).write_text(text, encoding="utf-8")
    with pytest.raises(UserMistake) as refused:
        read(copied / "rules", copied / "knowledge")
    assert str(refused.value) == says


def test_what_is_declared_is_kept_with_its_place_and_its_names_resolved(copied: Path) -> None:
    (copied / NEVER).write_text(
        listed("never_together", {"about": "person", "never": "{side: own, case.nssb.stage: stage-1}"})
    )
    (copied / EXPLAINED).write_text(listed("explained", {}))
    base = read(copied / "rules", copied / "knowledge")
    odd = base.never_together["odd"]
    assert [(each.scope, each.fact, each.allowed) for each in odd.never] == [
        ("subject", "side", ("own",)),
        ("case", "nssb.stage", ("stage-1",)),
    ]
    assert str(base.place("never_together", "odd")) == f"{NEVER}:2:9"
    assert [(each.code, each.about) for each in base.explained] == [("dead-rule", ("nssb.some-rule",))]
    assert str(base.place("explained", "dead-rule nssb.some-rule")) == f"{EXPLAINED}:2:11"


def test_knowledge_without_declarations_has_those_that_the_program_derives(copied: Path) -> None:
    for name in (NEVER, EXPLAINED):
        (copied / name).unlink(missing_ok=True)
    base = read(copied / "rules", copied / "knowledge")
    assert base.explained == ()
    assert "nssb.settled.nowhere" in base.never_together
    assert not any(base.place("never_together", name) for name in base.never_together)
