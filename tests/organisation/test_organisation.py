"""An organisation is checked for everybody's case with everybody at once, as if each were put to the rules alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from decision_support.casework import Casework
from decision_support.casework.eligibility import Eligibility
from decision_support.casework.mending import Mending
from decision_support.casework.situation import Situation
from decision_support.loading.organisations import organisation_paths, read_organisation
from decision_support.model.advice import Holder
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.organisation import Organisation
from decision_support.model.parties import SIDES, Side
from decision_support.model.people import Person
from decision_support.model.rules import Conclusion, Condition, Rule
from decision_support.organisation.acting_sets import ActingSets, Gap
from decision_support.organisation.checking import Checked, Hole, check_organisation, places
from decision_support.organisation.fresh_matter import FreshMatter
from decision_support.organisation.pair_sets import Pairs
from decision_support.organisation.tie_sets import TieSets
from decision_support.organisation.whose_cases import WhoseCases
from decision_support.reasoning.conclude import conclude
from decision_support.roles.escalation import holder
from how_long import TIMES

ON = dt.date(2026, 11, 5)
DOCUMENTS = ("lscb", "nhs", "nssb", "osdr", "ssab")
NAMES = ("ana", "bo", "cai", "dee", "eli", "fay", "gil")
TEAMS, AGENCIES = ("wells", "fire"), ("council", "hospital", "police")
ANSWERED = ("outside_case_management", "conflict_of_interest", "statutory_member")
EXAMPLES = 6 * TIMES

Missing = tuple[str, bool, Side | None, tuple[str, ...]]
"""A role, whether people are judged for it there, the side on which nobody acts, and who is concerned."""


@st.composite
def organisations(draw: st.DrawFn, guidance: str, base: KnowledgeBase, most: int = 7) -> list[dict[str, Any]]:
    """People with lines without loops, teams, agencies, posts and gaps in the record; some of it over, some to come."""
    document = base.documents[guidance]
    needed = [role for stage in document.stages.values() for role in stage.actors]
    needed += [
        rule.then.target.partition(".")[2] for rule in base.rules.values() if rule.then.kind in ("exclude", "doubt")
    ]
    roles = sorted({role for role in needed if role in document.roles and not document.roles[role].party})
    marks = sorted(role.id for role in document.roles.values() if role.party)
    names = NAMES[: draw(st.integers(2, most))]
    order = draw(st.permutations(names))
    over_time = draw(st.booleans()) and draw(st.booleans())
    people = []
    for name in names:
        above = ["nobody", *order[: order.index(name)]]
        person: dict[str, Any] = {
            "id": name,
            "roles": draw(st.lists(st.sampled_from([*roles, *roles, *marks]), max_size=3, unique=True)),
        }
        for key, values in (("line_manager", above), ("team", TEAMS), ("agency", AGENCIES)):
            if draw(st.integers(0, 3)):
                person[key] = draw(st.sampled_from(values))
                if over_time and draw(st.booleans()):
                    person[key] = _changed(draw, person[key], draw(st.sampled_from(values)))
        _further(draw, person, [other for other in names if other != name], roles)
        people.append(person)
    return people


def _changed(draw: st.DrawFn, before: str, after: str) -> list[dict[str, str]]:
    left = f"2026-10-0{draw(st.integers(1, 9))}"
    came = f"2026-10-1{draw(st.integers(0, 9))}"
    return draw(
        st.sampled_from(
            [
                [{"is": before, "until": left}, {"is": after, "from": came}],
                [{"is": before, "until": left}],
                [{"is": after, "from": came}],
            ]
        )
    )


def _further(draw: st.DrawFn, person: dict[str, Any], others: list[str], roles: list[str]) -> None:
    seldom = st.integers(0, 7).map(lambda number: number == 0)
    other = st.sampled_from(others)
    if draw(seldom):
        person["away"] = [{"from": "2026-11-01"}]
    if draw(seldom) or draw(seldom):
        person["stands_in"] = [{"for": draw(other)}]
    if draw(seldom):
        person["considered_for"] = [draw(st.sampled_from(roles))]
    if draw(seldom):
        person["named_by"] = [draw(other)]
    if draw(seldom):
        person["took_part"] = [{"in": draw(st.sampled_from(["decision", "investigation"])), "for": draw(other)}]
    if draw(seldom):
        over = {"ended": {"by": draw(other), "on": "2026-10-20", "why": "sold"}}
        person["interests"] = [{"in": "the outcome", "on": "2026-10-01", **(over if draw(st.booleans()) else {})}]
    if draw(seldom):
        answer = draw(st.sampled_from(["yes", "no", "unknown"]))
        person["facts"] = {draw(st.sampled_from(ANSWERED)): {"value": answer}}


def organisation(people: list[dict[str, Any]]) -> Organisation:
    return Organisation.model_validate({"organisation": "Made up", "people": people})


def matter_of(desk: Casework, guidance: str, people: list[dict[str, Any]]) -> FreshMatter:
    return FreshMatter(desk, guidance, [Person.model_validate(person) for person in people], ON)


def roles_of(matter: FreshMatter) -> list[tuple[str, bool]]:
    return list(dict.fromkeys((place.role, matter.is_judged(place.role, place.steps)) for place in places(matter)))


def gaps(matter: FreshMatter) -> Iterator[tuple[str, bool, Gap, tuple[str, ...]]]:
    """Every case of every gap, with whoever raises it first."""
    ties = TieSets(matter)
    for role, is_judged in roles_of(matter):
        for gap in ActingSets(ties, role, is_judged).gaps():
            for pair in gap.pairs.each():
                concerned = tuple(ties.ids[number] for number in pair if number < len(ties.ids))
                yield role, is_judged, gap, concerned[::-1] if gap.side == "other" else concerned


def at_once(matter: FreshMatter) -> list[Missing]:
    return [(role, is_judged, gap.side, concerned) for role, is_judged, gap, concerned in gaps(matter)]


def one_by_one(matter: FreshMatter) -> Iterator[Missing]:
    """Each case put to the rules by itself, with everybody in it."""
    for concerned in permutations(matter.recorded, len(matter.marks)):
        found = matter.desk.situation(matter.case(concerned), ON)
        for role, is_judged in roles_of(matter):
            for side in SIDES if matter.document.roles[role].sided else (None,):
                if not acting(matter, found, role, side, is_judged).people:
                    yield role, is_judged, side, concerned


def acting(matter: FreshMatter, found: Situation, role: str, side: Side | None, is_judged: bool) -> Holder:
    base = matter.desk.base
    inference = matter.book.reasoner.infer(Mending(base, found, matter.book).facts_if_proposed(role))
    bars = Eligibility(base, found, inference, conclude(base, inference)).bars(matter.guidance)
    return holder(found.people[matter.guidance], role, side or "own", bars if is_judged else {})


@pytest.mark.parametrize("guidance", DOCUMENTS)
@settings(max_examples=EXAMPLES, deadline=None)
@given(data=st.data())
def test_the_holes_are_those_that_every_case_by_itself_has(desk: Casework, guidance: str, data: st.DataObject) -> None:
    matter = matter_of(desk, guidance, data.draw(organisations(guidance, desk.base)))
    found = at_once(matter)
    event(f"{min(len(found) // 20, 5)} times twenty")
    assert len(found) == len(set(found)), "a case was found twice"
    assert set(found) == set(one_by_one(matter))


@pytest.mark.parametrize("guidance", DOCUMENTS)
@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(data=st.data())
def test_every_kind_of_hole_is_what_the_real_case_says(desk: Casework, guidance: str, data: st.DataObject) -> None:
    matter = matter_of(desk, guidance, data.draw(organisations(guidance, desk.base)))
    for role, is_judged, gap, concerned in list(gaps(matter))[::7]:
        event(f"{gap.kind}, {gap.limit}")
        found = desk.situation(matter.case(concerned), ON)
        left = acting(matter, found, role, gap.side, is_judged)
        if gap.kind == "nobody holds it":
            people = found.people[guidance]
            assert all(people.standing_of(people.people[each.id]) != gap.side for each in left.left_out)
        if gap.side is None and is_judged:
            mending = Mending(desk.base, found, matter.book)
            looked_at = {each.id for each in (*left.in_doubt, *left.left_out)}
            changes = [
                mending.smallest_changes(guidance, role, name)
                for name in looked_at
                if not found.people[guidance].is_away(name) and not _only_stands_in(matter, found, name, role)
            ]
            could = any(change is not None and not change.waivers for change in changes)
            assert (gap.kind == "not known") == could


def _only_stands_in(matter: FreshMatter, found: Situation, name: str, role: str) -> bool:
    """Whether somebody is one of those concerned, and would act only in the place of another."""
    people = found.people[matter.guidance]
    return people.is_party(name) and role not in people.people[name].roles


@pytest.mark.parametrize("guidance", DOCUMENTS)
@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(data=st.data())
def test_every_remedy_lets_somebody_act_in_the_example(desk: Casework, guidance: str, data: st.DataObject) -> None:
    people = data.draw(organisations(guidance, desk.base, most=5))
    for hole in check_organisation(desk, organisation(people), ON, (guidance,)).holes:
        assert bool(hole.remedies) == (hole.limit is None), hole
        for remedy in hole.remedies:
            event(remedy.kind)
            assert (remedy.kind == "find out") == (not remedy.write), "what is answered in each case is not on file"
            assert not remedy.write or not is_missing(desk, guidance, written(people, remedy.write), hole)


@pytest.mark.parametrize("guidance", ["lscb", "nssb", "ssab"])
@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(data=st.data())
def test_where_no_appointment_is_said_to_help_none_does(desk: Casework, guidance: str, data: st.DataObject) -> None:
    people = data.draw(organisations(guidance, desk.base, most=5))
    for hole in check_organisation(desk, organisation(people), ON, (guidance,)).holes:
        if hole.limit is not None:
            event(hole.limit)
            post = {"roles": [hole.role], "agency": data.draw(st.sampled_from(AGENCIES)), "line_manager": "nobody"}
            assert is_missing(desk, guidance, written(people, {"new": post}), hole)
            for person in people:
                stand_in = {"stands_in": [{"for": person["id"]}], "line_manager": "nobody"}
                assert is_missing(desk, guidance, written(people, {"new": stand_in}), hole)


def is_missing(desk: Casework, guidance: str, people: list[dict[str, Any]], hole: Hole) -> bool:
    """Whether nobody acts in the example of a hole, among these people, put to the rules by itself."""
    matter = matter_of(desk, guidance, people)
    stage = matter.document.stages.get(hole.stage or "")
    is_judged = matter.is_judged(hole.role, stage.steps if stage else None)
    found = desk.situation(matter.case(hole.example.concerned), ON)
    return not acting(matter, found, hole.role, hole.side, is_judged).people


def checked(desk: Casework, people: list[dict[str, Any]], guidance: str = "osdr") -> Checked:
    return check_organisation(desk, organisation(people), ON, (guidance,))


def told(found: Checked) -> list[tuple[str | None, str, Side | None, str, int, tuple[str, ...]]]:
    """Every hole that something would fill."""
    return [
        (hole.stage, hole.role, hole.side, hole.kind, hole.number, tuple(cases.say for cases in hole.cases))
        for hole in found.holes
        if hole.limit is None
    ]


def written(people: list[dict[str, Any]], write: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """People as a file would have them after what a remedy writes."""
    by_id: dict[str, dict[str, Any]] = {person["id"]: dict(person) for person in people}
    for name, entries in write.items():
        person = by_id.setdefault(name, {"id": name})
        for key, value in entries.items():
            if key == "roles":
                person["roles"] = [*person.get("roles", []), *value]
            elif key == "facts":
                person["facts"] = {**person.get("facts", {}), **{name: {"value": each} for name, each in value.items()}}
            elif isinstance(person.get(key), list):
                person[key] = [*person[key], {"is": value, "from": ON.isoformat()}]
            else:
                person[key] = value
    return list(by_id.values())


@pytest.mark.parametrize("guidance", DOCUMENTS)
@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(data=st.data())
def test_the_order_of_the_file_changes_nothing(desk: Casework, guidance: str, data: st.DataObject) -> None:
    people = data.draw(organisations(guidance, desk.base))
    shuffled = data.draw(st.permutations(people))
    checked = check_organisation(desk, organisation(people), ON, (guidance,))
    assert checked == check_organisation(desk, organisation(shuffled), ON, (guidance,))


@pytest.mark.parametrize("guidance", DOCUMENTS)
@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(data=st.data())
def test_the_cases_of_a_hole_in_words_are_as_many_as_there_are(
    desk: Casework, guidance: str, data: st.DataObject
) -> None:
    people = data.draw(organisations(guidance, desk.base))
    for hole in check_organisation(desk, organisation(people), ON, (guidance,)).holes:
        assert sum(cases.number for cases in hole.cases) == hole.number <= hole.of


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 63), st.integers(0, 63)), max_size=4),
    st.lists(st.tuples(st.integers(0, 63), st.integers(0, 63)), max_size=4),
)
def test_sets_of_pairs_are_sets_of_pairs(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    def built(parts: list[tuple[int, int]]) -> Pairs:
        found = Pairs({})
        for firsts, seconds in parts:
            found |= Pairs.of(firsts, seconds)
        return found

    def plain(pairs: Pairs) -> set[tuple[int, int]]:
        return set(pairs.each())

    a, b = built(one), built(other)
    assert plain(a | b) == plain(a) | plain(b)
    assert plain(a & b) == plain(a) & plain(b)
    assert plain(a - b) == plain(a) - plain(b)
    assert plain(a.flipped(6)) == {(second, first) for first, second in plain(a)}
    assert a.number == len(plain(a)) and a.first() == min(plain(a), default=None)
    assert built(other + one) == b | a == a | b


def bundled(desk: Casework, name: str) -> Checked:
    return check_organisation(desk, read_organisation(organisation_paths()[name], desk.base), ON)


def test_the_bundled_county_has_the_three_holes_that_its_header_describes(desk: Casework) -> None:
    found = bundled(desk, "county")
    away = ("Roshan (constable, public protection), with anybody but Fenella (inspector, public protection)",)
    police = ("anybody of County Police, with anybody of another agency",)
    council = ("every case with anybody of County Council in it",)
    fillable = [hole.guidance for hole in found.holes if hole.limit is None]
    assert [(guidance, *rest) for guidance, rest in zip(fillable, told(found), strict=True)] == [
        *[("lscb", "first-line-managers", "line_manager", side, "nobody may act", 28, away) for side in SIDES],
        ("lscb", "chair-and-director", "director_of_childrens_services", None, "nobody may act", 490, council),
        *[("nssb", "stage-1", "line_manager", side, "nobody may act", 28, away) for side in SIDES],
        *[("nssb", "stage-4", "board_representative", side, "nobody holds it", 200, police) for side in SIDES],
        *[
            ("nssb", "mediation-or-panel", "board_representative", side, "nobody holds it", 200, police)
            for side in SIDES
        ],
        *[("nssb", "conclusion", "line_manager", side, "nobody may act", 28, away) for side in SIDES],
        *[
            ("ssab", stage, "line_manager", side, "nobody may act", 28, away)
            for stage in ("stage-one", "stage-two", "after-resolution")
            for side in SIDES
        ],
    ]
    limits = {(hole.guidance, hole.role, hole.limit, hole.number) for hole in found.holes if hole.limit}
    assert limits == {
        ("lscb", "line_manager", "own manager", 27),
        ("lscb", "line_manager", "one agency", 27),
        ("lscb", "higher_line_manager", "own manager", 18),
        ("lscb", "higher_line_manager", "one agency", 108),
        ("lscb", "designated_or_named_professional", "one agency", 270),
        ("lscb", "lscb_representative", "one agency", 216),
        ("nssb", "line_manager", "own manager", 27),
        ("nssb", "line_manager", "one agency", 27),
        ("nssb", "second_tier_manager", "own manager", 18),
        ("nssb", "second_tier_manager", "one agency", 108),
        ("nssb", "designated_or_named_professional", "one agency", 270),
        ("nssb", "senior_manager", "one agency", 162),
        ("nssb", "board_representative", "one agency", 234),
        ("ssab", "line_manager", "own manager", 27),
        ("ssab", "line_manager", "one agency", 27),
        ("ssab", "senior_manager", "own manager", 18),
        ("ssab", "senior_manager", "one agency", 108),
    }


def test_the_bundled_inspectorate_has_the_three_holes_that_its_header_describes(desk: Casework) -> None:
    found = bundled(desk, "inspectorate")
    director = "every case with Ottoline (director) in it"
    onshore = "Lorcan (onshore team leader), Matthias (operations manager, onshore) or Nerys (onshore inspector)"
    decommissioning = "August (decommissioning inspector) or Juno (operations manager, decommissioning)"
    divisions = f"{decommissioning} with {onshore}, and the other way round"
    quill = "Quill (structures inspector on probation) with anybody but Ottoline (director), whoever raises it"
    assert told(found) == [
        ("stage-2", "independent_operations_manager", None, "nobody may act", 40, (director, divisions)),
        ("stage-2", "independent_operations_manager", None, "not known", 26, (quill,)),
        ("stage-2", "review_panel_member", None, "nobody may act", 28, (director,)),
        ("stage-2", "review_panel_member", None, "not known", 26, (quill,)),
    ]
    assert len(found.holes) == 4
    assert [remedy.say for remedy in found.holes[1].remedies][:1] == [
        "Record the team of Quill (structures inspector on probation)."
    ]


@pytest.mark.parametrize("name", ["county", "inspectorate"])
def test_every_remedy_of_a_bundled_organisation_lets_somebody_act_in_the_example(desk: Casework, name: str) -> None:
    people = read_organisation(organisation_paths()[name], desk.base)
    plain = people.model_dump(mode="json", by_alias=True, exclude_defaults=True)["people"]
    for hole in bundled(desk, name).holes:
        assert bool(hole.remedies) == (hole.limit is None)
        assert is_missing(desk, hole.guidance, plain, hole)
        for remedy in hole.remedies:
            assert not is_missing(desk, hole.guidance, written(plain, remedy.write), hole)


TOP = [
    {"id": "head", "agency": "regulator", "team": "top", "line_manager": "nobody"},
    {"id": "one", "agency": "regulator", "team": "wells", "line_manager": "nobody"},
    {"id": "two", "agency": "regulator", "team": "fire", "line_manager": "nobody"},
]


def test_nobody_holds_a_role_that_nobody_is_recorded_in(desk: Casework) -> None:
    found = {(role, kind, number) for _, role, _, kind, number, _ in told(checked(desk, TOP))}
    assert ("independent_operations_manager", "nobody holds it", 6) in found
    assert ("those_involved_in_the_decision", "nobody holds it", 6) in found


def test_whoever_is_concerned_does_not_review_and_somebody_else_does(desk: Casework) -> None:
    people = [{**person, "roles": ["independent_operations_manager"]} for person in TOP]
    assert "independent_operations_manager" not in {role for _, role, *_ in told(checked(desk, people))}
    two = [*people[:2], TOP[2]]
    found = next(each for each in told(checked(desk, two)) if each[1] == "independent_operations_manager")
    assert found[3:] == ("nobody may act", 2, ("any two of head and one",))


def test_a_side_on_the_record_is_that_of_an_earlier_case_and_changes_nothing(desk: Casework) -> None:
    people = [{**TOP[0], "roles": ["relevant_inspector", "independent_operations_manager"]}, *TOP[1:]]
    without = [{**TOP[0], "roles": ["independent_operations_manager"]}, *TOP[1:]]
    assert checked(desk, people) == checked(desk, without)


def test_an_unrecorded_line_is_not_known_and_says_whose_to_record(desk: Casework) -> None:
    people: list[dict[str, Any]] = [{**TOP[0], "roles": ["independent_operations_manager"]}, *TOP[1:]]
    people[2] = {key: value for key, value in people[2].items() if key != "line_manager"}
    hole = next(hole for hole in checked(desk, people).holes if hole.kind == "not known")
    assert hole.role == "independent_operations_manager" and hole.number == 2
    assert [each.why for each in hole.example.why] == [
        "may be in the line of somebody concerned: nobody recorded whom two answers to"
    ]
    assert hole.remedies[0].say == "Record whom two answers to."


def test_an_interest_on_the_record_speaks_against_somebody_in_every_case(desk: Casework) -> None:
    interest = {"in": "the operator", "on": "2026-01-01"}
    person = {**TOP[0], "roles": ["independent_operations_manager"], "interests": [interest]}
    hole = next(hole for hole in checked(desk, [person, *TOP[1:]]).holes if hole.role == person["roles"][0])
    assert (hole.kind, hole.number) == ("nobody may act", 6)


def test_a_stand_in_acts_for_whoever_is_away_but_not_in_their_own_case(desk: Casework) -> None:
    away = {**TOP[0], "roles": ["inspection_management_team"], "away": [{"from": "2026-11-01", "until": "2026-11-30"}]}
    stands_in = {**TOP[1], "stands_in": [{"for": "head"}]}
    found = next(each for each in told(checked(desk, [away, stands_in, TOP[2]])) if each[1] == away["roles"][0])
    assert found[3:] == ("nobody may act", 4, ("every case with one in it",))


def test_a_role_is_held_against_rules_only_where_they_bear_on_what_is_done(desk: Casework) -> None:
    matter = matter_of(desk, "lscb", [])
    judged = {
        place.stage: matter.is_judged(place.role, place.steps)
        for place in places(matter)
        if place.role == "lscb_manager"
    }
    assert judged == {"lscb-panel": True, "chair-and-director": False}


def test_a_role_that_rules_bar_people_from_is_looked_at_where_a_step_needs_it(desk: Casework) -> None:
    found = [
        place.stage for place in places(matter_of(desk, "nssb", [])) if place.role == "nominated_board_representative"
    ]
    assert found == ["stage-4", "mediation-or-panel"]


def test_a_team_that_was_once_shared_between_agencies_is_remembered(desk: Casework) -> None:
    was = [{"is": "T", "until": "2026-10-05"}, {"is": "V", "from": "2026-10-06"}]
    people = [
        {"id": "ana", "team": was, "agency": "X", "line_manager": "nobody"},
        {"id": "bo", "team": "U", "agency": "X", "line_manager": "nobody"},
        {"id": "cai", "team": "V", "agency": "X", "line_manager": "nobody"},
        {
            "id": "dee",
            "team": "T",
            "agency": "Y",
            "line_manager": "nobody",
            "roles": ["independent_operations_manager"],
        },
    ]
    matter = matter_of(desk, "osdr", people)
    found = set(at_once(matter))
    assert found == set(one_by_one(matter))
    reviewed = {concerned for role, _, _, concerned in found if role == "independent_operations_manager"}
    assert ("ana", "bo") in reviewed and ("bo", "cai") not in reviewed


def test_rules_that_look_at_more_than_one_person_are_asked_case_by_case(desk: Casework) -> None:
    base = desk.base
    crowded = Rule(
        id="nssb.crowded",
        guidance="nssb",
        about="person",
        when=(
            Condition(scope="subject", fact="proposed.panel", allowed=("yes",)),
            Condition(scope="case", fact="panel_members", at_least=2),
        ),
        then=Conclusion(kind="exclude", target="nssb.panel"),
        because="This person would sit with too many.",
        clauses=("nssb-69",),
        interpretation=None,
        examples=(),
    )
    changed = Casework(replace(base, rules={**base.rules, crowded.id: crowded}))
    people: list[dict[str, Any]] = [{"id": name, "roles": ["panel", "panel_member"]} for name in NAMES[:3]]
    for crowd in (people, [*people[:1], {"id": "bo"}, {"id": "cai"}]):
        matter = matter_of(changed, "nssb", crowd)
        assert set(at_once(matter)) == set(one_by_one(matter))
    assert ("panel", True, None, ("ana", "bo")) in at_once(matter_of(changed, "nssb", people))


def test_people_are_told_by_agency_where_they_are_all_of_it_and_by_name_where_they_are_few(desk: Casework) -> None:
    people = [{"id": name, "agency": agency} for name, agency in zip(NAMES, "AAABBCC", strict=True)]
    whose = WhoseCases(TieSets(matter_of(desk, "nssb", people)), {name: name for name in NAMES})
    told = {0b1111111: "anybody", 0b0000111: "anybody of A", 0b0011000: "dee or eli", 0b0010111: "ana, bo, cai or eli"}
    assert {those: whose.who(those) for those in told} == told
    assert whose.who(0b1011111) == "6 people"
