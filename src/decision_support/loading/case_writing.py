"""Writes a case as a person would write it, in YAML or JSON that reads back equal: whole, and over nothing unseen."""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from decision_support.errors import UserMistake
from decision_support.model.case import Case
from decision_support.model.knowledge import KnowledgeBase

from .cases import case_of
from .whole_files import contents, put, telling
from .written import read_text

try:
    import fcntl
except ImportError:  # not every system has it; there the file is checked and written without a lock
    fcntl = None  # type: ignore[assignment]

WIDTH = 110
PATIENCE = 10.0  # seconds to wait while another program writes in the same folder
_NOT_TEXT = frozenset({"", "~", "null", "<<"})  # written plain, the reader takes these for something else
_INVISIBLE = re.compile("[\r\u2028\u2029\ufeff]")  # the reader wants these as escapes


def case_text(case: Case, as_json: bool = False) -> str:
    """The whole case as text."""
    data = _data(case)
    if as_json:
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    return yaml.dump(_laid_out(data), Dumper=_Dumper, width=WIDTH, allow_unicode=True, sort_keys=False)


class ChangedMeanwhile(UserMistake):
    """The file is not what it was when it was last looked at, so nothing was written over it."""


def write_case(case: Case, path: Path, seen: bytes | None) -> bytes:
    """Put the case into this file, all of it or none, unless it holds something else than was `seen` in it.

    seen: what was last read from it or written to it; None where there was no file. Looking and writing are one step,
    which no other sitting can come between. What was written. Raises ChangedMeanwhile, UserMistake.
    """
    with telling(path), _locked(path):
        now = contents(path)
        if now is not None and now != seen:
            raise ChangedMeanwhile(f"{path} was changed by somebody else meanwhile, so nothing is written over it.")
        content = case_text(case, is_json(path)).encode()
        put(path, content)
        return content


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Only one sitting at a time writes in the folder of this file; where it cannot be locked, go on without."""
    if fcntl is None:
        yield
        return
    try:
        folder = os.open(Path(os.path.realpath(path)).parent, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        _wait_for(folder, path)
        yield
    finally:
        os.close(folder)  # which gives the lock up


def _wait_for(folder: int, path: Path) -> None:
    limit = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > limit:
                raise UserMistake(f"{path}: another program is writing in its folder.", mend="Try again.") from None
            time.sleep(0.01)
        except OSError:  # a file system that knows no locks
            return
        else:
            return


def is_json(path: Path) -> bool:
    """Whether a file of this name holds JSON rather than YAML."""
    return path.suffix.lower() == ".json"


def checked(case: Case, base: KnowledgeBase) -> Case:
    """The case as it reads back, checked in full. Raises UserMistake."""
    return case_of(read_text(case_text(case), "the case"), base)


def _data(case: Case) -> dict[str, Any]:
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for key, word in (("facts", "value"), ("answers", "answer")):
        if key in data:
            data[key] = {name: _answer(given, word) for name, given in data[key].items()}
    for each in (*data.get("people", ()), *data.get("options", ())):
        if "facts" in each:
            each["facts"] = {name: _answer(given, "value") for name, given in each["facts"].items()}
    if "options" in data:
        data["options"] = [each if "facts" in each else each["id"] for each in data["options"]]
    for event in data.get("events", ()):
        if event.get("at", "").endswith(":00:00") or len(event.get("at", "")) == len("2026-11-02T15:00:00"):
            event["at"] = event["at"].removesuffix(":00")
    return data


def _answer(given: Mapping[str, Any], word: str) -> Any:
    """A bare value where nothing else is known of the answer."""
    if len(given) == 1:
        return given["value"]
    return {word: given["value"]} | {key: each for key, each in given.items() if key != "value"}


class _Line(dict[str, Any]):
    """A mapping that is written in braces on one line."""


def _laid_out(data: dict[str, Any]) -> dict[str, Any]:
    """Whatever has room for it on one line, the rest one key a line."""
    laid = dict(data)
    for key in ("facts", "answers"):
        if key in laid:
            laid[key] = {name: _on_one_line(each, len(name)) for name, each in laid[key].items()}
    for key in ("people", "options", "events"):
        if key in laid:
            laid[key] = [_on_one_line(each, 0) for each in laid[key]]
    return laid


def _on_one_line(node: Any, before: int) -> Any:
    short = isinstance(node, dict) and before + len(json.dumps(node, ensure_ascii=False)) < WIDTH
    return _Line(node) if short else node


class _Dumper(yaml.SafeDumper):
    """Writes every scalar as the text that it is: no resolver, so yes and 2026-11-02 need no quotes."""

    yaml_implicit_resolvers: Any = {}  # noqa: RUF012 - the name and the shape are the parent's

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    escaped = text in _NOT_TEXT or _INVISIBLE.search(text) is not None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if escaped else None)


def _line(dumper: yaml.SafeDumper, line: _Line) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", line.items(), flow_style=True)


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    flat = all(isinstance(each, str) for each in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flat)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Line, _line)
_Dumper.add_representer(list, _list)
