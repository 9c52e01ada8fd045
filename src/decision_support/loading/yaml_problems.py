"""A YAML parser's complaint as a sentence: what is wrong, where, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from decision_support.errors import Place, UnreadableFile

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class _Trouble:
    """What the parser says, and the text where it says it."""

    problem: str
    context: str
    before: str  # the line up to the problem
    char: str
    first_line: int  # of the bracket, quote, list or key that the parser was reading

    @property
    def what_and_mend(self) -> tuple[str, str]:
        for applies, what, mend in _TRANSLATIONS:
            if applies(self):
                return what.format(self=self), mend
        return "this is not well-formed YAML: " + f"{self.problem} {self.context}".strip() + ".", _ELSE

    def says(self, pattern: str) -> bool:
        return re.search(pattern, self.problem) is not None


_LONGEST_KEY = 1024
_ELSE = "Check the quotes, brackets and indentation here."
_LINE_UP = "Line it up with the lines that it belongs to, and check that each key above has its colon."

_TRANSLATIONS: tuple[tuple[Callable[[_Trouble], bool], str, str], ...] = (
    (
        lambda it: it.char == "\t" or it.says("tab character"),
        "a tab is used where spaces indent a line.",
        "Replace the tab with spaces.",
    ),
    (
        lambda it: it.says("cannot start any token"),
        "a value cannot start with '{self.char}'.",
        "Put the value in quotes.",
    ),
    (
        lambda it: it.says("unexpected end of stream|unexpected document") and "scalar" in it.context,
        "a quote is opened here and never closed.",
        "Close it, or put a text with an apostrophe in double quotes.",
    ),
    (
        lambda it: it.char == ":" and not it.before.strip(" -"),
        "a key is missing before the colon.",
        "Write 'key: value', and put a sign in quotes.",
    ),
    (
        lambda it: it.says("values are not allowed") and len(it.before) > _LONGEST_KEY,
        f"a key is longer than {_LONGEST_KEY} characters, or a colon in a long text is followed by a space.",
        "Shorten the key, or put the text in quotes.",
    ),
    (
        lambda it: it.says("values are not allowed") and re.search(r":\s", it.before) is not None,
        "a value holds a colon that is followed by a space.",
        "Put the whole value in quotes, or start a new line for a new key.",
    ),
    (
        lambda it: it.says("values are not allowed"),
        "this line does not fit the line above it.",
        "Check the indentation, and that the line above has its colon.",
    ),
    (
        lambda it: it.says("expected ':'"),
        "a colon is missing after this key.",
        "Write 'key: value', with a space after the colon.",
    ),
    (
        lambda it: it.says("sequence entries are not allowed"),
        "a list cannot start on the line of its key.",
        "Start each '- item' on a line of its own, or write [a, b].",
    ),
    (
        lambda it: it.says("',' or '[]}]'"),
        "a bracket is opened here and not closed, or a comma is missing inside it.",
        "Put commas between the items, close the bracket, and quote text that holds brackets or colons.",
    ),
    (
        lambda it: it.says("expected key|<block end>|<document start>") and it.before.rstrip().endswith(("'", '"')),
        "something follows after a closing quote.",
        "Put the whole value in one pair of quotes; inside single quotes, write an apostrophe twice.",
    ),
    (
        lambda it: "block collection" in it.context,
        "this line is not an item of the list that starts on line {self.first_line}.",
        "Start each item with '- ', lined up with the first one.",
    ),
    (
        lambda it: it.says("expected key|<block end>|<document start>"),
        "this line does not fit the lines above it.",
        _LINE_UP,
    ),
    (
        lambda it: it.says("node content") and it.char != "",
        "a value cannot start with '{self.char}'.",
        "Write a value here, or put the text in quotes.",
    ),
    (
        lambda it: it.says("node content"),
        "the file ends inside a list or a mapping in brackets.",
        "Close the bracket.",
    ),
    (
        lambda it: it.says("escape") or "double-quoted" in it.context or "quoted scalar" in it.context,
        "a backslash inside double quotes stands for nothing here.",
        "Write two backslashes for one, or use single quotes.",
    ),
    (
        lambda it: "block scalar" in it.context,
        "text that starts with '|' or '>' has to begin on the next line.",
        "Start a new line, or put the text in quotes.",
    ),
    (
        lambda it: re.search("alias|anchor|tag", it.context) is not None,
        "a value cannot start with '*', '&' or '!'.",
        "Put the value in quotes.",
    ),
    (
        lambda it: "directive" in it.context or "YAML document" in it.problem,
        "a line cannot start with '%'.",
        "Remove the line, or put the text in quotes.",
    ),
)


def explained(error: yaml.YAMLError, text: str, file: str) -> UnreadableFile:
    """The mistake that stands behind a parser's error."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return UnreadableFile(f"this is not well-formed YAML: {error}.", place=Place(file), mend=_ELSE)
    mark, start = error.problem_mark, error.context_mark or error.problem_mark
    lines = _LINE_END.split(text)
    line = lines[mark.line] if mark.line < len(lines) else ""
    trouble = _Trouble(
        problem=error.problem or "",
        context=error.context or "",
        before=line[: mark.column],
        char=line[mark.column : mark.column + 1],
        first_line=start.line + 1,
    )
    what, mend = trouble.what_and_mend
    if what.startswith(("a quote is opened", "a bracket is opened", "a colon is missing")):
        mark = start
    return UnreadableFile(what, place=Place(file, mark.line + 1, mark.column + 1), mend=mend)
