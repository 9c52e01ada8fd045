"""Trees become values of the models, and every mistake in them is a sentence with a place."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BeforeValidator, Field

from decision_support.errors import InvalidCase, InvalidKnowledge, Place, SeveralMistakes, UnreadableFile, UserMistake
from decision_support.loading import yaml_text
from decision_support.loading.validated import validated
from decision_support.loading.written import Written, read, read_text
from decision_support.model.case import Case
from decision_support.model.procedure import Procedure
from decision_support.model.roles import RoleEdge
from decision_support.model.rules import WrittenRule
from decision_support.model.values import Identifier, Limit, Text, Value, limit_from_text

CASE = """\
case: A matter  # said plainly
guidance: [nssb]
jurisdiction: northern_ireland
opened: 2026-11-05
facts:
  risk: {value: yes, rationale: 'It is so', on: 2026-11-04}
people:
  - id: ann
    roles: [worker]
    interests: [{in: outcome, on: 2026-01-31}]
    facts: {}
events:
  - {what: contact, on: 2026-11-05, outcome: settled}
  - what: contact
    at: "2026-11-06T16:30:00+01:00"
    note: >-
      folded
"""


class Amount(Value):
    number: int | None = None
    of: dict[Identifier, int] = Field(default_factory=dict)
    each: tuple[int | dt.date, ...] = ()
    kind: Literal["one", "two"] | Amount | None = None
    limit: Annotated[Limit, BeforeValidator(limit_from_text)] | None = None
    since: Annotated[dt.date | None, Field(description="The first day")] = None
    moment: dt.datetime | None = None
    pair: tuple[Text, ...] | None = Field(None, min_length=2, max_length=3)
    either: Limit | Place2 | None = None


class Place2(Value):
    where: Text
    when: Text


Amount.model_rebuild()


def read_amount(text: str) -> Amount:
    return validated(Amount, read_text(text, "f"))


def complaints(model: type[Value], text: str, is_json: bool = False) -> list[str]:
    with pytest.raises(UserMistake) as refused:
        validated(model, read_text(text, "f", json=is_json))
    mistake = refused.value
    return [str(each) for each in mistake.mistakes] if isinstance(mistake, SeveralMistakes) else [str(mistake)]


def test_a_case_is_read_whole() -> None:
    case = validated(Case, read_text(CASE, "f"), error=InvalidCase)
    assert case.opened == dt.date(2026, 11, 5)
    assert case.facts["risk"].value == "yes"
    assert case.people[0].interests[0].in_ == "outcome"
    assert case.events[1].note == "folded"
    assert case.events[1].day == dt.date(2026, 11, 6)


def test_the_same_case_in_json_is_the_same_value() -> None:
    written = read_text(CASE, "f")
    from_json = read_text(json.dumps(written.data), "f", json=True)
    assert validated(Case, from_json) == validated(Case, written)


def test_a_part_of_a_file_is_read_from_its_path() -> None:
    written = read_text("rules:\n  - id: a\n    from: x\n    relation: advises\n    two: y\n", "f")
    with pytest.raises(InvalidKnowledge, match=r"f:5:5: unknown key 'two'. Did you mean 'to'\?") as refused:
        rules: Any = {"rules": [drop(written, "id")]}
        validated(RoleEdge, Written("f", rules, written.values, written.keys), at=("rules", 0))
    assert refused.value.place == Place("f", 5, 5)


def drop(written: Written, key: str) -> Any:
    rule = written.part(("rules", 0))
    assert isinstance(rule, dict)
    return {name: value for name, value in rule.items() if name != key}


def test_one_mistake_is_raised_alone_in_the_class_asked_for() -> None:
    with pytest.raises(InvalidCase):
        validated(Case, read_text(CASE.replace("2026-11-05\nfacts", "soon\nfacts"), "f"), error=InvalidCase)


def test_several_mistakes_are_raised_together_in_the_order_of_the_file() -> None:
    text = CASE.replace("northern_ireland", "france").replace("ann", "a n").replace("A matter", "''")
    with pytest.raises(SeveralMistakes) as refused:
        validated(Case, read_text(text, "f"), error=InvalidCase)
    assert [each.place.line for each in refused.value.mistakes if each.place] == [1, 3, 8]
    assert all(type(each) is InvalidCase for each in refused.value.mistakes)


@pytest.mark.parametrize("text", ["3.0", "1e3", "٣", "+3", "1_000", " 3 ", "0x1", "", "many", "9" * 19])
def test_only_plain_digits_are_a_whole_number(text: str) -> None:
    [complaint] = complaints(Amount, json.dumps({"number": text}), is_json=True)
    assert complaint == f"f:1:12: 'number' should be a whole number, not '{' '.join(text.split())}'."


def test_digits_are_a_whole_number_in_yaml_and_json() -> None:
    assert read_amount("{number: 3, of: {a: -4}}") == Amount(number=3, of={"a": -4})
    assert validated(Amount, read_text('{"number": 3}', "f", json=True)).number == 3


NO_DATES = ["20261105", "5", "0", "2026-11-5", "2026-02-30", "2026-11-05T00:00:00", "31 Feb", "1e3"]
MOMENTS = ["2026-11-05T16:30", "2026-11-05T16:30:15", "2026-11-05T16:30+01:00", "2026-11-05T16:30Z"]


@pytest.mark.parametrize("text", NO_DATES)
def test_only_year_month_day_is_a_date(text: str) -> None:
    [complaint] = complaints(Amount, f"since: {text}")
    assert complaint == f"f:1:8: 'since' should be a date such as 2026-11-05, not '{text}'."


@pytest.mark.parametrize("text", ["20261105", "2026-11-05", "2026-11-05 16:30", "2026-11-05T25:00", "2026-11-05T16"])
def test_only_a_date_and_a_time_are_a_moment(text: str) -> None:
    assert complaints(Amount, f"moment: {text}") == [
        f"f:1:9: 'moment' should be a date and time such as 2026-11-05T16:30, not '{text}'."
    ]


@pytest.mark.parametrize("text", MOMENTS)
def test_a_moment_may_have_seconds_and_an_offset(text: str) -> None:
    assert read_amount(f"moment: {text}").moment == dt.datetime.fromisoformat(text)


def test_numbers_and_dates_are_held_to_their_spelling_wherever_they_stand() -> None:
    assert complaints(Amount, "of: {a: 1.0}\neach: [2026-11-05, 7, 1.0]\nkind: {kind: {number: 1.0}}") == [
        "f:1:9: 'a' should be a whole number, not '1.0'.",
        "f:2:23: item 3 of 'each' should be a whole number or a date such as 2026-11-05, not '1.0'.",
        "f:3:23: 'number' should be a whole number, not '1.0'.",
    ]


def test_a_text_that_is_turned_into_something_else_is_left_to_its_own_reader() -> None:
    assert read_amount("limit: 5 working days").limit == Limit(number=5, unit="working day")
    assert complaints(Amount, "limit: 5 moons") == [
        "f:1:8: '5 moons' is not a limit; write a whole number and working days, hours, calendar days or weeks."
    ]


def test_only_the_member_of_a_union_that_fits_the_node_is_reported() -> None:
    assert complaints(Amount, "kind: {numbr: 3}") == ["f:1:8: unknown key 'numbr'. Did you mean 'number'?"]
    assert complaints(Amount, "kind: oen") == ["f:1:7: 'oen' is not one of one, two. Did you mean 'one'?"]
    assert complaints(Amount, "kind: [one]") == [
        "f:1:7: 'kind' should be one of one, two or a mapping of keys to values, not a list."
    ]


def test_of_two_mappings_the_one_with_fewer_mistakes_is_meant() -> None:
    assert complaints(Amount, "either: {where: here}") == ["f:1:9: 'when' is missing."]


def test_a_key_that_is_called_like_a_member_of_a_union_leads_nobody_astray() -> None:
    rule = "id: a\nwhen: {Test: {Test: x, one_of: [b, c d]}, str: [x]}\nthen: {must: act}\nbecause: It is so.\n"
    assert complaints(WrittenRule, rule) == [
        "f:2:15: unknown key 'Test'. Known: at_least, at_most, one_of.",
        "f:2:36: 'c d' is not an id. Use letters, digits, dots, hyphens and underscores, "
        "and start with a letter or a digit.",
        "f:2:48: 'str' should be text or a mapping of keys to values, not a list.",
    ]


def test_a_field_is_known_by_the_name_under_which_it_is_written() -> None:
    assert complaints(RoleEdge, "{from: a, relation: advises, to: b, form: c}") == [
        "f:1:37: unknown key 'form'. Did you mean 'from'?"
    ]


def test_a_missing_key_says_what_it_is_for() -> None:
    text = "stages:\n  - {id: a, title: b, actors: [c], clauses: [d], clocks: [{id: e}]}"
    assert "f:2:59: 'starts' is missing. The event that starts the clock." in complaints(Procedure, text)


def test_a_misspelt_key_is_not_reported_as_missing_too() -> None:
    assert complaints(Case, CASE.replace("opened:", "openned:")) == [
        "f:4:1: unknown key 'openned'. Did you mean 'opened'?"
    ]


def test_a_list_is_not_called_empty_for_its_unsound_items() -> None:
    assert complaints(Case, CASE.replace("[nssb]", "['n ssb']"))[0].startswith("f:2:12: 'n ssb' is not an id.")
    assert len(complaints(Case, CASE.replace("[nssb]", "['n ssb']"))) == 1


def test_a_list_may_be_too_short_or_too_long() -> None:
    assert complaints(Amount, "pair: [a]") == ["f:1:7: 'pair' needs at least 2 items. Add what is missing."]
    assert complaints(Amount, "pair: [a, b, c, d]") == ["f:1:7: 'pair' has more than 3 items. Shorten it."]


def test_a_misread_date_is_not_blamed_on_the_mapping_around_it() -> None:
    text = CASE.replace("on: 2026-11-05, outcome", "on: 2026-02-30, at: 2026-11-05T12:00, outcome")
    assert complaints(Case, text) == ["f:13:25: 'on' should be a date such as 2026-11-05, not '2026-02-30'."]
    text = CASE.replace("on: 2026-11-05, outcome", "on: 20261105, at: 2026-11-05T12:00, outcome")
    assert complaints(Case, text) == ["f:13:25: 'on' should be a date such as 2026-11-05, not '20261105'."]


def test_data_that_was_respelt_is_blamed_on_what_was_written() -> None:
    written = read_text(CASE + "answers:\n  q1: maybe so\n", "f")
    assert isinstance(written.data, dict)
    respelt = Written("f", {**written.data, "answers": {"q1": {"value": ""}}}, written.values, written.keys)
    with pytest.raises(InvalidKnowledge, match=r"^f:19:7: 'value' is empty"):
        validated(Case, respelt)


def test_a_long_value_is_cut_in_the_sentence() -> None:
    [complaint] = complaints(Amount, "number: " + "many " * 100)
    assert len(complaint) < 140
    assert "…" in complaint


LOADERS = [yaml.SafeLoader] + ([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])
NEVER = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SIGNS = [*"{}[]:,-?!&*#|>@%`'\"\\\t\n\r \x00\x07\ufeff\u2028é😀"]
SIGNS += ["---\n", "...", "<<: ", "null", "1e999", "\\ud83d", "\\U99999999"]


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """The text with pieces cut out, doubled, or replaced by a sign that means something."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 30)))
        text = text[:start] + draw(st.sampled_from(["", text[start:end] * 2, *SIGNS])) + text[end:]
    return text


