"""A clause or a silence as a page of text: what it says, what became of it, what rests on it, what shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decision_support.casework.holding import KINDS
from decision_support.proof.bundled_days import by_case
from decision_support.proof.traceability.clause import ClauseInFull
from decision_support.proof.traceability.matrix import RuleRow
from decision_support.wording import listed, within

from .page import Page

MOST = 6  # rules told in full, and cases named, before the rest is only listed or counted


def explain_clause_text(found: ClauseInFull) -> str:
    """The whole answer, ready to print."""
    return "\n".join(_Text(found).lines())


class _Text:
    def __init__(self, found: ClauseInFull) -> None:
        self._found = found
        self._page = Page({})

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._became()
        yield from self._rules()
        yield from self._list("What else rests on it", self._resting())
        yield from self._list("What it excludes", self._found.excludes)
        yield from self._list("What is asked because of it", (f"{say} ({name})" for name, say in self._found.asked))
        yield from self._unclear()
        yield from self._list("Laws", (f"{each.say} ({each.id})" for each in self._found.laws))
        yield from self._days()

    def _head(self) -> Iterator[str]:
        found, row, wrap = self._found, self._found.row, self._page.wrap
        yield from wrap(f"{row.id}  {row.says}", "", "    ")
        if row.kind == "clause":
            yield from wrap(
                f"In the document: {row.firm}; {row.place}. These are our words, not the document's.", "  ", "  "
            )
        else:
            yield from wrap("A silence: the document does not say this, or says it unclearly.", "  ", "  ")
        yield from wrap(f"{found.title} ({row.guidance}), {found.edition}.", "  ", "  ")
        for each in found.care:
            yield from wrap(each, "  ! ", "    ")

    def _became(self) -> Iterator[str]:
        row, rules = self._found.row, len(self._found.rules)
        yield ""
        told = f"{rules} rule{'' if rules == 1 else 's'}" if rules else "no rule"
        words = {
            "encoded": f"It is encoded: {told} {'cites' if rules == 1 else 'cite'} it.",
            "informative": "No rule follows from it.",
            "silent": f"It is brought up by {told}."
            if row.kind == "silence"
            else "It is unclear, and kept as a silence.",
            "unaccounted": "Nothing takes it up.",
        }
        if row.becomes == "encoded" and not rules:
            words["encoded"] = "It is encoded, though by no rule."
        why = f" {row.why}" if row.why else ""
        yield from self._page.wrap(f"{words[row.becomes]}{why}", "", "")

    def _rules(self) -> Iterator[str]:
        rules = self._found.rules
        if not rules:
            return
        yield from self._page.title("Rules")
        for each in rules[:MOST]:
            yield from self._rule(each)
        if rest := rules[MOST:]:
            names = ", ".join(each.id for each in rest)
            yield from self._page.wrap(f"And {len(rest)} more: {names}", "  ", "    ")

    def _rule(self, rule: RuleRow) -> Iterator[str]:
        wrap = self._page.wrap
        yield from wrap(f"{rule.id} ({rule.place})" if rule.place else rule.id, "  ", "    ")
        yield from wrap(f"If {'; and '.join(within(each) for each in rule.when)}.", "    ", "      ")
        yield from wrap(f"Then: {rule.then}", "    ", "      ")
        yield from wrap(f"Because: {rule.because}", "    ", "      ")
        fires = listed(by_case(rule.days))
        if not rule.days:
            yield from wrap("It fires in no bundled case.", "    ", "      ")
        elif len(by_case(rule.days)) <= 2:
            yield from wrap(f"It fires in {fires}.", "    ", "      ")

    def _resting(self) -> Iterator[str]:
        for each in self._found.resting:
            yield f"{KINDS[each.kind].capitalize()} {each.id}: {each.say}"

    def _unclear(self) -> Iterator[str]:
        found = self._found
        if found.silences:
            yield from self._page.title("What it does not say" if found.row.kind == "clause" else "How it can be read")
        for silence in found.silences:
            if found.row.kind == "clause":
                yield from self._page.wrap(f"{silence.id}: {silence.say}", "  ", "    ")
            for each in silence.readings:
                yield from self._page.wrap(f"One reading: {each}", "    ", "      ")
            if found.row.kind == "silence":
                yield from self._page.wrap(f"To decide: {silence.decide}", "    ", "      ")
        yield from self._list(
            "How we read it (ours, not the document's)",
            (f"{each.say} {each.why} ({each.id})" for each in found.readings),
        )
        if found.row.kind == "silence" and found.row.tied:
            yield from self._list("Clauses that it is about", [", ".join(found.row.tied)])

    def _days(self) -> Iterator[str]:
        cases = by_case(each.id for each in self._found.days)
        told = {each.id.rpartition("-")[0]: each for each in self._found.days}
        yield from self._page.title("Shown in")
        if not cases:
            yield from self._page.wrap("No day of a bundled case shows it.", "  ", "  ")
        ordered = sorted(cases, key=lambda name: (told[name].told != "scenario", name))
        for name in ordered[:MOST]:
            days, word = len(cases[name]), "step" if told[name].told == "scenario" else "day"
            of = f"{told[name].told} {name}: {told[name].case} ({days} {word}{'' if days == 1 else 's'})"
            yield from self._page.wrap(of, "  ", "    ")
        if rest := ordered[MOST:]:
            yield from self._page.wrap(f"and {len(rest)} more: {', '.join(rest)}", "  ", "    ")

    def _list(self, title: str, sentences: Iterable[str]) -> Iterator[str]:
        told = list(sentences)
        if told:
            yield from self._page.title(title)
            for each in told:
                yield from self._page.wrap(each, "  ", "    ")
