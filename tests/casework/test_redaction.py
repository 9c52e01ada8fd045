"""A redacted case names nobody that it recorded, and gets the advice that the case gets."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision_support.casework import Casework
from decision_support.casework.names_in_text import ordinary_words
from decision_support.casework.redaction import TREATED, How, Redaction, pseudonyms, redacted, without_names
from decision_support.errors import InvalidCase
from decision_support.loading.case_writing import checked
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths, expected_of
from decision_support.model.advice import Advice, Holder, MayNotAct
from decision_support.model.advice_data import as_data
from decision_support.model.case import Case
from decision_support.model.entries import CONTENTS, Erased
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import NOBODY, Dated, Person, spans
from decision_support.model.values import Answer, Text, Value
from how_long import LONG
from roles.random_people import TODAY, events, matter, organisations
from sample_cases import case_of

RELAXED = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
CASES = list(example_paths())[:: 1 if LONG else 4]
# Values and roles are checked against the knowledge base, and what was erased is told in the program's words.
KEPT_THOUGH_TEXT = {(Answer, "value"), (Person, "roles"), (Erased, "what")}
FIRST = ("Quenby", "Zsófia", "Ottoline", "Thrúd", "Iolo")
LAST = ("Varrow", "O'Threlkeld", "Plumtree-Skerry", "Ngx", "Varrow")
BODIES = ("Quorndon Mutual", "The Skellingthorpe Board", "Wyre-Piddle", "XJ")
WORDS = re.compile(r"[^\W_]+")


def the_case(base: KnowledgeBase, name: str) -> Case:
    return read_case(example_paths()[name], base)


def told(advice: Advice, called: Mapping[str, str]) -> dict[str, object]:
    """All that advice says of what to do and who does it, with people under the names given."""

    def everybody(ids: Any) -> set[str]:
        return {called.get(each, each) for each in ids}

    def who(found: Holder | None) -> object:
        if found is None:
            return None
        left_out, in_doubt = (everybody(each.id for each in those) for those in (found.left_out, found.in_doubt))
        return found.role, found.title, everybody(found.people), left_out, in_doubt, found.find

    def barred(those: tuple[MayNotAct, ...]) -> set[object]:
        return {(called[each.person], each.guidance, each.role, each.rules, each.clauses) for each in those}

    return {
        "stage": (advice.stage, advice.next_step, advice.guidance, advice.governing, advice.starts),
        "recommendations": [
            (each.id, each.strength, each.urgency, each.due, who(each.actor), who(each.contact), each.clauses)
            for each in advice.recommendations
        ],
        "judgements": [(each.id, everybody(each.about)) for each in advice.judgements],
        "silences": [(each.id, each.reading, each.decided is None) for each in advice.silences],
        "conflicts": advice.conflicts,
        "timetable": advice.timetable,
        "excluded": barred(advice.excluded),
        "in doubt": barred(advice.in_doubt),
        "waived": {(called[each.person], each.fact) for each in advice.waived},
        "ask": {
            (each.fact, called.get(each.subject, each.subject), each.because, frozenset(everybody(each.people)))
            for each in (*advice.ask, *advice.unknown)
        },
        "alarms": {
            (
                each.guidance,
                each.role,
                each.fewest,
                frozenset(
                    (mend.kind, mend.person and called[mend.person], *sorted(mend.changes.items()))
                    for mend in each.mends
                ),
            )
            for each in advice.alarms
        },
        "questions": [(each.id, each.applies, each.answer, each.rationale is None) for each in advice.questions],
        "options": [
            (each.id, *(sorted(reason.rule for reason in side) for side in (each.for_, each.against, each.ruled_out)))
            for each in advice.options
        ],
        "stability": (advice.stability.settled, len(advice.stability.could_change)),
    }


def recorded(case: Case) -> Iterator[str]:
    """Everything that says who or what somebody or something is."""
    for person in case.people:
        yield person.id
        yield person.called
        for body in (*spans(person.agency), *spans(person.team)):
            yield body.is_
        bare = re.sub(r"\([^)]*\)", "", person.called)  # what stands in brackets says what somebody does
        yield from (word for word in WORDS.findall(bare) if len(word) > 2 and not word.islower())


def holds(text: str, name: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text, re.IGNORECASE) is not None


def written(advice: Advice) -> str:
    return json.dumps(as_data(advice), ensure_ascii=False)


@pytest.fixture(scope="module")
def own_words(base: KnowledgeBase) -> str:
    """All that the program can say of itself: its documents, facts, events and rules."""
    return repr((base.documents, base.facts, base.events, base.rules, base.our_actions, base.our_judgements))


@pytest.mark.parametrize("name", CASES)
def test_a_redacted_case_gets_the_same_advice(desk: Casework, name: str) -> None:
    case = the_case(desk.base, name)
    new = Redaction(case, desk.base)
    other, called = new.case(), new.ids
    for expected in expected_of(example_paths()[name]):
        before = told(desk.advise(case, expected.on), called)
        after = told(desk.advise(other, expected.on), {each: each for each in called.values()})
        assert {key: after[key] for key in before if before[key] != after[key]} == {}


@pytest.mark.parametrize("name", CASES)
def test_advice_on_a_redacted_case_holds_nothing_that_was_recorded_of_a_name(
    desk: Casework, own_words: str, name: str
) -> None:
    case = the_case(desk.base, name)
    new = Redaction(case, desk.base)
    kept = {*new.ids.values(), *new.names.values(), *new.agencies.values(), *new.teams.values()}
    for expected in expected_of(example_paths()[name])[-1:]:
        text = written(desk.advise(new.case(), expected.on))
        for word in kept:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "", text)
        leaked = {word for word in recorded(case) if holds(text, word) and not holds(own_words, word)}
        assert leaked == set()


@pytest.mark.parametrize("name", CASES)
def test_a_redacted_case_is_a_case_and_redacting_it_again_changes_nothing(base: KnowledgeBase, name: str) -> None:
    before = the_case(base, name)
    new = Redaction(before, base)
    case = new.case()
    assert checked(case, base) == case
    assert redacted(case, base) == case
    assert case.case == "Redacted case"
    assert [person.id for person in case.people] == [new.ids[person.id] for person in before.people]


@pytest.mark.parametrize("name", CASES)
def test_new_ids_are_nobodys_and_nothing_elses(base: KnowledgeBase, name: str) -> None:
    new = pseudonyms(the_case(base, name), base)
    documents = base.documents.values()
    taken = {name for each in documents for name in (*each.options, *each.stages, *each.roles, *each.questions)}
    assert len(set(new.values())) == len(new)
    assert not {*taken, *base.facts, *base.events, NOBODY}.intersection(new.values())


def models_of(annotation: Any) -> Iterator[type[Value]]:
    if isinstance(annotation, type) and issubclass(annotation, Value):
        yield annotation
    for inner in get_args(annotation):
        yield from models_of(inner)


def holds_text(annotation: Any) -> bool:
    return annotation == Text or any(holds_text(inner) for inner in get_args(annotation))


def test_every_field_of_a_case_and_of_its_file_is_decided_about() -> None:
    waiting: list[type[Value]] = [Case, *CONTENTS.values()]
    seen: set[type[Value]] = set()
    while waiting:
        model = waiting.pop()
        seen.add(model)
        for annotation in get_type_hints(model, include_extras=True).values():
            waiting += [each for each in models_of(annotation) if each not in seen]
    assert seen - {Dated} == set(TREATED)
    assert set(Dated.model_fields) == {"from_", "until", "is_"}
    for model, how in TREATED.items():
        assert set(how) == set(model.model_fields), f"decide in TREATED what becomes of the fields of {model.__name__}"


def test_a_field_that_is_kept_holds_no_free_text() -> None:
    hints = {model: get_type_hints(model, include_extras=True) for model in TREATED}
    free = {
        (model, name)
        for model, fields in TREATED.items()
        for name, how in fields.items()
        if how is How.KEPT and (holds_text(hints[model][name]) or Dated in models_of(hints[model][name]))
    }
    assert free == KEPT_THOUGH_TEXT


@pytest.fixture(scope="module")
def matter_with_names() -> Case:
    people = [
        {"id": "sw", "name": "Dr Zsófia Ann O'Threlkeld", "roles": ["worker"], "agency": "Quorndon Mutual"},
        {"id": "tm", "name": "Will Varrow (team manager)", "roles": ["line_manager"], "agency": "Quorndon Mutual"},
        {"id": "nurse", "name": "May Varrow", "roles": ["other_practitioner"], "agency": "the XJ", "team": "Ward 6"},
        {"id": "wm", "name": "Jo", "roles": ["line_manager"], "agency": "Hospital"},
        {"id": "quenby-plumtree"},
        {"id": "manager", "name": "Ottoline"},
    ]
    return case_of(people=people)


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Zsófia's note; ZSÓFIA wrote it, Zsofia signed.", "{0}'s note; {0} wrote it, {0} signed."),
        ("Dr O’Threlkeld and Zsófia O'Threlkeld met.", "{0} and {0} met."),
        ("Threlkeldshire stays.", "Threlkeldshire stays."),
        ("Will will ring. WILL did.", "{1} will ring. {1} did."),
        ("She may come on 4 May or in May 2027; May may not.", "She may come on 4 May or in May 2027; {2} may not."),
        ("Mr Varrow spoke to May Varrow.", "{1} or {2} spoke to {2}."),
        ("Will Varrow (team manager) and the manager of the team", "{1} and the manager of the team"),
        ("Jo sang do, jo, Joan.", "{3} sang do, jo, Joan."),
        ("I miss Zsófia, and Miss Quenby does not.", "I miss {0}, and {4} does not."),
        ("Ask sw, SW and quenby-plumtree, not the nurse or manager.", "Ask {0}, SW and {4}, not the {2} or manager."),
        ("The Quorndon Mutual moved; Quorndon pays.", "Agency 1 moved; Agency 1 pays."),
        ("At the hospital, on ward 6, with the XJ.", "At Agency 3, on Team 1, with Agency 2."),
        ("worker who raised the concern 1 and line-manager-2", "{0} and {3}"),
        ("Nobody whom it knows: Mrs Crake.", "Nobody whom it knows: Mrs Crake."),
    ],
)
def test_names_in_free_text_give_way_to_new_ones(
    base: KnowledgeBase, matter_with_names: Case, text: str, becomes: str
) -> None:
    names = [person.name for person in redacted(matter_with_names, base).people]
    found = without_names(text, matter_with_names, base)
    assert found == becomes.format(*names)
    assert without_names(found, redacted(matter_with_names, base), base) == found


@pytest.mark.parametrize(
    ("people", "text", "becomes"),
    [
        ([{"id": "x1", "name": "asha ndiaye"}], "NDIAYE, Asha Ndiaye", "Person 1, Person 1"),
        ([{"id": "x1", "name": "van der Crake, Piet"}], "Piet van der Crake and Ms Crake", "Person 1 and Person 1"),
        ([{"id": "x1", "name": "Rev. Seán mac an tSaoi"}], "Sean mac an tSaoi, tSaoi's", "Person 1, Person 1's"),
        ([{"id": "x1", "name": "?", "agency": "-", "team": "6"}], "Who? One of 6 - a man.", "Who? One of 6 - a man."),
        ([{"id": "x1", "name": "Ann Ndiaye"}, {"id": "x2", "name": "Ann Ndiaye"}], "ann", "Person 1 or Person 2"),
        ([{"id": "x1", "agency": "Crake"}, {"id": "x2", "agency": "crake"}], "The Crake", "Agency 1 or Agency 2"),
        ([{"id": "x1", "name": "[Ann] (*)"}, {"id": "x2", "name": "김민수"}], "Ann, 김민수", "Person 1, Person 2"),
    ],
)
def test_however_a_name_is_written_it_is_found(
    base: KnowledgeBase, people: list[dict[str, Any]], text: str, becomes: str
) -> None:
    case = case_of(people=people)
    assert without_names(text, case, base) == becomes
    assert without_names(becomes, redacted(case, base), base) == becomes


def test_people_are_named_after_the_first_role_that_they_held(base: KnowledgeBase) -> None:
    people = [
        {"id": "b", "roles": [{"is": "senior_manager", "from": "2026-11-03"}, {"is": "worker", "until": "2026-11-02"}]},
        {"id": "worker-1", "name": "Worker 2", "roles": ["line_manager"], "line_manager": "nobody"},
        {"id": "a", "roles": ["worker"], "line_manager": "c"},
        {"id": "c"},
    ]
    case = case_of(people=people)
    assert pseudonyms(case, base) == {"b": "worker-1", "worker-1": "line-manager-1", "a": "worker-2", "c": "person-1"}
    other = redacted(case, base)
    assert [person.name for person in other.people][1:] == [
        "Line manager 1",
        "Worker who raised the concern 2",
        "Person 1",
    ]
    assert [person.line_manager for person in other.people] == [None, NOBODY, "person-1", None]


def test_somebody_who_is_referred_to_and_not_recorded_is_renamed_too(base: KnowledgeBase) -> None:
    case = case_of(
        people=[{"id": "a", "line_manager": "boss"}],
        events=[{"what": "concern_raised", "on": "2026-11-02", "by": "caller"}],
    )
    other = redacted(case, base)
    assert other.people[0].line_manager == "person-2"
    assert other.events[0].by == "person-3"
    assert redacted(other, base) == other


@pytest.mark.parametrize(
    ("by", "becomes"),
    [
        ("sw", "worker-1"),
        ("Zsófia", "Worker who raised the concern 1"),
        ("Zsófia and Jo", "Worker who raised the concern 1 and Line manager 2"),
        ("the line manager", "the line manager"),
        ("Mrs Crake", "Somebody else"),
        ("Zsófia and Crake", "Somebody else"),
    ],
)
def test_whoever_answered_is_named_only_by_a_new_name(
    base: KnowledgeBase, matter_with_names: Case, by: str, becomes: str
) -> None:
    facts = {"worker_has_a_concern": Answer(value="yes", by=by, rationale="Jo said so.")}
    answer = redacted(matter_with_names.model_copy(update={"facts": facts}), base).facts["worker_has_a_concern"]
    assert answer == Answer(value="yes", by=becomes, rationale="Line manager 2 said so.")


def test_a_text_that_grows_too_long_is_cut_between_words(base: KnowledgeBase, matter_with_names: Case) -> None:
    facts = {"worker_has_a_concern": Answer(value="yes", rationale="Jo. " * 500)}
    case = redacted(matter_with_names.model_copy(update={"facts": facts}), base)
    rationale = case.facts["worker_has_a_concern"].rationale or ""
    assert 1900 < len(rationale) <= 2000
    assert set(rationale.removesuffix("…").split()) <= {"Line", "manager", "2."}
    assert checked(case, base) == case
    assert redacted(case, base) == case


@st.composite
def named_matters(draw: st.DrawFn) -> tuple[Case, list[str]]:
    """A made-up matter in which everybody has a full name and much is written of them; the words that give it away."""
    people = draw(organisations())
    happened = draw(events(people))
    bodies: dict[str, str] = {}
    for number, person in enumerate(people):
        if draw(st.integers(0, 3)):
            person["name"] = f"{FIRST[number % len(FIRST)]} {LAST[draw(st.integers(0, len(LAST) - 1))]}"
        for key in ("agency", "team"):
            if key in person:
                person[key] = bodies.setdefault(person[key], BODIES[len(bodies) % len(BODIES)])
    words = [word for each in people for word in WORDS.findall(each.get("name", "")) if len(word) > 2]
    telling = [*bodies.values(), *words, *(each.get("name", each["id"]) for each in people)]
    mention = st.sampled_from(telling).flatmap(lambda word: st.sampled_from([word, f"{word}'s", f"Mr {word}"]))
    written = st.lists(
        mention | st.sampled_from(["will", "rang", "on 4 May,", "the", "Will,", "-", "Worker 1"]), min_size=1
    )
    texts = written.map(" ".join)
    for event in happened:
        event["note"] = draw(texts)
    for person in people:
        for interest in person.get("interests", ()):
            interest |= {"in": draw(texts), "note": draw(texts)}
        for waiver in person.get("waivers", ()):
            waiver["why"] = draw(texts)
        for answer in person["facts"].values():
            answer |= {"by": draw(texts | st.sampled_from([each["id"] for each in people])), "rationale": draw(texts)}
    return matter(people, happened), telling


@settings(max_examples=400 if LONG else 12, **RELAXED)
@given(made_up=named_matters())
def test_a_made_up_team_keeps_its_advice_and_loses_its_names(desk: Casework, made_up: tuple[Case, list[str]]) -> None:
    case, telling = made_up
    new = Redaction(case, desk.base)
    other, called = new.case(), new.ids
    on = dt.date.fromisoformat(TODAY)
    try:
        before = desk.advise(case, on)
    except InvalidCase:
        with pytest.raises(InvalidCase):
            desk.advise(other, on)
        return
    after = desk.advise(other, on)
    assert told(after, {each: each for each in called.values()}) == told(before, called)
    assert [word for word in telling if holds(written(after), word)] == []
    assert redacted(other, desk.base) == other


def test_ordinary_words_are_those_of_the_documents_and_no_names(base: KnowledgeBase) -> None:
    ordinary = ordinary_words(base)
    assert {"will", "may", "manager", "rose"} <= ordinary
    assert not {"varrow", "zsofia", "quorndon"} & ordinary
