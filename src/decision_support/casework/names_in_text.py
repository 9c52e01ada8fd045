"""Finds in free text whoever and whatever a case records by name, and puts other names there."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import NamedTuple

from decision_support.model.dates import in_words
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import Person
from decision_support.model.values import Value

_LETTERS = re.compile(r"[^\W\d_]+")
_JOINED = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HONORIFICS = ("Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Doctor", "Prof", "Professor", "Sir", "Dame", "Rev")
_TITLED = re.compile(rf"(?:(?<![^\W_])(?:{'|'.join(_HONORIFICS)})\.?\s+)+\Z")
_ARTICLE = re.compile(r"(?:(?<![^\W_])(?i:the|an?)\s+)+\Z")
_RUN = re.compile(r"[^\W_]+")
_MONTHS = frozenset(in_words(dt.date(1, month, 1)).split()[2].lower() for month in range(1, 13))
_ALSO_WORDS = """
    amber angel art autumn bay bell best bill bishop black blessing brook brown butler chance chase christian clay
    cliff cook cross daisy dale dawn day dean drew earl faith field fields ford forest fox frank gene ginger glen
    grace grant gray green guy hall hazel heath heather hill holly honor hope house hunt iris ivy jack jade jasmine
    jewel joy king lake lane law lily long mark marsh mason max may merry miles mill miller moss olive page park
    pat patience pearl penny poppy potter precious price prince queen ray read reed rich rob robin rock rose
    rosemary ruby rush rusty savage scarlet sharp shepherd short skip small sterling stone storm street sue summer
    swift taylor violet walker ward wells west white will wood woods worth young
