"""The command that writes exports, as a user meets it."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import fromstring

import clips
import pytest
from click.testing import CliRunner

from decision_support.cli.commands import commands
from decision_support.errors import UserMistake


def run(*arguments):
    return CliRunner().invoke(commands, ["export", *map(str, arguments)])


def refused(*arguments):
    with pytest.raises(UserMistake) as refusal:
        CliRunner().invoke(commands, ["export", *map(str, arguments)], catch_exceptions=False)
    return str(refusal.value)


def test_the_rules_of_a_document_are_written_to_a_new_file_that_clips_loads(tmp_path):
    file = tmp_path / "nssb.clp"
    done = run("--to", "clips", "--guidance", "nssb", "-o", file)
    assert done.exit_code == 0 and done.stdout.endswith(f"rules are in {file}.\n")
    environment = clips.Environment()
    environment.load(str(file))
    names = {rule.name for rule in environment.rules()}
    assert "rule-nssb.stage-1.report-to-line-manager" in names and not any("rule-ssab" in name for name in names)
    assert f"{sum(name.startswith('rule-') for name in names)} rules" in done.stdout
    assert "nssb: Resolution of Professional Differences" in file.read_text(encoding="utf-8")


def test_without_a_file_and_a_document_every_rule_goes_to_the_screen(base):
    done = run("--to", "dmn")
    rows = fromstring(done.stdout).iter("{https://www.omg.org/spec/DMN/20191111/MODEL/}rule")
    assert {row.attrib["label"] for row in rows} == set(base.rules)


def test_mistakes_are_told_in_a_sentence(tmp_path):
    file = tmp_path / "there.dmn"
    file.write_text("mine", encoding="utf-8")
    assert refused("--to", "dmn", "--guidance", "nssb", "-o", file) == f"{file} exists already. Choose another file."
    assert file.read_text(encoding="utf-8") == "mine"
    assert refused("--to", "clips", "--guidance", "nsb") == "there is no guidance 'nsb'. Did you mean 'nssb'?"
    assert "cannot be" in refused("--to", "clips", "-o", tmp_path / "no" / "such.clp")
    assert "there is no folder" in refused("--to", "clips", "--rules", tmp_path / "nowhere")
    assert run("--to", "prolog").exit_code == 2 and run().exit_code == 2


def test_another_knowledge_base_is_exported_as_well(tmp_path):
    from made_up_bases import laid_out

    folder = laid_out(Path(__file__).parents[1] / "rulebase" / "new_policy", tmp_path)
    done = run("--to", "clips", "--rules", folder / "rules", "--knowledge", folder / "knowledge")
    assert done.exit_code == 0 and "(defrule rule-" in done.stdout and "nssb" not in done.stdout


def test_the_session_in_the_documentation_prints_advice(tmp_path, monkeypatch, capfd):
    told = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    session = told.partition("```clips\n")[2].partition("```")[0]
    (tmp_path / "session.clp").write_text(session, encoding="utf-8")
    run("--to", "clips", "--guidance", "nssb", "-o", tmp_path / "nssb.clp")
    monkeypatch.chdir(tmp_path)
    clips.Environment().batch_star("session.clp")
    assert (
        "may nssb.start-at-a-higher-stage (of case, rule nssb.risk.no-need-to-discuss-first)" in capfd.readouterr().out
    )
