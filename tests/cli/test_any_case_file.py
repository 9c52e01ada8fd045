"""However a case file is damaged, it gets advice or a sentence that its author can act on, and nothing else."""

from __future__ import annotations

import copy
import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from decision_support.casework import Casework
from decision_support.errors import SeveralMistakes, UserMistake
from decision_support.loading.cases import read_case
from decision_support.loading.knowledge import load
from decision_support.model.advice_data import as_data

ON = dt.date(2026, 11, 5)
CASE = {
    "case": "Discharge of a young person without a safety plan",
    "guidance": ["nssb"],
    "jurisdiction": "england",
    "opened": "2026-11-02",
    "facts": {
        "worker_has_a_concern": "yes",
        "immediate_risk_of_harm": "no",
        "difference_within_one_agency": "no",
        "safety_assured_meanwhile": {"value": "yes", "rationale": "With an aunt", "by": "sw", "on": "2026-11-02"},
    },
    "people": [
        {"id": "sw", "name": "Asha", "roles": ["worker"], "agency": "Council", "team": "East", "line_manager": "tm"},
        {"id": "tm", "roles": ["line_manager"], "agency": "Council", "took_part": [{"in": "stage-1"}]},
        {"id": "nurse", "roles": ["other_practitioner"], "agency": "Hospital", "interests": [{"in": "the ward"}]},
        {"id": "chair", "roles": ["panel_member"], "considered_for": ["panel"], "facts": {"statutory_member": "yes"}},
    ],
    "events": [
        {"what": "concern_first_considered", "on": "2026-11-02", "by": "sw"},
        {"what": "discussed_with_other_practitioner", "on": "2026-11-02", "by": "sw", "outcome": "unresolved"},
        {"what": "reported_to_line_manager", "at": "2026-11-02T16:30", "by": "sw"},
        {"what": "line_managers_in_contact", "on": "2026-11-03", "by": "tm", "outcome": "unresolved"},
        {"what": "stage_started", "stage": "stage-2", "on": "2026-11-04", "note": "By telephone"},
    ],
}
FACTS = ["contact_details_refused", "person_at_risk", "working_relationship_strained", "general_safeguarding_issues"]
KEYS = ["case", "facts", "people", "events", "on", "at", "id", "what", "outcome", "stage", "value", "panel_members", ""]
DAYS = ["2016-01-01", "2026-11-01", "2026-11-05", "2026-12-25", "2030-12-31", "2035-01-01", "0001-01-01", "9999-12-31"]
TIMES = ["2026-11-04T09:00", "2026-11-04T09:00Z", "2026-11-02T23:59:30+01:00", "2030-12-31T23:59", "9999-12-31T23:59"]
FITTING: dict[str | int, list[str]] = {
    "on": DAYS,
    "opened": DAYS,
    "at": TIMES,
    "what": ["stage_ended", "route_determined", "mediation_held", "panel_convened", "panel_decided", "concern_raised"],
    "outcome": ["resolved", "unresolved", "panel", "mediation", "decided"],
    "stage": ["stage-1", "stage-2", "stage-3", "stage-4", "mediation-or-panel", "conclusion"],
    "by": ["sw", "tm", "nurse", "chair"],
    "line_manager": ["sw", "tm", "nurse", "chair"],
    "agency": ["Council", "Hospital"],
    "jurisdiction": ["england", "wales", "northern_ireland", "scotland"],
    "worker_has_a_concern": ["yes", "no", "unknown"],
    "immediate_risk_of_harm": ["yes", "no", "unknown"],
    "difference_within_one_agency": ["yes", "no", "unknown"],
    "statutory_member": ["yes", "no", "unknown"],
}
SCALARS: list[Any] = [
    "yes", "no", "unknown", "unasked", "known", "none", "", " ", "nssb", "ours", "england", "scotland",
    "sw", "tm", "nurse", "worker", "line_manager", "panel_member", "stage-1", "stage-4", "conclusion",
    "resolved", "panel", "mediation", "panel_decided", "route_determined", "stage_ended", "panel_convened",
    *DAYS, *TIMES,
    "1", "0", "-3", "99999999999999999999", "²", "ünïcode", "x" * 3000, 7, 3.5, True, None, [], {}, [[]], {"": ""},
]  # fmt: skip


@cache
def _desk() -> Casework:
    return Casework(load())


def _places(node: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every value below this one."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [place for key, each in entries for place in ((*path, key), *_places(each, (*path, key)))]


@st.composite
def damaged_cases(draw: st.DrawFn) -> Any:
    case: Any = copy.deepcopy(CASE)
    for _ in range(draw(st.integers(1, 6))):
        places = _places(case)
        if not places:
            break
        places += [place for place in places if place[-1] in FITTING] * 6
        *way, last = draw(st.sampled_from(places))
        holder = case
        for step in way:
            holder = holder[step]
        _damage(draw, case, holder, last)
    return case


def _damage(draw: st.DrawFn, case: Any, holder: Any, last: Any) -> None:
    """Mostly another value that could stand there; or remove, repeat, rename or replace it."""
    if last in FITTING and draw(st.integers(0, 9)):
        holder[last] = draw(st.sampled_from(FITTING[last]))
        return
    match draw(st.sampled_from(["remove", "remove", "repeat", "rename", "replace", "swap"])):
        case "remove":
            del holder[last]
        case "repeat" if isinstance(holder, list):
            holder.insert(last, copy.deepcopy(holder[last]))
        case "rename" if isinstance(holder, dict):
            holder[draw(st.sampled_from(KEYS + FACTS))] = holder.pop(last)
        case "swap":
            other = case
            for step in draw(st.sampled_from(_places(case))):
                other = other[step]
            holder[last] = copy.deepcopy(other)
        case _:
            holder[last] = copy.deepcopy(draw(st.sampled_from(SCALARS)))


@given(case=damaged_cases())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_case_gets_advice_or_a_sentence(case: Any, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(case, allow_unicode=True, sort_keys=False), encoding="utf-8")
    try:
        advice = _desk().advise(read_case(path, _desk().base), ON)
    except UserMistake as mistake:
        event("refused")
        for each in mistake.mistakes if isinstance(mistake, SeveralMistakes) else (mistake,):
            assert each.what.strip().endswith((".", "?"))
    else:
        event("advised")
        assert as_data(advice)["case"]


@given(text=st.text(max_size=200) | st.sampled_from(["case: x\n", "- ", "{", '"', "? [", "a: &b *b", "%YAML 1.3\n---"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_at_all_gets_a_sentence(text: str, tmp_path: Path) -> None:
    for name in ("case.yaml", "case.json"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        try:
            read_case(path, _desk().base)
        except UserMistake as mistake:
            assert str(mistake)
        else:
            raise AssertionError("this is no case")