"""


@dataclass(frozen=True)
class NewNames:
    """What everybody and everything recorded is called instead: old -> new.

    people    each person beside the new name
    ids       the id of everybody recorded or referred to -> the new name
    fresh_*   new ids and new names -> new names, and new labels: a text that happens to hold one already means it
    """

    people: tuple[tuple[Person, str], ...]
    ids: Mapping[str, str]
    agencies: Mapping[str, str]
    teams: Mapping[str, str]
    fresh_people: Mapping[str, str]
    fresh_labels: tuple[str, ...]


class Term(NamedTuple):
    """Something to look for, what goes with it where it stands before it, and the new names that it may mean."""

    found: re.Pattern[str]
    before: re.Pattern[str]
    means: tuple[str, ...]


class NamesInText:
    """The names of one case, ready to be found."""

    def __init__(self, new: NewNames, ordinary: frozenset[str]) -> None:
        self._ordinary = ordinary
        self._terms = self._by_first_word(new)

    def renamed(self, text: str) -> tuple[str, str]:
        """The text with the new names, and what is left of it without them."""
        text = unicodedata.normalize("NFC", text)
        told, left, done = [], [], 0
        for start, end, means in self._found(_without_accents(text)):
            told += [text[done:start], " or ".join(means)]
            left.append(text[done:start])
            done = end
        return "".join((*told, text[done:])), " ".join((*left, text[done:]))

    def _found(self, plain: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """Where a name stands, from one place up to another, and what it means."""
        found: list[tuple[int, int, tuple[str, ...]]] = []
        done = 0
        for run in _RUN.finditer(plain):
            matches = ((each, each.found.match(plain, run.start())) for each in self._terms.get(run[0].lower(), ()))
            term, match = next(((term, match) for term, match in matches if match), (None, None))
            if term is None or match is None or run.start() < done:
                continue
            before = term.before.search(plain, done, run.start())
            start, means = before.start() if before else run.start(), term.means
            if found and not plain[done:start].strip():  # a first and a last name are one person
                earlier, _, others = found[-1]
                if both := tuple(each for each in others if each in means):
                    found.pop()
                    start, means = earlier, both
            done = match.end()
            found.append((start, done, means))
        return found

    def _by_first_word(self, new: NewNames) -> dict[str, list[Term]]:
        """Everything to look for, the longest first.

        People come before agencies and agencies before teams; the new names are looked for as well, so that a text
        which happens to hold one already reads the same when it is redacted again.
        """
        people = [each for person, name in new.people for each in self._of_person(person, name)]
        people += [(_pattern(old), name, old) for old, name in new.ids.items() if self._is_telling(old)]
        means: dict[tuple[str, re.Pattern[str]], tuple[str, ...]] = {}
        phrases: dict[str, str] = {}
        for before, level in (
            (_TITLED, people),
            (_ARTICLE, self._of_bodies(new.agencies)),
            (_ARTICLE, self._of_bodies(new.teams)),
            (_TITLED, [(_pattern(old), name, old) for old, name in new.fresh_people.items()]),
            (_ARTICLE, [(_pattern(label), label, label) for label in new.fresh_labels]),
        ):
            found: dict[str, list[str]] = {}
            for pattern, name, phrase in level:
                found.setdefault(pattern, []).append(name)
                phrases.setdefault(pattern, phrase)
            for pattern, names in found.items():
                means.setdefault((pattern, before), tuple(dict.fromkeys(names)))
        terms: dict[str, list[Term]] = {}
        for pattern, before in sorted(means, key=lambda each: -len(phrases[each[0]])):
            first = _RUN.search(_plain(phrases[pattern]))
            if first is not None:  # a question mark for a name is none
                known = Term(re.compile(rf"{pattern}(?![^\W_])"), before, means[pattern, before])
                terms.setdefault(first[0], []).append(known)
        return terms

    def _of_person(self, person: Person, new: str) -> Iterator[tuple[str, str, str]]:
        """What this person may be called in free text: (pattern, new name, words)."""
        if person.called == new:
            return
        described = re.findall(r"\(([^)]*)\)", person.called)
        bare = re.sub(rf"\([^)]*\)|\b(?:{'|'.join(_HONORIFICS)})\b\.?", " ", person.called).strip()
        last, _, first = bare.partition(",")
        for whole in dict.fromkeys((person.called, bare, last.strip(), f"{first} {last}".strip())):
            yield self._found_as(whole), new, whole
        words = _words(bare)
        named = [word for word in words if not word.islower()] or words
        named += [word for each in described for word in _words(each) if not word.islower() and self._tells(word)]
        named += [word for word in _words(re.sub(r"[._-]", " ", person.id)) if self._tells(word)]
        for word in dict.fromkeys(named):
            if len(word) > 2 or (len(word) == 2 and self._is_telling(word)):
                yield self._found_as(word), new, word

    def _of_bodies(self, labels: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """Agencies or teams: the whole name in any case, and words of it that are no ordinary ones with a capital."""
        whole = [(_pattern(old), new, old) for old, new in labels.items() if len(old) > 2 or self._is_telling(old)]
        return whole + [
            (_with_capital(word), new, word)
            for old, new in labels.items()
            for word in _words(old)
            if old != new and not word[0].islower() and self._tells(word)
        ]

    def _found_as(self, name: str) -> str:
        return _pattern(name) if _plain(name) not in self._ordinary else _with_capital(name)

    def _tells(self, word: str) -> bool:
        """Whether a word is long enough to be looked for though it may not be a name, and not an ordinary one."""
        return len(word) > 2 and self._is_telling(word)

    def _is_telling(self, word: str) -> bool:
        return _plain(word) not in self._ordinary and (len(word) > 2 or not word.isdigit())


def ordinary_words(base: KnowledgeBase) -> frozenset[str]:
    """Words that the knowledge base writes without a capital, and names that are English words as well."""
    read = (base.documents, base.facts, base.events, base.interpretations, base.our_actions, base.our_judgements)
    texts = " ".join((*_texts(read), *(rule.because for rule in base.rules.values())))
    told = {word for word in _LETTERS.findall(texts) if word.islower()}
    return frozenset(_plain(word) for word in told.union(_ALSO_WORDS.split())) | _MONTHS


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for pair in value.items() for text in _texts(pair))
    elif isinstance(value, tuple | list | frozenset):
        yield from (text for each in value for text in _texts(each))
    elif isinstance(value, Value):
        yield from (text for _, each in value for text in _texts(each))
    elif is_dataclass(value):
        yield from (text for field in fields(value) for text in _texts(getattr(value, field.name)))


def _words(name: str) -> list[str]:
    """The words of a name that say who it is, those of a double name also one by one."""
    found = [word for whole in _JOINED.findall(name) for word in (whole, *_LETTERS.findall(whole))]
    return [word for word in dict.fromkeys(found) if word.title() not in _HONORIFICS]


def _pattern(phrase: str) -> str:
    """Finds a name in any case, or as it is written where it is very short, from its first letter on."""
    plain = _plain(phrase) if len(phrase) > 2 else _without_accents(phrase)
    found = r"\s+".join(map(_escaped, re.sub(r"^[\W_]+", "", plain).split()))
    return f"(?i:{found})" if len(phrase) > 2 else found


def _with_capital(word: str) -> str:
    plain = _without_accents(word)
    capital = f"{_escaped(plain[0].upper())}(?i:{_escaped(plain[1:].lower())})"
    return rf"(?<!\d )(?<!\d(?:st|nd|rd|th) ){capital}(?! \d)" if plain.lower() in _MONTHS else capital


def _escaped(word: str) -> str:
    return re.sub("['’]", "['’]", re.escape(word))


def _plain(word: str) -> str:
    return _without_accents(word).lower()


def _without_accents(text: str) -> str:
    """The text with the plain letter for each accented one, so that every letter keeps its place."""
    return text if text.isascii() else "".join(map(_plain_letter, unicodedata.normalize("NFC", text)))


def _plain_letter(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    return apart[0] if all(map(unicodedata.combining, apart[1:])) else letter
