"""Files become trees of plain text, and every key and value has its place."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision_support.errors import Place, UnreadableFile
from decision_support.loading import yaml_text
from decision_support.loading.written import LARGEST, Written, read, read_text

LOADERS = [yaml.SafeLoader] + ([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])
BOTH_PARSERS = pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)

# What the parsers would take for something else than text, and what is hard to count in columns.
SPEAKING = ["yes", "no", "null", "~", "", "<<", "2026-11-05", "0123", "12:30", "1e3"]
SPEAKING += ["*a", "&a", "!t", "# no", "a: b", "- a"]
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
shown = st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\u2028\u2029\ufeff") | st.sampled_from(
    "\n\t😀é\\\"'/"
)
texts = st.sampled_from(SPEAKING) | st.text(shown, max_size=12)
trees = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
)


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda loader: monkeypatch.setattr(yaml_text, "LOADER", loader)


@BOTH_PARSERS
def test_every_plain_scalar_stays_the_text_that_was_written(loader: Any, parser: Any) -> None:
    parser(loader)
    words = ["yes", "no", "on", "true", "2026-11-05", "0123", "12:30", "1e3", "0x1F", "1_000", ".inf", "=", "Null"]
    assert read_text("\n".join(f"- {word}" for word in words), "f").data == words


@BOTH_PARSERS
def test_only_plain_null_tilde_and_nothing_are_none(loader: Any, parser: Any) -> None:
    parser(loader)
    text = "a: null\nb: ~\nc:\nd: 'null'\ne: \"~\"\nf: ''\ng: [null, 'null']\n"
    expected = {"a": None, "b": None, "c": None, "d": "null", "e": "~", "f": "", "g": [None, "null"]}
    assert read_text(text, "f").data == expected


def test_block_scalars_are_folded_or_kept_as_yaml_says() -> None:
    text = "a: >\n  one\n  two\nb: |\n  one\n  two\n"
    assert read_text(text, "f").data == {"a": "one two\n", "b": "one\ntwo\n"}


def test_a_place_is_the_line_and_column_of_the_value_or_of_its_key() -> None:
    written = read_text("a: b\npeople:\n  - id: x\n    näme: {😀: [p, q]}\n", "f.yaml")
    assert written.place(("a",)) == Place("f.yaml", 1, 4)
    assert written.place(("a",), key=True) == Place("f.yaml", 1, 1)
    assert written.place(("people", 0)) == Place("f.yaml", 3, 5)
    assert written.place(("people", 0, "näme"), key=True) == Place("f.yaml", 4, 5)
    assert written.place(("people", 0, "näme", "😀", 1)) == Place("f.yaml", 4, 19)


def test_what_was_not_written_is_placed_at_its_nearest_parent() -> None:
    written = read_text("a:\n  b: c\n", "f.yaml")
    assert written.place(("a", "x", 3), key=True) == written.place(("a",)) == Place("f.yaml", 2, 3)
    assert written.place(()) == written.place(("x",)) == Place("f.yaml", 1, 1)


def test_a_part_is_the_value_of_a_path() -> None:
    written = read_text("a: [b, {c: d}]", "f")
    assert written.part(("a", 1, "c")) == "d"
    assert written.part(()) == written.data
    with pytest.raises(KeyError):
        written.part(("a", "c"))


def test_json_is_text_too_with_numbers_as_they_are_spelt() -> None:
    written = read_text('{"a": 1.50, "b": 1E3, "c": true, "d": false, "e": null, "f": -0}', "f", json=True)
    assert written.data == {"a": "1.50", "b": "1E3", "c": "true", "d": "false", "e": None, "f": "-0"}


def test_json_places_are_exact_with_tabs_escapes_and_surrogate_pairs() -> None:
    text = '{\n\t"a\\ud83d\\ude00": "\\ud83d\\ude00",\t"b":\r\n\t[1, "x\t"]\n}'.replace("x\t", "x\\/")
    written = read_text(text, "f", json=True)
    assert written.data == {"a😀": "😀", "b": ["1", "x/"]}
    assert written.place(("a😀",), key=True) == Place("f", 2, 2)
    assert written.place(("a😀",)) == Place("f", 2, 19)
    assert written.place(("b",), key=True) == Place("f", 2, 35)
    assert written.place(("b", 1)) == Place("f", 3, 6)


def test_json_may_have_its_colon_on_another_line_and_a_long_key() -> None:
    key = "k" * 2000
    assert read_text(f'{{"{key}"\n:\n1}}', "f", json=True).place((key,)) == Place("f", 3, 1)


def test_the_suffix_says_whether_a_file_is_json(tmp_path: Path) -> None:
    path = tmp_path / "CASE.JSON"
    path.write_text('{"a":\n\t1}', encoding="utf-8")
    assert read(path).data == {"a": "1"}
    assert read(path).place(("a",)) == Place(str(path), 2, 2)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    for name, text in (("a.yaml", "a: b"), ("a.json", '{"a": "b"}')):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8-sig")
        assert read(path).data == {"a": "b"}
        assert read(path).place(("a",), key=True).line == 1


def test_a_written_tree_may_be_given_other_data_and_keeps_its_places() -> None:
    written = read_text("a: b", "f")
    other = Written(written.file, {"a": {"value": "b"}}, written.values, written.keys)
    assert other.place(("a", "value")) == Place("f", 1, 4)


def test_messages_name_a_file_as_it_is_shown() -> None:
    assert refused_file(Path("/nowhere/at/all.yaml"), "all.yaml").startswith("all.yaml: there is no such file.")


def test_a_missing_file_comes_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("a: b")
    assert refused_file(tmp_path / "csae.yaml", "f") == "f: there is no such file. Did you mean 'case.yaml'?"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refused_file(tmp_path, "f") == "f: this is a folder. Name one file in it."
    assert "there is no such file" in refused_file(Path(__file__) / "x", "f")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: b")
    path.chmod(0)
    assert refused_file(path, "f") == "f: this file may not be read. Ask for permission to read it."


def test_a_refused_permission_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert refused_file(tmp_path / "a.yaml", "f") == "f: this file may not be read. Ask for permission to read it."


def test_a_name_that_no_file_can_have_says_so() -> None:
    assert refused_file(Path("a\0b.yaml"), "f").startswith("f: cannot be opened: ")
    assert refused_file(Path("x" * 5000), "f").startswith("f: cannot be opened: ")


def test_a_file_larger_than_five_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: " + "b" * LARGEST)
    assert refused_file(path, "f") == "f: this file is larger than 5 MB. Divide it into several files."


def test_forty_levels_are_read_and_one_more_is_not() -> None:
    for is_json in (False, True):
        read_text("[" * 40 + "]" * 40, "f", json=is_json)
        with pytest.raises(UnreadableFile, match=r"f:1:41: this is nested more than 40 deep"):
            read_text("[" * 41 + "]" * 41, "f", json=is_json)
        with pytest.raises(UnreadableFile, match="nested more than 40 deep"):
            read_text("[" * 1_000_000, "f", json=is_json)


def test_half_a_surrogate_pair_in_text_is_refused() -> None:
    for is_json in (False, True):
        with pytest.raises(UnreadableFile, match=r"U\+D83D"):
            read_text('["\ud83d"]', "f", json=is_json)


@BOTH_PARSERS
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=trees, flow=st.sampled_from([True, False, None]), ascii_only=st.booleans())
def test_what_yaml_writes_is_read_back_with_exact_places(
    loader: Any, parser: Any, tree: Any, flow: bool | None, ascii_only: bool
) -> None:
    parser(loader)
    text = yaml.safe_dump(tree, default_style='"', default_flow_style=flow, allow_unicode=not ascii_only, width=100_000)
    written = read_text(text, "f")
    assert written.data == tree
    lines = text.split("\n")
    for path, key, value in scalars(tree):
        place = written.place(path, key=key)
        assert place.line is not None and place.column is not None
        quoted = QUOTED.match(lines[place.line - 1], place.column - 1)
        assert quoted is not None
        assert yaml.safe_load(quoted[0]) == value


@settings(max_examples=300, deadline=None)
@given(
    tree=trees,
    indent=st.sampled_from([None, 1, 3, "\t"]),
    ascii_only=st.booleans(),
    separators=st.sampled_from([(",", ":"), (" ,\t", "\n:\r\n")]),
)
def test_what_json_writes_is_read_back_with_exact_places(
    tree: Any, indent: Any, ascii_only: bool, separators: tuple[str, str]
) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_only, separators=separators)
    if not text.strip():
        return
    written = read_text(text, "f", json=True)
    assert written.data == tree
    lines = text.replace("\r\n", "\n").split("\n")
    for path, key, value in scalars(tree):
        place = written.place(path, key=key)
        assert place.line is not None and place.column is not None
        found, _ = json.JSONDecoder().raw_decode(lines[place.line - 1], place.column - 1)
        assert found == value


def test_thousands_of_rules_are_read_whole() -> None:
    rule = "- {id: a.b, when: {risk: yes, stage: one}, because: Waiting could leave someone in danger.}\n"
    assert len(read_text(rule * 3000, "f").data or ()) == 3000


def refused_file(path: Path, shown_as: str) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(path, shown_as)
    return str(refused.value)


def scalars(tree: Any, path: tuple[str | int, ...] = (), key: str | None = None) -> Iterator[tuple[Any, bool, str]]:
    """Every key and scalar of a tree: its path, whether it is a key, its text."""
    if key is not None:
        yield path, True, key
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from scalars(value, (*path, name), name)
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from scalars(value, (*path, index))
    else:
        yield path, False, tree
