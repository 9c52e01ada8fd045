"""The traceability matrix: every tie leads both ways, every gap is named, and every form of it can be read."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from few_cases import knowledge_with_few_cases
from typed import refused, typed

from decision_support.casework import Casework
from decision_support.cli.traceability_csv import traceability_csv
from decision_support.cli.traceability_html import traceability_html
from decision_support.cli.traceability_text import traceability_text
from decision_support.cli.traceability_verb import write
from decision_support.loading.examples import example_paths
from decision_support.loading.scenarios import scenario_paths
from decision_support.model.knowledge import KnowledgeBase
from decision_support.proof.bundled_days import bundled_days, by_case, example_days, scenario_days
from decision_support.proof.laws import laws_of
from decision_support.proof.traceability.matrix import Matrix, traceability
from decision_support.proof.traceability.shown import Shown, shown_on


@dataclass(frozen=True)
class Stated:
    id: str
    say: str
    clauses: tuple[str, ...]


STATED = (Stated("reports-first", "Nobody goes over a line manager's head.", ("nssb-41", "nssb-42")),)


@pytest.fixture(scope="module")
def shown(base: KnowledgeBase, desk: Casework) -> tuple[Shown, ...]:
    days = [
        *scenario_days(scenario_paths()["settled-early"], base),
        *example_days(example_paths()["immediate-risk-tonight"], base),
        *example_days(example_paths()["ssab-first-hop"], base),
    ]
    return shown_on(desk, days)


@pytest.fixture(scope="module")
def matrix(base: KnowledgeBase, shown: tuple[Shown, ...]) -> Matrix:
    return traceability(base, ("nssb",), shown, STATED)


def test_every_clause_and_every_silence_of_the_document_is_a_row(base: KnowledgeBase, matrix: Matrix) -> None:
    document = base.documents["nssb"]
    assert [each.id for each in matrix.clauses] == [*document.clauses, *document.silences]


def test_a_tie_of_a_clause_to_a_rule_is_the_tie_of_the_rule_to_the_clause(matrix: Matrix) -> None:
    down = {(row.id, rule) for row in matrix.clauses if row.kind == "clause" for rule in row.rules}
    clauses = {row.id for row in matrix.clauses}
    up = {(clause, rule.id) for rule in matrix.rules for clause in rule.clauses if clause in clauses}
    assert down == up and ("nssb-41", "nssb.stage-1.report-to-line-manager") in down


def test_a_tie_of_a_clause_to_a_day_is_the_tie_of_the_day_to_the_clause(matrix: Matrix) -> None:
    encoded = [row for row in matrix.clauses if row.kind == "clause" and row.becomes != "silent"]
    down = {(row.id, day) for row in encoded for day in row.days}
    up = {(clause, day.id) for day in matrix.days for clause in day.clauses if clause in {row.id for row in encoded}}
    assert down == up and ("nssb-41", "settled-early-2") in down


def test_a_day_is_a_day_of_a_case_under_the_document_and_fires_what_its_rules_say(matrix: Matrix) -> None:
    assert {each.id.rpartition("-")[0] for each in matrix.days} == {"settled-early", "immediate-risk-tonight"}
    fires = {rule.id: set(rule.days) for rule in matrix.rules}
    assert fires["nssb.stage-1.report-to-line-manager"] == {"settled-early-2"}
    assert all(day.id in fires[rule] for day in matrix.days for rule in day.rules)


def test_a_silence_is_shown_on_the_days_whose_advice_brings_it_up(matrix: Matrix, shown: tuple[Shown, ...]) -> None:
    row = next(each for each in matrix.clauses if each.id == "nssb-A4")
    assert row.days and set(row.days) == {each.day.id for each in shown if "nssb-A4" in each.silences}


def test_an_informative_clause_has_its_reason_and_no_rule(base: KnowledgeBase) -> None:
    rows = traceability(base, base.documents, (), ()).clauses
    informative = [each for each in rows if each.becomes == "informative"]
    assert informative and all(each.why and not each.rules for each in informative)


def test_a_question_is_asked_by_a_rule_or_behind_it_and_never_both(base: KnowledgeBase, matrix: Matrix) -> None:
    assert any(rule.asked for rule in matrix.rules) and any(rule.behind for rule in matrix.rules)
    for rule in matrix.rules:
        assert not set(rule.asked) & set(rule.behind)
        assert all(base.facts[name].ask for name in (*rule.asked, *rule.behind))
    asked = {each.id: each for each in matrix.asked}
    assert all(rule.id in asked[name].rules for rule in matrix.rules for name in rule.asked)


def test_every_gap_names_what_lacks_something(matrix: Matrix) -> None:
    gaps = {each.say: each for each in matrix.gaps}
    idle = gaps["rules that fire on no day of a bundled case"]
    assert set(idle.ids) == {rule.id for rule in matrix.rules if not rule.days} and idle.of == len(matrix.rules)
    lawless = gaps["clauses with rules that no law speaks of"]
    assert not {"nssb-41", "nssb-42"} & set(lawless.ids) and "nssb-43" in lawless.ids


def test_the_laws_of_the_program_are_tied_to_clauses_that_exist(base: KnowledgeBase) -> None:
    known = {name for document in base.documents.values() for name in document.clauses}
    traced = traceability(base, base.documents, (), laws_of(base))
    assert all(set(each.clauses) & known for each in traced.laws)
    assert {law for row in traced.clauses for law in row.laws} == {each.id for each in traced.laws}


def test_days_are_told_case_by_case() -> None:
    assert by_case(["a-case-1", "a-case-2", "b-1"]) == {"a-case": ["1", "2"], "b": ["1"]}


def test_every_day_of_every_bundled_case_has_an_id_of_its_own(base: KnowledgeBase) -> None:
    days = bundled_days(base)
    assert len({each.id for each in days}) == len(days) > 300


def test_a_spreadsheet_gets_a_row_a_clause(matrix: Matrix) -> None:
    text = traceability_csv(matrix)
    assert text.count("\r\n") == len(matrix.clauses) + 1 and "\n" not in text.replace("\r\n", "")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["Id"] for row in rows] == [each.id for each in matrix.clauses]
    row = next(row for row in rows if row["Id"] == "nssb-41")
    assert row["Laws"] == "reports-first" and row["How many days"] == str(len(row["Case days"].split("; ")))


def test_a_sheet_that_is_written_says_in_which_letters(matrix: Matrix, tmp_path: Path) -> None:
    write(matrix, "csv", tmp_path / "sheet.csv")
    assert (tmp_path / "sheet.csv").read_bytes().startswith(b"\xef\xbb\xbfDocument,Id,Kind")


@pytest.mark.parametrize("dangerous", ["=1+1", "+1", "-1", "@sum", "\t=1"])
def test_no_cell_of_a_spreadsheet_can_be_a_formula(matrix: Matrix, dangerous: str) -> None:
    row = replace(matrix.clauses[0], says=dangerous)
    (found,) = csv.DictReader(io.StringIO(traceability_csv(replace(matrix, clauses=(row,))), newline=""))
    assert found["In our words"] == f"'{dangerous}"


class _Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.labels: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.append(tag)
        assert "src" not in known and tag not in ("link", "img", "iframe")
        if "id" in known:
            self.ids.append(known["id"] or "")
        if tag == "a":
            self.links.append(known["href"] or "")
        if tag == "label":
            self.labels.add(known["for"] or "")


def test_the_page_fetches_nothing_and_every_link_leads_to_a_row(matrix: Matrix) -> None:
    read = _Read()
    read.feed(traceability_html(matrix))
    assert len(read.ids) == len(set(read.ids))
    assert read.links and all(each.startswith("#") and each[1:] in read.ids for each in read.links)
    assert "filter" in read.labels and read.tags.count("caption") == read.tags.count("table") == 6


def test_the_page_shows_what_is_written_and_runs_none_of_it(matrix: Matrix) -> None:
    hostile = '<script>alert("x")</script>&amp;'
    row = replace(matrix.clauses[0], says=hostile, why=hostile, where=(hostile,))
    page = traceability_html(replace(matrix, clauses=(row, *matrix.clauses[1:])))
    read = _Read()
    read.feed(page)
    assert read.tags.count("script") == 1 and page.count("&lt;script&gt;alert(&quot;x&quot;)") == 3


def test_text_fits_the_terminal(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        assert max(map(len, traceability_text(matrix).splitlines())) <= min(columns, 100)


def test_the_verb_writes_a_page_and_prints_json(tmp_path: Path) -> None:
    of = ("traceability", "--guidance", "nssb", "--knowledge", knowledge_with_few_cases(tmp_path))
    page = tmp_path / "page.html"
    done = typed(*of, "--format", "html", "-o", page)
    assert done.code == 0 and done.out == "" and "Written to" in done.err
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    found = json.loads(typed(*of, "--format", "json").out)
    assert {each["id"].rpartition("-")[0] for each in found["days"]} == {
        "settled-early",
        "hesitant-worker",
        "immediate-risk-tonight",
    }


def test_an_unknown_document_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    assert "there is no guidance 'nsb'. Did you mean 'nssb'?" in refused("traceability", "--guidance", "nsb")
    assert "there is no folder" in refused("traceability", "-o", tmp_path / "nowhere" / "x.csv")
