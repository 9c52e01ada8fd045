"""A user's mistake ends with code 2, one clear sentence a mistake on standard error, and nothing on standard output."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml

from decision_support.cli import main
from decision_support.loading import knowledge
from decision_support.model.knowledge import KnowledgeBase

HERE = Path(__file__).parent
BROKEN = HERE / "broken_cases"
SOUND = HERE / "sound_case.yaml"
EXPECTED = yaml.load((BROKEN / "expected.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
ON = "2026-11-05"
LOAD = knowledge.load


@cache
def _bundled() -> KnowledgeBase:
    return LOAD()


@pytest.fixture(autouse=True)
def _read_the_bundled_knowledge_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(rules: Path | None = None, knowledge: Path | None = None) -> KnowledgeBase:
        return _bundled() if rules is knowledge is None else LOAD(rules, knowledge)

    monkeypatch.setattr(knowledge, "load", load)


class Refusal:
    """Runs the command as a user would, and says what it was refused with."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: str) -> str:
        self._monkeypatch.setattr(sys, "argv", ["decision-support", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        printed, said = self._capsys.readouterr()
        assert ended.value.code == 2
        assert printed == ""
        assert "Traceback" not in said
        return said


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refusal:
    return Refusal(monkeypatch, capsys)


def test_every_broken_case_has_its_sentence_and_every_sentence_its_case() -> None:
    assert {path.name for path in BROKEN.iterdir()} - {"expected.yaml"} == set(EXPECTED)


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="the parser in Python reports some places differently")
@pytest.mark.parametrize("shape", ["text", "json"])
@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_case_is_refused_with_every_mistake_in_it(
    name: str, shape: str, refused: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(BROKEN)
    said = refused("advise", name, "--on", EXPECTED[name].get("on", ON), "--format", shape)
    assert said.splitlines() == [f"decision-support: {sentence}" for sentence in EXPECTED[name]["says"]]


def test_the_sound_case_gets_advice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["decision-support", "advise", str(SOUND), "--on", ON])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert capsys.readouterr().err == ""


def test_a_missing_file_is_named_with_the_nearest_one(refused: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BROKEN)
    said = refused("advise", "unknown-kye.yaml")
    assert said == "decision-support: unknown-kye.yaml: there is no such file. Did you mean 'unknown-key.yaml'?\n"


def test_a_missing_folder_is_named(refused: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BROKEN)
    said = refused("advise", "nowhere/case.yaml")
    assert said == "decision-support: nowhere/case.yaml: there is no such file. Check the name of the folder.\n"


def test_a_folder_is_not_a_case(refused: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    said = refused("advise", "broken_cases")
    assert said == "decision-support: broken_cases: this is a folder. Name one file in it.\n"


def test_a_huge_file_is_refused_before_it_is_understood(
    refused: Refusal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("huge.yaml").write_text("case: Discharge\n" + "# and so on\n" * 500_000, encoding="utf-8")
    said = refused("advise", "huge.yaml")
    assert said == "decision-support: huge.yaml: this file is larger than 5 MB. Divide it into several files.\n"


@pytest.mark.parametrize("shape", ["text", "json"])
def test_advice_before_the_opening_is_refused(shape: str, refused: Refusal) -> None:
    assert refused("advise", str(SOUND), "--on", "2026-11-01", "--format", shape) == (
        "decision-support: the case was opened on 2026-11-02, after 2026-11-01. "
        "Ask for advice on a later day with --on.\n"
    )


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "20261105", "5/11/2026", "2026-11-05T10:00", ""])
def test_a_day_that_is_no_date_is_refused(day: str, refused: Refusal) -> None:
    said = refused("advise", str(SOUND), "--on", day)
    assert said.endswith(f"'{day}' is not a date; write one such as 2026-11-05.\n")


@pytest.mark.parametrize("option", ["--rules", "--knowledge"])
@pytest.mark.parametrize("verb", [("advise", str(SOUND)), ("check",), ("coverage",), ("demo",)], ids=" ".join)
def test_a_missing_folder_of_rules_or_knowledge_is_named(
    option: str, verb: tuple[str, ...], refused: Refusal, tmp_path: Path
) -> None:
    missing = tmp_path / "nowhere"
    said = refused(*verb, option, str(missing))
    assert said == f"decision-support: there is no folder '{missing}'. Name a folder with YAML files in it.\n"


@pytest.mark.parametrize("option", ["--rules", "--knowledge"])
def test_a_file_is_not_a_folder_of_rules_or_knowledge(option: str, refused: Refusal) -> None:
    said = refused("advise", str(SOUND), option, str(SOUND))
    assert said == f"decision-support: there is no folder '{SOUND}'. Name a folder with YAML files in it.\n"


@pytest.mark.parametrize("option", ["--rules", "--knowledge"])
def test_an_empty_folder_of_rules_or_knowledge_is_refused(option: str, refused: Refusal, tmp_path: Path) -> None:
    said = refused("advise", str(SOUND), option, str(tmp_path))
    assert said == f"decision-support: there are no YAML files in '{tmp_path}'. Check the name of the folder.\n"


def test_the_folder_one_stands_in_is_called_by_its_name(
    refused: Refusal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "stray.yml").write_text("[]\n", encoding="utf-8")
    (folder / "ours.yaml").write_text("[]\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    assert refused("check", "--rules", ".").startswith("decision-support: mine/stray.yml: nothing reads this file.")


def test_unknown_guidance_has_no_coverage(refused: Refusal) -> None:
    said = refused("coverage", "nsbb")
    assert said == "decision-support: there is no guidance 'nsbb'. Did you mean 'nssb'?\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("advize", str(SOUND)), "No such command 'advize'."),
        (("advise", str(SOUND), "--om", ON), "No such option"),
        (("advise", str(SOUND), "--format", "xml"), "'xml' is not one of 'text', 'json'."),
        (("advise", str(SOUND), "--on"), "Option '--on' requires an argument."),
        (("advise", str(SOUND), "another.yaml"), "Got unexpected extra argument (another.yaml)"),
        (("advise",), "Missing argument 'CASE'."),
    ],
)
def test_a_command_that_is_not_understood_says_so_in_its_last_line(
    arguments: tuple[str, ...], sentence: str, refused: Refusal
) -> None:
    last = refused(*arguments).splitlines()[-1]
    assert last.startswith("Error: ")
    assert sentence in last


@pytest.mark.parametrize("shape", ["text", "json"])
def test_the_installed_program_behaves_the_same(shape: str) -> None:
    name = "several-mistakes.yaml"
    command = [sys.executable, "-m", "decision_support", "advise", name, "--on", ON, "--format", shape]
    done = subprocess.run(command, cwd=BROKEN, capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [f"decision-support: {sentence}" for sentence in EXPECTED[name]["says"]]
