"""The verb `organisation` as a user meets it: whether there are holes comes first, and the exit code says so too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from decision_support.loading.organisations import organisation_paths

COMMAND = Path(sys.executable).with_name("decision-support")
ON = "2026-11-05"
WHOLE = """\
organisation: Three practices
guidance: [nhs]
people:
  - {id: ada, name: Ada, roles: [case_manager], line_manager: nobody}
  - {id: bea, name: Bea, roles: [case_manager], line_manager: nobody}
  - {id: cyd, name: Cyd, roles: [decision_maker], line_manager: nobody}
  - {id: dov, name: Dov, roles: [decision_maker], line_manager: nobody}
  - {id: eve, name: Eve, roles: [pastoral_contact], line_manager: nobody, facts: {outside_case_management: yes}}
  - {id: fay, name: Fay, roles: [pastoral_contact], line_manager: nobody, facts: {outside_case_management: yes}}
"""


APPROVED = """\
Safeguarding partners of an invented county: 30 people
Whether somebody can act in every case, on Thursday 5 November 2026

There are holes: 2 that can be filled beforehand, and 7 that no appointment
fills.

NSSB: Resolution of Professional Differences (Escalation Policy)
  Worker to worker, then line manager to line manager (nssb-30, nssb-31)
  - Line manager, on either side: nobody may act in 28 of 870 cases.
    Which     Roshan (constable, public protection), with anybody but Fenella
              (inspector, public protection).
    Such as   Roshan differs with Ansel (head of children's social care). Ludo
              (inspector, neighbourhoods) is not in the line of management;
              Fenella is; Fenella is away.
    To fill   Name somebody to stand in for Fenella.
    Also at   After the matter is settled.
  Safeguarding board representative (nssb-61, nssb-62)
  - Agency's nominated board representative, on either side: nobody holds it in
    200 of 870 cases.
    Which     Anybody of County Police, with anybody of another agency.
    Such as   Anselm (adult protection lead) differs with Ansel (head of
              children's social care).
    To fill   Appoint somebody of County Police.
    Also at   Mediation, or a panel of the Boards.
  No appointment fills these; settle now who steps in:
  - Two people of one agency: whoever acts for the whole agency acts for neither
    of them alone.
      line manager: 27 of 870 cases
      second-tier manager: 108 of 870 cases
      designated or named professional for safeguarding: 270 of 870 cases
      senior manager: 162 of 870 cases
      agency's nominated board representative: 234 of 870 cases
  - Somebody and the manager who would act on their side.
      line manager: 27 of 870 cases
      second-tier manager: 18 of 870 cases

Cases are counted by who raises them and about whom. Each is taken as fresh:
nobody had a part in it or declared anything, but for what the file says.
"""


def run(*arguments: str | Path, columns: str = "80") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "organisation", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": columns, "NO_COLOR": "1"},
        check=False,
    )


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    file = tmp_path / "whole.yaml"
    file.write_text(WHOLE, encoding="utf-8")
    return file


def test_the_verb_explains_itself() -> None:
    done = run("-h")
    assert done.returncode == 0 and "Usage:" in done.stdout and "--guidance" in done.stdout


def test_an_organisation_without_holes_ends_with_0(whole: Path) -> None:
    done = run(whole, "--on", ON)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "There are no holes" in done.stdout and "No holes: somebody can act in every case." in done.stdout


def test_a_hole_ends_with_1_and_says_what_would_fill_it(whole: Path) -> None:
    whole.write_text(
        WHOLE.replace("[case_manager], line_manager: nobody}\n  - {id: cyd", "[], line_manager: ada}\n  - {id: cyd"),
        encoding="utf-8",
    )
    done = run(whole, "--on", ON)
    assert done.returncode == 1
    assert done.stdout.splitlines()[3] == "There are holes: 1 that can be filled beforehand."
    assert "Person who manages the case: nobody may act in 1 of 6 cases." in done.stdout
    assert "A case about Ada." in done.stdout and "To fill" in done.stdout


@pytest.mark.parametrize("name", organisation_paths())
@pytest.mark.parametrize("columns", ["80", "60"])
def test_the_text_fits_the_screen(name: str, columns: str) -> None:
    done = run(organisation_paths()[name], "--on", ON, columns=columns)
    assert done.returncode == 1 and done.stderr == ""
    assert all(len(line) <= int(columns) for line in done.stdout.splitlines())
    assert done.stdout.splitlines()[1].startswith("Whether somebody can act in every case, on")


def test_the_county_reads_as_it_should() -> None:
    text = run(organisation_paths()["county"], "--on", ON, "--guidance", "nssb").stdout
    assert text == APPROVED


def test_json_has_every_hole_with_its_example_and_what_could_be_written() -> None:
    done = run(organisation_paths()["inspectorate"], "--on", ON, "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert (found["people"], found["guidance"], found["on"]) == (15, ["osdr"], ON)
    unknown = next(hole for hole in found["holes"] if hole["kind"] == "not known")
    assert unknown["stage"] == "stage-2" and unknown["clauses"] == ["osdr-38", "osdr-43"]
    assert unknown["example"]["concerned"] == ["august", "quill"]
    assert unknown["remedies"][0]["write"] == {"quill": {"team": "elsewhere: quill"}}


def test_a_document_can_be_named_in_place_of_those_on_file(whole: Path) -> None:
    done = run(whole, "--on", ON, "--guidance", "osdr")
    assert done.returncode == 1 and "OSDR:" in done.stdout and "NHS:" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--guidance", "osrd"), "there is no guidance 'osrd'. Did you mean 'osdr'?"),
        (("--on", "soon"), "'soon' is not a date; write one such as 2026-11-05."),
    ],
)
def test_a_mistake_on_the_command_line_ends_with_2(whole: Path, arguments: tuple[str, ...], says: str) -> None:
    done = run(whole, *arguments)
    assert done.returncode == 2 and says in done.stderr and done.stdout == ""


def test_a_mistake_in_the_file_is_shown_where_it_is(whole: Path) -> None:
    whole.write_text(WHOLE.replace("[decision_maker]", "[decision_makr]", 1), encoding="utf-8")
    done = run(whole, "--on", ON)
    assert done.returncode == 2
    says = f"decision-support: {whole}:6:34: there is no role 'decision_makr'. Did you mean 'decision_maker'?\n"
    assert done.stderr == says
