"""What was kept of a knowledge base is used only while every byte is the same, and is never trusted to be readable."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from decision_support.loading import knowledge
from decision_support.loading.resources import knowledge_folder, rules_folder


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copytree(rules_folder(), tmp_path / "rules")
    shutil.copytree(knowledge_folder(), tmp_path / "knowledge")
    return tmp_path


def load(copy: Path) -> knowledge.KnowledgeBase:
    return knowledge.load(copy / "rules", copy / "knowledge")


def kept(copy: Path) -> list[Path]:
    return sorted((copy / "cache").rglob("*.pickle"))


def test_what_was_kept_is_the_same_as_what_was_read(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = load(copy)
    assert len(kept(copy)) == 1
    monkeypatch.setattr(knowledge, "_Loading", None)
    again = load(copy)
    assert again == read
    assert list(again.rules) == list(read.rules)


def test_only_its_owner_can_read_what_was_kept(copy: Path) -> None:
    load(copy)
    assert kept(copy)[0].parent.stat().st_mode & 0o077 == 0
    assert kept(copy)[0].stat().st_mode & 0o077 == 0


def test_a_changed_word_is_read_again(copy: Path) -> None:
    before = load(copy)
    ours = copy / "rules" / "ours.yaml"
    ours.write_text(ours.read_text(encoding="utf-8").replace("no procedure", "no paper"), encoding="utf-8")
    after = load(copy)
    assert "no paper" in after.rules["ours.danger-now"].because
    assert after.fingerprint != before.fingerprint


def test_what_cannot_be_read_back_is_read_anew(copy: Path) -> None:
    read = load(copy)
    for rubbish in (b"", b"rubbish", b"\x80\x05]\x94."):
        kept(copy)[0].write_bytes(rubbish)
        assert load(copy) == read


def test_a_cache_that_cannot_be_written_is_no_mistake(copy: Path) -> None:
    (copy / "cache").write_text("a file where the folder should be", encoding="utf-8")
    assert load(copy).rules
