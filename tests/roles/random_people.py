"""Random organisations with a matter in them: lines of management, teams, agencies, ties, dates, gaps in the record."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from decision_support.model.case import Case

OPENED, TODAY = "2026-11-02", "2026-11-12"
EARLIER, LATER = "2026-10-20", "2026-11-10"
NAMES = ("ana", "bo", "cai", "dee", "eli", "fay", "gil")
TEAMS = ("wells", "fire", "marine")
AGENCIES = ("council", "hospital")
ANSWERS = ("yes", "no", "unknown")
ASKED = ("in_line_of_party", "took_part_earlier", "decided_earlier", "declared_interest", "named_by_party")
WAIVABLE = ("in_line_of_party", "same_team_as_party", "took_part_earlier", "declared_interest", "named_by_party")
OSDR_ROLES = ("line_operations_manager", "independent_operations_manager", "review_panel_member", "topic_specialist")
STAGES = ("stage-1a", "stage-1b", "stage-2")


@st.composite
def organisations(draw: st.DrawFn, waivers: bool = True) -> list[dict[str, Any]]:
    """People as a case file writes them; the first two are those who differ. Nobody manages those listed after them."""
    number = draw(st.integers(3, len(NAMES)))
    names = NAMES[:number]
    order = draw(st.permutations(names))
    people = []
    for place, name in enumerate(names):
        above = order[: order.index(name)]
        person: dict[str, Any] = {"id": name, "roles": []}
        if place == 0:
            person["roles"].append("relevant_inspector")
        if place == 1:
            person["roles"].append("other_specialist_or_team_leader")
        person["roles"] += draw(st.lists(st.sampled_from(OSDR_ROLES), max_size=2, unique=True))
        person["considered_for"] = draw(st.lists(st.sampled_from(OSDR_ROLES[1:3]), max_size=2, unique=True))
        manager = draw(st.sampled_from([None, "nobody", *above]))
        if manager:
            person["line_manager"] = manager
            if draw(st.booleans()) and draw(st.booleans()):
                person["line_manager"] = [
                    {"is": manager, "until": EARLIER},
                    *(
                        [{"is": draw(st.sampled_from(["nobody", *above])), "from": LATER}]
                        if draw(st.booleans())
                        else []
                    ),
                ]
        for key, choices in (("team", TEAMS), ("agency", AGENCIES)):
            if draw(st.integers(0, 3)):
                person[key] = draw(st.sampled_from(choices))
        _ties(draw, person, names, waivers)
        people.append(person)
    return people


def _ties(draw: st.DrawFn, person: dict[str, Any], names: tuple[str, ...], waivers: bool) -> None:
    others = [name for name in names if name != person["id"]]
    if not draw(st.integers(0, 3)):
        interest: dict[str, Any] = {"in": "the outcome", "on": EARLIER}
        if draw(st.booleans()):
            interest["ended"] = {"by": draw(st.sampled_from(others)), "on": LATER, "why": "sold"}
        person["interests"] = [interest]
    if not draw(st.integers(0, 3)):
        person["took_part"] = [{"in": draw(st.sampled_from(["decision", "investigation", *STAGES]))}]
    if not draw(st.integers(0, 3)):
        person["named_by"] = draw(st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True))
    if waivers and not draw(st.integers(0, 2)):
        of = draw(st.lists(st.sampled_from(WAIVABLE), min_size=1, max_size=3, unique=True))
        by = draw(st.sampled_from(others))
        person["waivers"] = [{"of": each, "by": by, "on": LATER, "why": "no choice"} for each in of]
    if not draw(st.integers(0, 2)):
        answered = draw(st.lists(st.sampled_from(["sufficiently_independent_of_case"]), max_size=1))
        person["facts"] = {name: {"value": draw(st.sampled_from(ANSWERS))} for name in answered}
    person.setdefault("facts", {})
    if draw(st.booleans()):
        for name in ("took_part_earlier", "declared_interest"):
            person["facts"][name] = {"value": draw(st.sampled_from(ANSWERS))}


@st.composite
def events(draw: st.DrawFn, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A matter of inspectors that has come to some stage, with people on record as having acted."""
    by = st.sampled_from([person["id"] for person in people])
    found = [{"what": "judgement_issue_highlighted", "on": OPENED, "by": draw(by)}]
    for day, stage in enumerate(draw(st.sampled_from([STAGES[:1], STAGES[:2], STAGES[:3]]))):
        found.append({"what": "stage_started", "stage": stage, "on": f"2026-11-0{3 + 2 * day}", "by": draw(by)})
        if stage == "stage-1b" and draw(st.booleans()):
            held = {"what": "line_management_review_held", "outcome": "unresolved", "by": draw(by)}
            found.append({**held, "on": f"2026-11-0{4 + 2 * day}"})
    return found


def matter(people: list[dict[str, Any]], happened: list[dict[str, Any]] = ()) -> Case:  # type: ignore[assignment]
    """A case of inspectors who differ, with these people and events."""
    return Case.model_validate(
        {"case": "A difference", "guidance": ["osdr"], "opened": OPENED, "people": people, "events": list(happened)}
    )
