"""The room of the people: who they are, what keeps them from acting, and what is entered about them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from textual.widgets import Input

from at_screen import NARROW, ON, WIDE, AtScreen, at_screen, enter, put, put_example, write
from decision_support.model.entries import Closed
from decision_support.model.people import Person
from decision_support.tui.widgets.people_list import PeopleList
from roles.random_people import matter

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])
OSDR, NSSB, ALARM = (
    "osdr-people-which-manager-is-independent",
    "nssb-people-panel-near-twins",
    "lscb-people-director-in-the-line",
)


def some_case(store: Path, people: list[dict[str, object]], **more: object) -> Path:
    return write(store, "2026-001", "osdr", people=people, **more)


def a_few(store: Path) -> Path:
    return some_case(
        store,
        [
            {
                "id": "ana",
                "name": "Ana [red] [/x]",
                "roles": ["relevant_inspector"],
                "agency": "Regulator",
                "team": "A",
            },
            {"id": "bo", "roles": ["independent_operations_manager"], "line_manager": "nobody"},
        ],
    )


def person(here: AtScreen, id: str) -> Person:
    return next(each for each in here.record.case().people if each.id == id)


async def go_to(here: AtScreen, id: str) -> None:
    """Put the cursor on somebody."""
    here.app.screen.query_one(PeopleList).go_to(id)
    await here.settle()


@SIZES
async def test_everybody_is_listed_with_roles_line_and_what_advice_says_of_them(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    store = put_example(tmp_path / "cases.db", OSDR)
    async with at_screen(store, "2026-001", size) as here:
        await here.press("p")
        assert "Wanjiru (structures inspector)" in here.text
        assert "answers to Tobiah" in here.text
        await go_to(here, "radoslav")
        assert "! may not act as independent Operations Manager" in here.text
        assert "+ a conflict was waived" in here.text


async def test_beside_the_list_stands_everything_about_the_person(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", NSSB)
    async with at_screen(store, "2026-001", WIDE, on=ON.replace(day=12)) as here:
        await here.press("p")
        await go_to(here, "mele")
        assert "NOT CLEARED YET" in here.text
        await go_to(here, "sorrel")
        await here.press("enter")
        assert here.app.screen.focused is not None
        assert here.app.screen.focused.id == "card"
        assert "was waived" in here.text
        assert "WAIVED" in here.text


async def test_on_a_small_screen_enter_opens_it(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", OSDR)
    async with at_screen(store, "2026-001", NARROW) as here:
        await here.press("p")
        await go_to(here, "tobiah")
        await here.press("enter")
        assert here.where == "Reading"
        assert "on record as 'tobiah'" in here.text
        assert "Topic Team Leader" in here.text
        await here.press("escape")
        assert here.where == "PeopleRoom"


@SIZES
async def test_where_nobody_may_act_an_alarm_stands_on_top_with_how_to_mend_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    store = put_example(tmp_path / "cases.db", ALARM)
    async with at_screen(store, "2026-001", size) as here:
        await here.press("p")
        assert here.app.matter is not None
        alarm = here.app.matter.advice.alarms[0]
        first = next(line for line in here.lines if "Alarm:" in line)
        assert first == here.lines[4]
        assert alarm.mends[0].say[:20] in here.text
        await here.press("home", "enter")
        assert ("One of these is enough:" if len(alarm.mends) > 1 else "What is needed:") in here.text


async def test_an_empty_case_says_what_to_do(tmp_path: Path) -> None:
    async with at_screen(some_case(tmp_path / "cases.db", []), "2026-001") as here:
        await here.press("p")
        assert "Press n to add the first person" in here.text
        await here.press("m")
        assert "Nobody is recorded in this case yet" in here.told
        await here.press("e", "i", "o", "delete")
        assert here.where == "PeopleRoom"


@SIZES
async def test_somebody_is_added_with_an_id_made_from_the_name(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_screen(some_case(tmp_path / "cases.db", []), "2026-001", size) as here:
        await here.press("p", "n")
        await here.type("Zoë (team manager)")
        await here.press("tab", "tab")
        await here.type("Council")
        await here.press("tab")
        await here.type("North")
        await here.press("tab", "tab")
        await here.type("relevant")
        await here.press("tab", "space", "ctrl+s")
        added = person(here, "zoe")
        assert (added.name, added.agency, added.team) == ("Zoë (team manager)", "Council", "North")
        assert added.roles == ("relevant_inspector",)
        assert added.line_manager is None
        assert "Zoë (team manager)" in here.text
        assert "Saved." in here.told


async def test_two_of_one_name_get_two_ids(tmp_path: Path) -> None:
    async with at_screen(some_case(tmp_path / "cases.db", [{"id": "bo"}]), "2026-001") as here:
        await here.press("p", "n")
        await here.type("Bo")
        await here.press("ctrl+s")
        assert [each.id for each in here.record.case().people] == ["bo", "bo-2"]


@pytest.mark.parametrize("typed", ["[red] Ana [/x]", "{Ana}", "Ana, Bo = Cai"])
async def test_a_name_may_have_brackets_in_it(tmp_path: Path, typed: str) -> None:
    async with at_screen(some_case(tmp_path / "cases.db", []), "2026-001") as here:
        await here.press("p", "n")
        await here.type(typed)
        await here.press("tab")
        await here.type("ana")
        await here.press("ctrl+s")
        assert person(here, "ana").name == typed
        assert typed in here.text


async def test_whatever_is_refused_stays_as_it_was_typed(tmp_path: Path) -> None:
    async with at_screen(a_few(tmp_path / "cases.db"), "2026-001") as here:
        await here.press("p", "n", "ctrl+s")
        assert "Give a name or a function." in here.text
        await here.type("Cai")
        await here.press("tab")
        await here.type("bo")
        await here.press("ctrl+s")
        assert "somebody with the id 'bo' in this case already" in here.text
        await here.press("end", "backspace", "backspace", *["c", "a", "i"])
        assert here.where == "PersonForm"
        here.app.screen.query_one("#more").focus()
        await here.type("took_part=nonsense")
        await here.press("ctrl+s")
        assert here.where == "PersonForm"
        assert here.app.screen.query_one("#name", Input).value == "Cai"
        assert "took_part" in here.text
        assert len(here.record.case().people) == 2
        await here.press("escape")
        assert here.where == "Confirm"
        await here.press("y")
        assert here.where == "PeopleRoom"


async def test_what_is_rarely_needed_is_written_as_on_the_command_line(tmp_path: Path) -> None:
    async with at_screen(a_few(tmp_path / "cases.db"), "2026-001") as here:
        await here.press("p")
        await go_to(here, "bo")
        await here.press("e")
        here.app.screen.query_one("#more").focus()
        await here.type("took_part=[{in: stage-1a, on: 2026-11-03}]")
        await here.press("enter")
        await here.type("named_by=ana")
        await here.press("ctrl+s")
        assert person(here, "bo").took_part[0].in_ == "stage-1a"
        assert person(here, "bo").named_by == ("ana",)


@SIZES
async def test_what_is_recorded_is_changed_and_the_rest_is_left(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_screen(a_few(tmp_path / "cases.db"), "2026-001", size) as here:
        await here.press("p", "e")
        assert "Change Ana [red] [/x]" in here.text
        await here.press("tab", "tab", "end")
        await here.type("1")
        await here.press("tab", "enter", "down", "enter", "ctrl+s")
        ana = person(here, "ana")
        assert (ana.name, ana.agency, ana.team) == ("Ana [red] [/x]", "Regulator", "A1")
        assert ana.line_manager == "bo"
        assert ana.roles == ("relevant_inspector",)


async def test_roles_with_days_keep_them_when_another_role_is_ticked(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", OSDR)
    async with at_screen(store, "2026-001") as here:
        await here.press("p")
        await go_to(here, "nkechi")
        await here.press("e")
        here.app.screen.query_one("#find").focus()
        await here.type("panel")
        await here.press("tab", "end", "space", "ctrl+s")
        before, added = person(here, "nkechi").roles
        assert not isinstance(before, str)
        assert before.from_ is not None
        assert isinstance(added, str)
        assert person(here, "yewande").line_manager


@SIZES
async def test_an_interest_is_entered_with_its_day_and_what_is_refused_stays_typed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    store = put_example(tmp_path / "cases.db", OSDR)
    async with at_screen(store, "2026-001", size) as here:
        await here.press("p")
        await go_to(here, "tobiah")
        await here.press("i", "ctrl+s")
        assert "Say what the interest is." in here.text
        await here.type("Her brother owns [the] yard.")
        await here.press("tab", *["backspace"] * 10)
        await here.type("2026-13-01")
        await here.press("ctrl+s")
        assert "is not a day" in here.text
        assert "Her brother owns [the] yard." in here.text
        await here.press(*["backspace"] * 10)
        await here.type("yesterday")
        await here.press("ctrl+s")
        assert person(here, "tobiah").interests[0].in_ == "Her brother owns [the] yard."
        assert str(person(here, "tobiah").interests[0].on) == "2026-11-04"


async def test_a_conflict_is_waived_by_somebody_else_and_for_a_reason(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", NSSB)
    async with at_screen(store, "2026-001", on=ON.replace(day=12)) as here:
        await here.press("p")
        await go_to(here, "mele")
        await here.press("o", "tab")
        await here.type("Farzana (refuge worker)")
        await here.press("tab")
        await here.type("Nobody else is left.")
        await here.press("ctrl+s")
        assert here.where == "WaiverForm"
        assert "cannot waive a conflict" in here.text
        here.app.screen.query_one("#by", Input).value = ""
        here.app.screen.query_one("#by", Input).focus()
        await here.type("hyacinthe")
        await here.press("ctrl+s")
        waiver = person(here, "mele").waivers[0]
        assert (waiver.of, waiver.by, waiver.why) == ("named_by_party", "hyacinthe", "Nobody else is left.")
        assert here.app.matter is not None
        assert "mele" not in {each.person for each in here.app.matter.advice.in_doubt}


async def test_where_nothing_can_be_waived_that_is_said(tmp_path: Path) -> None:
    store = some_case(tmp_path / "cases.db", [{"id": "bo", "name": "Bo"}])
    async with at_screen(store, "2026-001") as here:
        await here.press("p", "o")
        assert "Nothing is on record of Bo that can be waived." in here.told
        assert here.where == "PeopleRoom"


async def test_somebody_is_taken_out_for_a_reason_and_comes_back_with_undo(tmp_path: Path) -> None:
    async with at_screen(a_few(tmp_path / "cases.db"), "2026-001") as here:
        await here.press("p")
        await go_to(here, "bo")
        await here.press("delete", "ctrl+s")
        assert "Give the reason" in here.text
        await here.type("Recorded in the wrong case.")
        await here.press("ctrl+s")
        assert [each.id for each in here.record.case().people] == ["ana"]
        await here.press("z")
        assert [each.id for each in here.record.case().people] == ["ana", "bo"]


@SIZES
async def test_an_open_question_about_somebody_is_answered_where_it_stands(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    store = put_example(tmp_path / "cases.db", OSDR)
    async with at_screen(store, "2026-001", size) as here:
        await here.press("p")
        assert here.app.matter is not None
        ask = next(each for each in here.app.matter.advice.ask if each.subject == "davit")
        await go_to(here, "davit")
        await here.press("down")
        assert ask.question[:30] in here.text
        await here.press("n")
        assert person(here, "davit").facts[ask.fact].value == "no"
        assert here.app.screen.query_one(PeopleList).person == "davit"


async def test_on_a_person_n_adds_and_answers_nothing(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", OSDR)
    async with at_screen(store, "2026-001") as here:
        await here.press("p")
        await go_to(here, "davit")
        await here.press("y", "u")
        assert not person(here, "davit").facts.keys() - {"took_part_earlier", "named_by_party"}
        await here.press("n")
        assert here.where == "PersonForm"


@SIZES
async def test_who_comes_next_the_tree_and_the_drawing_are_one_key_away(tmp_path: Path, size: tuple[int, int]) -> None:
    store = put_example(tmp_path / "cases.db", OSDR)
    async with at_screen(store, "2026-001", size) as here:
        await here.press("p", "2")
        assert "[Who comes next]" in here.text
        assert "Nkechi (operations manager, north) holds the role on record." in here.text
        await here.press("v")
        assert "[Tree]" in here.text
        assert "└ held by Padraig" in here.text
        await here.press("4")
        assert "[Drawing]" in here.text
        assert "┌" in here.text
        before = here.lines
        await here.press("right", "right", "down")
        assert here.lines != before
        await here.press("v")
        assert "[People]" in here.text


async def test_a_view_follows_what_is_entered(tmp_path: Path) -> None:
    async with at_screen(a_few(tmp_path / "cases.db"), "2026-001") as here:
        await here.press("p", "3")
        assert "Ana [red] [/x]" in here.text
        await here.press("n")
        await here.type("Cai")
        await here.press("ctrl+s", "G")
        assert "Cai" in here.text


async def test_without_a_document_there_are_no_roles_to_draw(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", ())
    async with at_screen(store, "2026-001") as here:
        await here.press("p", "4")
        assert "no roles to show" in here.text
        await here.press("b")
        assert here.where == "PeopleRoom"
        await here.press("1", "m")
        assert "No panel is laid down" in here.told


async def test_the_drawing_is_saved_and_nothing_is_written_over(tmp_path: Path) -> None:
    picture = tmp_path / "roles.svg"
    async with at_screen(a_few(tmp_path / "cases.db"), "2026-001") as here:
        await here.press("p", "4", "b")
        field = here.app.screen.query_one("#file", Input)
        field.value = str(tmp_path / "nowhere" / "roles.svg")
        await here.press("ctrl+s")
        assert "there is no folder" in here.text
        field.value = str(picture)
        await here.press("ctrl+s")
        assert here.where == "PeopleRoom"
        assert ET.fromstring(picture.read_text(encoding="utf-8")).tag.endswith("svg")
        assert picture.stat().st_mode & 0o777 == 0o600
        await here.press("b")
        here.app.screen.query_one("#file", Input).value = str(picture)
        await here.press("ctrl+s")
        assert "is there already" in here.text


@pytest.mark.parametrize("typed", ["/", "~nosuch/x", "n" * 300, "..", ".", "~", "a\0b"])
async def test_a_name_that_no_drawing_can_have_is_refused_in_the_dialog(
    tmp_path: Path, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    async with at_screen(a_few(tmp_path / "cases.db"), "2026-001") as here:
        await here.press("p", "3", "b")
        here.app.screen.query_one("#file", Input).value = typed
        await here.press("ctrl+s")
        assert here.where == "PictureForm"
        assert "Choose" in here.text or "Write the name of a file" in here.text
        assert not list(folder.iterdir())


async def test_of_two_drawings_none_is_left_where_one_cannot_be_written(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", ["osdr", "nssb"], people=[{"id": "bo"}])
    (tmp_path / "roles-nssb.svg").symlink_to(tmp_path / "nowhere")
    async with at_screen(store, "2026-001") as here:
        await here.press("p", "3", "b")
        here.app.screen.query_one("#file", Input).value = str(tmp_path / "roles.svg")
        await here.press("ctrl+s")
        assert "is a link to a file that is not there" in here.text
        assert not (tmp_path / "roles-osdr.svg").exists()


async def test_what_would_take_too_long_to_draw_is_told_and_not_drawn(tmp_path: Path) -> None:
    people: list[dict[str, object]] = [
        {"id": f"p{k}", "line_manager": f"p{k + 1}" if k < 200 else "nobody"} for k in range(201)
    ]
    async with at_screen(some_case(tmp_path / "cases.db", people), "2026-001") as here:
        await here.press("p", "4")
        assert "too many people and lines here to draw. See the tree" in here.text
        await here.press("b")
        here.app.screen.query_one("#file", Input).value = str(tmp_path / "roles.svg")
        await here.press("ctrl+s")
        assert here.where == "PictureForm"
        assert "too many people and lines here to draw" in here.text
        assert not (tmp_path / "roles.svg").exists()


@SIZES
async def test_what_is_known_against_somebody_stands_in_the_row(tmp_path: Path, size: tuple[int, int]) -> None:
    store = put_example(tmp_path / "cases.db", NSSB)
    async with at_screen(store, "2026-001", size, on=ON.replace(day=12)) as here:
        await here.press("p")

        def row(name: str) -> str:
            listed = here.app.screen.query_one(PeopleList)
            return next(str(each.say) for each in listed._shown if each.person == name and each.fact is None)

        assert "may not act as" in row("sorrel") and "took the decision in question" in row("sorrel")
        assert "not cleared yet to act as" in row("mele") and "was put forward by" in row("mele")
        assert row("vasilis").count("His sister is a trustee of the refuge") == 1
        await go_to(here, "vasilis")
        assert "His sister is a trustee of the refuge" in here.text


async def test_an_interest_stands_in_the_row_also_where_advice_draws_nothing_from_it(tmp_path: Path) -> None:
    store = some_case(tmp_path / "cases.db", [{"id": "bo", "interests": [{"in": "Owns [red] [/x] shares."}]}])
    async with at_screen(store, "2026-001") as here:
        await here.press("p")
        assert "interest: Owns [red] [/x] shares." in here.text


async def test_a_closed_case_is_looked_at_only(tmp_path: Path) -> None:
    store = a_few(tmp_path / "cases.db")
    enter(store, "2026-001", Closed(because="Done.", on=ON))
    async with at_screen(store, "2026-001") as here:
        await here.press("p", "n", "e", "i", "delete", "m")
        assert here.where == "PeopleRoom"
        assert "This case is closed" in here.told


async def test_a_hundred_people_are_walked_through_and_drawn(tmp_path: Path) -> None:
    people: list[dict[str, object]] = [
        {"id": f"p{k}", "name": f"Person {k}", "agency": "Regulator", "line_manager": f"p{k // 3}" if k else "nobody"}
        for k in range(100)
    ]
    people[40]["roles"] = ["relevant_inspector"]
    people[70]["roles"] = ["other_specialist_or_team_leader"]
    async with at_screen(put(tmp_path / "cases.db", "2026-001", matter(people)), "2026-001") as here:
        await here.press("p", "end")
        assert "Person 99" in here.text
        await here.press("e")
        assert "Change Person 99" in here.text
        await here.press("escape", "3", "G")
        assert "Person" in here.text
