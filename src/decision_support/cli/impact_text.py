"""What a change of the knowledge does, as text: how much changes, the worst first, then case by case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from decision_support.model.difference import Change
from decision_support.proof.bundled_days import by_case
from decision_support.proof.impact.changes import Affected, Altered, Impact
from decision_support.proof.impact.kinds import kinds_of
from decision_support.proof.impact.pairs import Likeness
from decision_support.wording import day_in_words

from .page import Page, numbered
from .then_and_now import BECAME, SIGNS, altered_in_words, in_brackets

MOST_CASES = 12
MOST_CHANGES = 6
MOST_NAMES = 8
MOST_PAIRS = 5


def impact_text(impact: Impact, every: bool = False) -> str:
    """The whole answer, ready to print. every: tell all of it, and not only the first of each kind."""
    return "\n".join(_Text(impact, every).lines())


class _Text:
    def __init__(self, impact: Impact, every: bool) -> None:
        self._impact = impact
        self._every = every
        self._page = Page({})

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._kinds()
        yield from self._likeness()
        yield from self._unread()
        yield from self._altered()
        yield from self._cases()

    def _head(self) -> Iterator[str]:
        impact, wrap = self._impact, self._page.wrap
        old, new = (f"{called} ({mark[:12]})" for called, mark in (impact.old, impact.new))
        yield from wrap(f"From {old} to {new}", "", "  ")
        if impact.old[1] == impact.new[1]:
            yield from wrap("Both are the same knowledge, byte for byte.", "", "")
        yield from wrap(self._verdict(), "", "")
        if spared := impact.looked_at - impact.advised:
            told = f"{spared} of the days were not advised on again: nothing that their advice is made of was changed."
            yield from wrap(told, "", "")

    def _verdict(self) -> str:
        impact = self._impact
        days, cases = len(impact.affected), len(by_case(each.id for each in impact.affected))
        of = f"{_so_many(impact.looked_at, 'day')} of {_so_many(impact.cases, 'case')}"
        if impact.unread and not impact.looked_at:
            return "No case could be read by both, so nothing can be said."
        if not days:
            return f"No advice changes: {of} looked at."
        return f"Advice changes on {days} of {of}; that is in {_so_many(cases, 'case')}."

    def _kinds(self) -> Iterator[str]:
        if self._impact.groups:
            yield from self._page.title("What changes, worst first")
        for group in self._impact.groups:
            heading = f"{group.kind.replace('-', ' ')}: {_so_many(len(group.days), 'day')}; {group.say}"
            yield from self._page.wrap(heading, "  ", "    ")
            for label, names in (("rules", group.rules), ("clocks", group.clocks), ("clauses", group.clauses)):
                if names and group.kind != "grounds-changed":
                    yield from self._page.wrap(f"{label}: {self._some(names)}", "      ", "        ")

    def _altered(self) -> Iterator[str]:
        if self._impact.altered or self._impact.idle:
            yield from self._page.title("What was altered in the knowledge")
        most = len(self._impact.altered) if self._every else MOST_CASES
        for each in self._impact.altered[:most]:
            yield from self._alteration(each)
        if rest := self._impact.altered[most:]:
            names = self._some([f"{each.what.kind} {each.what.name}" for each in rest])
            yield from self._page.wrap(f"and {len(rest)} more: {names}", "  ", "    ")
        if idle := self._impact.idle:
            told = f"{_so_many(len(idle), 'rule')} altered that no case at hand meets: {self._some(idle)}"
            yield from self._page.wrap(told, "  ", "    ")

    def _alteration(self, altered: Altered) -> Iterator[str]:
        what = altered.what
        told = f"The {what.kind} {what.name} {BECAME[what.how]}: {what.say}{in_brackets(what.clauses)}"
        yield from self._page.wrap(told, f"  {SIGNS[what.how]} ", "    ")
        for aspect in what.aspects:
            yield from self._page.wrap(altered_in_words(aspect), "      ", "        ")
        behind = f", behind what changes on {len(altered.behind)}" if altered.behind else ""
        yield from self._page.wrap(f"met on {_so_many(len(altered.met), 'day')}{behind}", "      ", "        ")

    def _likeness(self) -> Iterator[str]:
        impact = self._impact
        yield from self._unlike(
            impact.unlike,
            "Like cases that are treated differently now",
            "They are alike in all that rules read before, and were told the same.",
            "is",
        )
        yield from self._unlike(
            impact.alike,
            "Cases that are treated alike now and were not",
            "They are alike in all that rules read now, and are told the same; before, they were not.",
            "was",
        )

    def _unlike(self, likeness: Likeness, title: str, why: str, verb: str) -> Iterator[str]:
        if not likeness.pairs and not likeness.twins:
            return
        wrap = self._page.wrap
        yield from self._page.title(title)
        yield from wrap(why, "  ", "  ")
        most = len(likeness.pairs) if self._every else MOST_PAIRS
        for pair in likeness.pairs[:most]:
            yield from wrap(f"{pair.one} and {pair.other}", "  * ", "    ")
            apart = "; ".join(f"{name}: {was} / {now}" for name, (was, now) in pair.facts.items())
            yield from wrap(f"apart in: {apart or 'nothing that rules read'}", "      ", "        ")
            for name, only in ((pair.one, pair.one_only), (pair.other, pair.other_only)):
                if only:
                    yield from wrap(f"only {name}: {self._some(only)}", "      ", "        ")
        if rest := likeness.pairs[most:]:
            yield from wrap(f"and {_so_many(len(rest), 'more pair')}", "  ", "    ")
        for twins in likeness.twins:
            have = "has" if len(twins.days) == 1 else "have"
            told = f"{twins.fact}: {_so_many(len(twins.days), 'day')} {have} a twin"
            yield from wrap(f"{told} that differs in this answer alone and {verb} told something else.", "  * ", "    ")
            yield from wrap(twins.say, "      ", "      ")
            yield from wrap(f"for instance {twins.days[0]}:", "      ", "        ")
            for value, only in twins.told.items():
                yield from wrap(f"{value}: {self._some(only) or 'nothing more'}", "        ", "          ")
        if likeness.untried:
            yield from wrap(f"No twins were tried on: {self._some(likeness.untried)}", "  ", "    ")

    def _unread(self) -> Iterator[str]:
        if not self._impact.unread:
            return
        yield from self._page.title("Cases that could not be held against both")
        for each in self._impact.unread:
            if each.old == each.new:
                yield from self._page.wrap(f"{each.name}, by neither: {each.new}", "  ! ", "    ")
                continue
            for word, say in (("old", each.old), ("new", each.new)):
                if say:
                    yield from self._page.wrap(f"{each.name}, not by the {word} one: {say}", "  ! ", "    ")

    def _cases(self) -> Iterator[str]:
        blocks = _blocks(self._impact.affected)
        if not blocks:
            return
        yield from self._page.title("Case by case")
        most = len(blocks) if self._every else MOST_CASES
        for days in blocks[:most]:
            yield from self._case(days)
        if rest := blocks[most:]:
            names = ", ".join(dict.fromkeys(days[0].id.rpartition("-")[0] for days in rest))
            yield ""
            yield from self._page.wrap(f"and {_so_many(len(rest), 'more')}: {names}. Told with --all.", "  ", "    ")

    def _case(self, days: Sequence[Affected]) -> Iterator[str]:
        first = days[0]
        name = first.id.rpartition("-")[0]
        on = day_in_words(first.on) + (f" and {_so_many(len(days) - 1, 'more day')}" if len(days) > 1 else "")
        yield ""
        yield from self._page.wrap(f"{name}: {first.case} ({on})", "  ", "    ")
        telling = [each for each in first.changes if kinds_of(each)[0] != "grounds-changed"] or list(first.changes)
        most = len(telling) if self._every else MOST_CHANGES
        for change in telling[:most]:
            yield from self._change(change, first.names)
        if rest := len(first.changes) - len(telling[:most]):
            yield from self._page.wrap(f"and {_so_many(rest, 'smaller change')}", "      ", "        ")

    def _change(self, change: Change, names: Mapping[str, str]) -> Iterator[str]:
        wrap = self._page.wrap
        kind = kinds_of(change)[0].replace("-", " ")
        say = numbered(change.question, change.say)
        yield from wrap(
            f"{kind}: {change.matter.replace('_', ' ')} {change.about}. {say}", f"    {SIGNS[change.how]} ", "      "
        )
        for aspect in change.aspects if change.how == "changed" else ():
            if aspect.name not in ("rules", "clauses"):
                yield from wrap(altered_in_words(aspect, names), "        ", "          ")
        rules = self._some(tuple(dict.fromkeys(each.rule for each in change.because)))
        clocks = self._some(tuple(each.clock for each in change.timing))
        by = "; ".join(f"{word} {told}" for word, told in (("rule", rules), ("clock", clocks)) if told)
        if by or change.clauses:
            yield from wrap(
                f"by {by or 'no rule or clock of its own'}{in_brackets(change.clauses)}", "        ", "          "
            )

    def _some(self, names: Sequence[str]) -> str:
        most = len(names) if self._every else MOST_NAMES
        more = f" and {len(names) - most} more" if len(names) > most else ""
        return ", ".join(names[:most]) + more


def _blocks(affected: Sequence[Affected]) -> list[list[Affected]]:
    """Days of one case on which the same changes in the same respects, together."""
    found: dict[tuple[object, ...], list[Affected]] = {}
    for each in affected:
        told = tuple((change.matter, change.about, kinds_of(change)) for change in each.changes)
        found.setdefault((each.id.rpartition("-")[0], told), []).append(each)
    return list(found.values())


def _so_many(number: int, what: str) -> str:
    plural = what if what.endswith("more") or number == 1 else f"{what}s"
    return f"{number} {plural}"
