"""What a model expects at each place of a tree: which keys, which items, which kind of text."""

from __future__ import annotations

import datetime as dt
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, PlainValidator, WrapValidator

from .tree import Node, Path

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:[0-9]{2}|Z)?")
_WHOLE = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True)
class Shape:
    """What may stand in one place. A union of types fills more than one of the parts."""

    models: tuple[type[BaseModel], ...] = ()
    entries: Shape | None = None
    items: Shape | None = None
    texts: frozenset[Any] = frozenset()
    is_union: bool = False

    def step(self, step: str | int) -> Shape | None:
        """What may stand at a key, or at an item of a list; None where nothing may."""
        if isinstance(step, int):
            return self.items
        for model in self.models:
            if step in fields_of(model):
                return fields_of(model)[step]
        return self.entries

    def names(self) -> list[str]:
        """The keys that a mapping may have here, where they are laid down."""
        return [name for model in self.models for name in fields_of(model)]

    def meaning(self, name: str) -> str:
        """What the model says that a key is for; empty where it says nothing."""
        for model in self.models:
            for own, field in model.model_fields.items():
                if (field.alias or own) == name and field.description:
                    return _sentence(field.description)
        return ""


@cache
def fields_of(model: type[BaseModel]) -> Mapping[str, Shape]:
    """The fields of a model, by the name under which they are written."""
    return {
        field.alias or name: _shape(field.annotation, _reads_text(field.metadata))
        for name, field in model.model_fields.items()
    }


def loosely_read(shape: Shape, node: Node, path: Path = ()) -> Iterator[tuple[Path, list[type]]]:
    """Each text that pydantic might take for a number, date or time though it was not written as one."""
    if isinstance(node, str):
        kinds = [kind for kind in _EXACT if kind in shape.texts]
        if kinds and shape.texts.issubset(_EXACT) and not any(_EXACT[kind](node) for kind in kinds):
            yield path, kinds
    elif isinstance(node, list):
        if shape.items is not None and _is_exacting(shape.items):
            for index, item in enumerate(node):
                yield from loosely_read(shape.items, item, (*path, index))
    elif isinstance(node, dict):
        for model in shape.models:
            for name, field in _exacting_fields(model).items():
                if name in node:
                    yield from loosely_read(field, node[name], (*path, name))
        if shape.entries is not None and _is_exacting(shape.entries):
            for name, entry in node.items():
                yield from loosely_read(shape.entries, entry, (*path, name))


def _shape(annotation: Any, reads_text: bool = False) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(arguments[0], reads_text or _reads_text(arguments[1:]))
    if origin in (typing.Union, types.UnionType):
        return _union([_shape(each, reads_text) for each in arguments if each is not types.NoneType])
    if origin in (tuple, list, set, frozenset):
        return Shape(items=_shape(arguments[0]))
    if origin is dict:
        return Shape(entries=_shape(arguments[1]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape(models=(annotation,))
    return Shape(texts=frozenset({str if reads_text else annotation if isinstance(annotation, type) else str}))


def _union(members: list[Shape]) -> Shape:
    if len(members) == 1:
        return members[0]
    return Shape(
        models=tuple(model for member in members for model in member.models),
        entries=next((member.entries for member in members if member.entries), None),
        items=next((member.items for member in members if member.items), None),
        texts=frozenset[Any]().union(*(member.texts for member in members)),
        is_union=True,
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _reads_text(metadata: typing.Iterable[object]) -> bool:
    """Whether the text is turned into something else before the type is asked."""
    return any(isinstance(each, (BeforeValidator, WrapValidator, PlainValidator)) for each in metadata)


@cache
def _exacting_fields(model: type[BaseModel]) -> Mapping[str, Shape]:
    return {name: field for name, field in fields_of(model).items() if _is_exacting(field)}


@cache
def _is_exacting(shape: Shape, seen: frozenset[type] = frozenset()) -> bool:
    """Whether a number, date or time may stand anywhere inside."""
    if not shape.texts.isdisjoint(_EXACT):
        return True
    inside = [each for each in (shape.items, shape.entries) if each is not None]
    for model in shape.models:
        if model not in seen:
            inside += fields_of(model).values()
    return any(_is_exacting(each, seen | set(shape.models)) for each in inside)


def _is_date(text: str) -> bool:
    return _DATE.fullmatch(text) is not None and _reads(dt.date.fromisoformat, text)


def _is_moment(text: str) -> bool:
    return _MOMENT.fullmatch(text) is not None and _reads(dt.datetime.fromisoformat, text)


def _is_whole(text: str) -> bool:
    return _WHOLE.fullmatch(text) is not None


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


_EXACT: dict[Any, Callable[[str], bool]] = {int: _is_whole, dt.date: _is_date, dt.datetime: _is_moment}
