"""YAML text to a located tree, from the parser's events: no resolver ever guesses at a type."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from .tree import UNSHOWN, Container, Position, TreeBuilder, shortened
from .yaml_problems import explained

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NOTHING = frozenset({"", "~", "null"})
_NO_KEYS = _NOTHING | {"<<"}


def build(text: str, file: str) -> TreeBuilder:
    """The tree that this YAML text describes, every scalar as the text that was written. Raises UnreadableFile."""
    builder = TreeBuilder(file)
    try:
        _follow(text, builder)
    except yaml.YAMLError as error:
        raise explained(error, text, file) from None
    except (ValueError, OverflowError):  # the parser in Python lets an impossible \U escape or %YAML version through
        builder.refuse((1, 1), "this is not well-formed YAML.", "Check the backslashes inside double quotes.")
    return builder


# yaml's type stubs give events no attributes, hence Any. One loop without calls: this is half the cost of a start.
def _follow(text: str, builder: TreeBuilder) -> None:
    documents = 0
    event: Any
    for event in iter(LOADER(text).get_event, None):  # as yaml.parse does, less a generator
        kind = type(event)
        if kind is ScalarEvent:
            mark, style, value = event.start_mark, event.style, event.value
            at = (mark.line + 1, mark.column + 1)
            if event.anchor or event.tag:
                _refuse_decoration(event, builder)
            if style == '"' and (found := UNSHOWN.search(value)):
                builder.refuse_unshown(at, found[0])
            if builder.wants_key:
                if not style and value in _NO_KEYS:
                    _refuse_key(value, at, builder)
                builder.key(value, at)
            else:
                builder.add(None if not style and value in _NOTHING else value, at)
        elif kind is MappingStartEvent:
            _open({}, event, builder)
        elif kind is SequenceStartEvent:
            _open([], event, builder)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            builder.close()
        elif kind is AliasEvent:
            _refuse_alias(event, builder)
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                mend = "Put it into a file of its own, or remove the line '---'."
                builder.refuse(_position(event), "a second document starts here.", mend)


def _open(container: Container, event: Any, builder: TreeBuilder) -> None:
    at = _position(event)
    if event.anchor or event.tag:
        _refuse_decoration(event, builder)
    if builder.wants_key:
        mend = "Put text that starts with a bracket in quotes."
        builder.refuse(at, "a key has to be plain text, not a list or a mapping.", mend)
    builder.open(container, at)


def _refuse_key(key: str, at: Position, builder: TreeBuilder) -> None:
    if key == "<<":
        builder.refuse(at, "'<<' would merge text written elsewhere.", "Write it out in full.")
    builder.refuse(at, "a key is missing before the colon.", "Write 'key: value', and put a sign in quotes.")


def _refuse_decoration(event: Any, builder: TreeBuilder) -> None:
    at = _position(event)
    if event.anchor:
        mend = "Write it out in full in each place, or put the value in quotes if the sign is meant."
        builder.refuse(at, f"'&{shortened(event.anchor)}' marks text to be repeated elsewhere.", mend)
    mend = "Leave it out, or put the value in quotes if the sign is meant."
    tag = event.tag.replace("tag:yaml.org,2002:", "!!")
    builder.refuse(at, f"'{shortened(tag)}' is a YAML tag.", mend)


def _refuse_alias(event: Any, builder: TreeBuilder) -> None:
    mend = "Write it out in full, or put the value in quotes if the star is meant."
    builder.refuse(_position(event), f"'*{shortened(event.anchor)}' points to text written elsewhere.", mend)


def _position(event: Any) -> Position:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
