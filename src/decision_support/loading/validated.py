"""A written tree to a value of the model, or every mistake in it with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from decision_support.errors import InvalidKnowledge, SeveralMistakes, UserMistake

from . import sentences
from .shape import Shape, loosely_read
from .tree import Node, Path
from .written import Written

M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], written: Written, *, at: Path = (), error: type[UserMistake] = InvalidKnowledge) -> M:
    """The value that was written at this path. Raises `error`, or SeveralMistakes where there are more than one."""
    data, shape = written.part(at), Shape(models=(model,))
    found = [_inexact(path, kinds, data, at) for path, kinds in loosely_read(shape, data)]
    value: M | None = None
    try:
        value = model.model_validate(data)
    except ValidationError as problem:
        blamed = {each.path for each in found}
        found += (each for each in _findings(problem, shape, data, at) if not _is_explained(each, blamed))
    if value is not None and not found:
        return value
    misspelt = {(each.path[:-1], each.mend) for each in found if each.key}
    mistakes = _mistakes((each for each in found if not _is_misspelt(each, misspelt)), written, at, error)
    raise mistakes[0] if len(mistakes) == 1 else SeveralMistakes(mistakes)


@dataclass(frozen=True)
class _Finding:
    """One thing wrong: the path from `at`, whether it is the key, and what to say of it."""

    path: Path
    key: bool
    what: str
    mend: str
    whole: bool = False  # whether it was raised by a validator of a whole mapping
    missing: str = ""  # the key that should be there


@dataclass(frozen=True)
class _Located:
    """An error of pydantic, and where in the tree it belongs."""

    raw: Any
    path: Path
    rest: Path  # what pydantic's location names and the tree does not have
    branch: tuple[Path, str] | None  # the outermost union on the way, and pydantic's name for the member tried
    around: Shape | None  # of the mapping or list that holds the path's last step
    shape: Shape | None


def _mistakes(found: Iterable[_Finding], written: Written, at: Path, error: type[UserMistake]) -> list[UserMistake]:
    located = {(written.place(at + each.path, key=each.key), each.what, each.mend) for each in found}
    ordered = sorted(located, key=lambda each: (each[0].line or 0, each[0].column or 0, each[1]))
    return [error(what, place=place, mend=mend) for place, what, mend in ordered]


def _inexact(path: Path, kinds: list[type], data: Node, at: Path) -> _Finding:
    expected = " or ".join(sentences.EXACT[kind] for kind in kinds)
    return _Finding(path, False, *sentences.should_be(at + path, expected, _node(data, path)))


def _is_explained(finding: _Finding, blamed: set[Path]) -> bool:
    """Whether a text that was misread is what this finding is about."""
    depth = len(finding.path)
    return finding.path in blamed or (finding.whole and any(path[:depth] == finding.path for path in blamed))


def _is_misspelt(finding: _Finding, misspelt: set[tuple[Path, str]]) -> bool:
    """Whether a key is missing only because it was written wrongly, which is reported by itself."""
    return bool(finding.missing) and (finding.path, sentences.suggestion(finding.missing)) in misspelt


def _findings(problem: ValidationError, shape: Shape, data: Node, at: Path) -> Iterator[_Finding]:
    located = [_locate(raw, shape, data) for raw in problem.errors(include_url=False)]
    unions: dict[Path, dict[str, list[_Located]]] = {}
    for each in located:
        if _counts_only_sound_items(each, located):
            continue
        if each.branch is None:
            yield _finding(each, data, at)
        else:
            path, member = each.branch
            unions.setdefault(path, {}).setdefault(member, []).append(each)
    for path, members in unions.items():
        yield from _of_union(path, members, data, at)


def _counts_only_sound_items(each: _Located, located: list[_Located]) -> bool:
    """Whether pydantic calls a list too short for its unsound items, each of which is reported by itself."""
    depth = len(each.path)
    return each.raw["type"] == "too_short" and any(
        other.path[:depth] == each.path and other is not each for other in located
    )


def _of_union(path: Path, members: dict[str, list[_Located]], data: Node, at: Path) -> Iterator[_Finding]:
    """Only what is wrong with the member that the author had in mind: the one of the kind of node written."""
    node = _node(data, path)
    fitting = [errors for errors in members.values() if not _is_other_kind(errors, path, node)]
    if fitting:
        for each in min(fitting, key=len):
            yield _finding(each, data, at)
        return
    expected = sentences.any_of(each.raw for errors in members.values() for each in errors)
    yield _Finding(path, False, *sentences.should_be(at + path, expected, node))


def _is_other_kind(errors: list[_Located], path: Path, node: Node) -> bool:
    """Whether a member of a union wants text, a list or a mapping where one of the others was written."""
    wanted = [each.raw["type"] for each in errors if each.path == path and not each.rest]
    is_text = isinstance(node, str)
    return len(wanted) == len(errors) and all(
        kind.endswith("_type") or (kind == "literal_error" and not is_text) for kind in wanted
    )


def _locate(raw: Any, shape: Shape | None, data: Node) -> _Located:
    """Follow pydantic's location down the tree; it names members of unions, which nobody wrote."""
    path: Path = ()
    branch: tuple[Path, str] | None = None
    around: Shape | None = None
    node, rest = data, tuple(raw["loc"])
    while rest:
        if shape is not None and shape.is_union:
            branch = branch or (path, str(rest[0]))
            shape = _member(shape, node)
        elif inner := _child(node, rest[0]):
            node, path = inner[0], (*path, rest[0])
            around, shape = shape, shape.step(rest[0]) if shape is not None else None
        else:
            break
        rest = rest[1:]
    return _Located(raw, path, rest, branch, around, shape)


def _finding(each: _Located, data: Node, at: Path) -> _Finding:
    path, last, kind = at + each.path, each.raw["loc"][-1] if each.raw["loc"] else "", each.raw["type"]
    if kind == "extra_forbidden" and each.path:
        names = each.around.names() if each.around is not None else []
        return _Finding(each.path, True, *sentences.unknown_key(str(last), names))
    if kind == "missing":
        meaning = each.shape.meaning(str(last)) if each.shape is not None else ""
        return _Finding(each.path, False, f"'{last}' is missing.", meaning, missing=str(last))
    if each.rest == ("[key]",):
        return _Finding(each.path, True, *sentences.of_key(each.raw, path))
    node = _node(data, each.path)
    whole = isinstance(node, dict) and kind in ("value_error", "assertion_error")
    return _Finding(each.path, False, *sentences.of_error(each.raw, path, node), whole)


def _member(shape: Shape, node: Node) -> Shape:
    """The union without its being one, for what lies below it."""
    if isinstance(node, dict):
        return Shape(models=shape.models, entries=shape.entries)
    return Shape(items=shape.items, texts=shape.texts)


def _child(node: Node, step: str | int) -> tuple[Node] | None:
    if isinstance(node, dict) and isinstance(step, str) and step in node:
        return (node[step],)
    if isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node):
        return (node[step],)
    return None


def _node(data: Node, path: Path) -> Node:
    for step in path:
        inner = _child(data, step)
        data = inner[0] if inner else None
    return data
