"""A case is written in the shape a person would write, reads back equal, and never leaves half a file."""

from __future__ import annotations

import fcntl
import os
import resource
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_support.errors import UserMistake
from decision_support.loading import case_writing
from decision_support.loading.case_writing import (
    ChangedMeanwhile,
    case_text,
    checked,
    contents,
    write_case,
)
from decision_support.loading.cases import case_of, read_case
from decision_support.loading.examples import example_paths
from decision_support.loading.tree import UNSHOWN
from decision_support.loading.written import read_text
from decision_support.model.case import Case
from sample_cases import case_of as sample

AWKWARD = [
    "null",
    "~",
    "<<",
    "yes",
    "2026-11-02",
    "a: b",
    "# no",
    "- x",
    "{",
    "'",
    '"',
    "a\nb",
    "\u2028",
    "\ufeffa",
    "é 🜚",
]
TEXTS = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=200)).filter(
    lambda text: text.strip() != "" and not UNSHOWN.search(text)
)


@pytest.mark.parametrize("name", example_paths())
def test_every_bundled_case_reads_back_equal(base, name):
    case = read_case(example_paths()[name], base)
    assert checked(case, base) == case
    assert case_of(read_text(case_text(case, as_json=True), "x.json", json=True), base) == case


@settings(max_examples=200, deadline=None)
@given(title=TEXTS, reasons=TEXTS, name=TEXTS, note=TEXTS)
def test_whatever_is_typed_reads_back_equal(base, title, reasons, name, note):
    case = Case.model_validate(
        {
            "case": title,
            "guidance": ["nssb"],
            "opened": "2026-11-02",
            "facts": {"immediate_risk_of_harm": {"value": "no", "rationale": reasons}},
            "people": [{"id": "a", "name": name, "agency": note}],
            "events": [{"what": "concern_raised", "at": "2026-11-02T15:00:30", "by": "a", "note": note}],
        }
    )
    assert checked(case, base) == case
    assert case_of(read_text(case_text(case, as_json=True), "x.json", json=True), base) == case


def put(case, path):
    """The case put into a file, whatever is in it."""
    return write_case(case, path, contents(path))


def test_it_looks_as_a_person_would_write_it():
    case = sample(
        case="A discharge",
        facts={"worker_has_a_concern": "yes"},
        people=[{"id": "ben", "name": "Ben", "roles": ["line_manager"], "line_manager": "nobody"}],
        events=[{"what": "concern_raised", "at": "2026-11-02T15:00"}],
    )
    assert case_text(case) == (
        "case: A discharge\n"
        "guidance: [nssb]\n"
        "opened: 2026-11-02\n"
        "facts:\n"
        "  worker_has_a_concern: yes\n"
        "people:\n"
        "  - {id: ben, name: Ben, roles: [line_manager], line_manager: nobody}\n"
        "events:\n"
        "  - {what: concern_raised, at: '2026-11-02T15:00'}\n"
    )


def test_a_link_stays_a_link_and_permissions_stay(tmp_path, base):
    path, link = tmp_path / "case.yaml", tmp_path / "link.yaml"
    put(sample(), path)
    path.chmod(0o640)
    link.symlink_to(path)
    put(sample(case="Another"), link)
    assert link.is_symlink() and read_case(path, base).case == "Another"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_may_be_read_as_any_new_file_may(tmp_path):
    put(sample(), tmp_path / "case.yaml")
    (tmp_path / "other").touch()
    assert (tmp_path / "case.yaml").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_disk_without_room_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "case.yaml"
    put(sample(), path)
    before, limits = path.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, limits[1]))
    try:
        with pytest.raises(UserMistake, match="cannot be written: File too large"):
            put(sample(case="Another"), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("where", "told"), [("no-such-folder/case.yaml", "cannot be written: .*"), ("a-folder", "is a folder, not a file.")]
)
def test_where_no_file_can_be_a_sentence_says_so(tmp_path, where, told):
    (tmp_path / "a-folder").mkdir()
    with pytest.raises(UserMistake, match=f"{told} Choose another file"):
        put(sample(), tmp_path / where)
    assert [path.name for path in tmp_path.iterdir()] == ["a-folder"]


def test_of_many_who_saw_the_same_only_one_writes(tmp_path, base):
    path = tmp_path / "case.yaml"
    seen = put(sample(), path)

    def tried(number):
        try:
            return write_case(sample(case=f"Number {number}"), path, seen)
        except ChangedMeanwhile:
            return None

    with ThreadPoolExecutor(8) as pool:
        written = [each for each in pool.map(tried, range(8)) if each is not None]
    assert written == [path.read_bytes()]


def test_a_lock_that_is_never_given_up_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(case_writing, "PATIENCE", 0.05)
    holding = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(holding, fcntl.LOCK_EX)
    with pytest.raises(UserMistake, match="another program is writing"):
        put(sample(), tmp_path / "case.yaml")
    os.close(holding)
    put(sample(), tmp_path / "case.yaml")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_file_is_not_replaced(tmp_path):
    path = tmp_path / "case.yaml"
    put(sample(), path)
    path.chmod(0o444)
    with pytest.raises(UserMistake, match="read-only"):
        put(sample(case="Another"), path)
