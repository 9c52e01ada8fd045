"""An edition of the knowledge comes back from its archive as it was, and nothing harmful comes out of one."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_support.errors import UserMistake
from decision_support.loading import editions
from decision_support.loading.editions import archived, edition
from decision_support.loading.knowledge import load
from decision_support.loading.resources import knowledge_folder, rules_folder
from made_up_bases import laid_out

MADE_UP = Path(__file__).parents[1] / "casework"


@pytest.fixture
def folders(tmp_path):
    """The bundled folders under names of their own, to be changed."""
    return (
        Path(shutil.copytree(rules_folder(), tmp_path / "our-rules")),
        Path(shutil.copytree(knowledge_folder(), tmp_path / "our-knowledge")),
    )


@pytest.fixture
def passing(tmp_path, monkeypatch):
    """Where temporary folders are made."""
    folder = tmp_path / "passing"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The archive of a knowledge base with one short document."""
    made = laid_out(MADE_UP / "two_procedures", tmp_path_factory.mktemp("small"))
    return archived(made / "rules", made / "knowledge")


def zipped(files, **options):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", **options) as archive:
        for name, text in files:
            archive.writestr(name, text)
    return packed.getvalue()


def test_the_bundled_knowledge_comes_back_with_its_fingerprint(base):
    assert edition(archived()) == base
    assert edition(archived()).fingerprint == base.fingerprint


@pytest.mark.parametrize("name", ["two_procedures", "small_framework"])
def test_so_does_any_other(name, tmp_path):
    made = laid_out(MADE_UP / name, tmp_path)
    assert edition(archived(made / "rules", made / "knowledge")) == load(made / "rules", made / "knowledge")


def test_folders_of_another_name_come_back_under_it(folders, base):
    kept = edition(archived(*folders))
    assert kept.fingerprint == load(*folders).fingerprint != base.fingerprint
    assert kept.rules == base.rules


def test_the_same_files_give_the_same_bytes_wherever_and_whenever_they_were_written(folders, tmp_path):
    first = archived(*folders)
    elsewhere = [Path(shutil.copytree(each, tmp_path / "elsewhere" / each.name)) for each in folders]
    for path in elsewhere[0].rglob("*.yaml"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert archived(*elsewhere) == first


def test_one_changed_byte_makes_another_archive(folders):
    first = archived(*folders)
    with (folders[0] / "ours.yaml").open("a", encoding="utf-8") as file:
        file.write("# more\n")
    assert archived(*folders) != first


def test_only_what_the_loader_reads_is_archived(folders):
    first = archived(*folders)
    (folders[1] / "examples" / "another.yaml").write_text("case: Another\n", encoding="utf-8")
    (folders[1] / "notes.txt").write_text("not for the program", encoding="utf-8")
    assert archived(*folders) == first
    with zipfile.ZipFile(io.BytesIO(first)) as opened:
        names = opened.namelist()
    assert names == sorted(names) and all(name.endswith(".yaml") for name in names)
    assert not {"examples", "scenarios", "schemas", "organisations"} & {name.split("/")[2] for name in names}


def test_an_edition_is_not_cached_and_pushes_nothing_out(small, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    load()
    before = sorted((tmp_path / "cache").rglob("*.pickle"))
    for _ in range(6):
        edition(small)
    assert sorted((tmp_path / "cache").rglob("*.pickle")) == before != []


def test_nothing_stays_on_the_disk(small, passing):
    edition(small)
    with pytest.raises(UserMistake, match="can no longer read"):
        edition(zipped([("rules/r/a.yaml", "nonsense: yes"), ("knowledge/k/a.yaml", "nonsense: yes")]))
    assert list(passing.iterdir()) == []


def test_where_nothing_can_be_unpacked_a_sentence_says_so(small, passing):
    passing.rmdir()
    with pytest.raises(UserMistake, match="cannot be unpacked: No such file or directory"):
        edition(small)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("/etc/passwd.yaml", "names a file outside of itself ('/etc/passwd.yaml')"),
        ("rules/../../escaped.yaml", "names a file outside of itself ('rules/../../escaped.yaml')"),
        ("rules\\..\\..\\escaped.yaml", "names a file outside of itself"),
        ("C:/rules/escaped.yaml", "names a file outside of itself ('C:/rules/escaped.yaml')"),
        ("rules/r/run.sh", "holds something else than knowledge ('rules/r/run.sh')"),
        ("elsewhere/r/a.yaml", "holds something else than knowledge ('elsewhere/r/a.yaml')"),
        ("rules/a.yaml", "holds something else than knowledge ('rules/a.yaml')"),
        ("rules/second/a.yaml", "does not hold one folder of rules and one of knowledge"),
    ],
)
def test_what_does_not_belong_is_refused_and_nothing_unpacked(name, sentence, passing):
    harmless = [("rules/r/a.yaml", "- id: a"), ("knowledge/k/a.yaml", "a: b")]
    with pytest.raises(UserMistake) as refused:
        edition(zipped([*harmless, (name, "text")]))
    assert sentence in str(refused.value) and "so nothing of it is used" in str(refused.value)
    assert list(passing.parent.rglob("*.yaml")) == [] and list(passing.iterdir()) == []


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_named_twice_is_refused():
    with pytest.raises(UserMistake, match="names a file twice"):
        edition(zipped([("rules/r/a.yaml", "one"), ("rules/r/a.yaml", "two"), ("knowledge/k/a.yaml", "a: b")]))