def only_sentences(read_it: Any) -> None:
    """Whatever was written, it is a case or a mistake that says something on one line."""
    try:
        case = validated(Case, read_it(), error=InvalidCase)
    except UserMistake as mistake:
        every = mistake.mistakes if isinstance(mistake, SeveralMistakes) else (mistake,)
        for each in every:
            assert isinstance(each, (InvalidCase, UnreadableFile))
            assert each.place is not None
            assert each.what.endswith((".", "?", "!"))
            assert "\n" not in str(each)
            assert "pydantic" not in str(each)
    else:
        assert isinstance(case, Case)


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@NEVER
@given(content=st.binary() | st.binary().map(lambda tail: CASE.encode() + tail))
def test_any_bytes_are_read_or_refused_with_a_sentence(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"case{suffix}"
    path.write_bytes(content)
    only_sentences(lambda: read(path))


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
@NEVER
@given(text=st.text() | st.text(st.sampled_from("ab:-[]{}'\"\n \t,#&*!|>%@?")) | damaged(CASE))
def test_any_yaml_is_read_or_refused_with_a_sentence(loader: Any, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(yaml_text, "LOADER", loader)
    only_sentences(lambda: read_text(text, "f"))


AS_JSON = json.dumps(read_text(CASE, "f").data, indent="\t")


@NEVER
@given(text=st.text() | st.text(st.sampled_from('01:-[]{}"\n\\tu,eEN')) | damaged(AS_JSON))
def test_any_json_is_read_or_refused_with_a_sentence(text: str) -> None:
    only_sentences(lambda: read_text(text, "f", json=True))


WORDS = st.sampled_from(
    ["case", "guidance", "opened", "facts", "people", "events", "id", "in", "on", "at", "what", "value", "interests",
     "Answer", "str", "a b", "", "2026-11-05", "20261105", "2026-11-05T12:00", "5", "[key]", "0"]
)  # fmt: skip
TREES = st.recursive(
    WORDS | st.none() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=20,
)


@NEVER
@given(tree=st.dictionaries(WORDS, TREES), base=st.booleans())
def test_any_tree_is_a_case_or_refused_with_a_sentence(tree: Any, base: bool) -> None:
    data = {**yaml.safe_load(CASE.replace("2026-11-05", "'2026-11-05'")), **tree} if base else tree
    only_sentences(lambda: read_text(json.dumps(data, default=str), "f", json=True))