def test_more_than_anybody_could_have_written_is_refused_before_it_is_unpacked(passing):
    bomb = zipped([(f"rules/r/{n}.yaml", b"\0" * 20_000_000) for n in range(3)], compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    with pytest.raises(UserMistake, match="holds more than 50 MB"):
        edition(bomb)
    assert list(passing.iterdir()) == []


def test_too_much_knowledge_is_not_archived_in_the_first_place(folders, monkeypatch):
    monkeypatch.setattr(editions, "LARGEST", 1_000_000)
    (folders[0] / "long.yaml").write_text("#" * 1_000_000, encoding="utf-8")
    with pytest.raises(UserMistake, match="1 MB is the most that is kept"):
        archived(*folders)


@pytest.mark.parametrize("damaged", [b"", b"not an archive", b"PK\x05\x06" + b"\0" * 10], ids=["empty", "text", "cut"])
def test_what_is_no_archive_is_told_in_a_sentence(damaged):
    with pytest.raises(UserMistake, match=r"^the archive of the knowledge is damaged\. Take it"):
        edition(damaged)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_damage_is_found_out_or_did_no_harm(small, data):
    bad = bytearray(small)
    for at in data.draw(st.lists(st.integers(0, len(small) - 1), min_size=1, max_size=3)):
        bad[at] ^= data.draw(st.integers(1, 255))
    del bad[data.draw(st.integers(len(small) // 2, len(small))) :]
    try:
        found = edition(bytes(bad))
    except UserMistake as mistake:
        assert str(mistake).startswith(("the archive of the knowledge", "this program", "the archived knowledge"))
    else:
        assert found.rules == edition(small).rules


def test_knowledge_that_can_no_longer_be_read_gives_the_first_reason(folders):
    for name in ("ours.yaml", "people.yaml"):
        path = folders[0] / name
        text = path.read_text(encoding="utf-8").replace("  because:", "  since: x\n  because:", 1)
        path.write_text(text, encoding="utf-8")
    with pytest.raises(UserMistake) as refused:
        edition(archived(*folders))
    told = str(refused.value)
    assert "can no longer read the archived knowledge. our-rules/ours.yaml:" in told and "'since'" in told
    assert "people.yaml" not in told and "\n" not in told


@pytest.mark.parametrize("missing", ["nowhere", "empty"])
def test_a_folder_without_knowledge_is_told_in_a_sentence(missing, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserMistake, match="there are no YAML files in"):
        archived(tmp_path / missing, knowledge_folder())


def test_a_folder_has_to_be_called_by_its_name(monkeypatch):
    monkeypatch.chdir(rules_folder() / "nssb")
    with pytest.raises(UserMistake, match="does not end in the name of a folder"):
        archived(Path(".."))
