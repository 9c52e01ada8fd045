"""Laws of the domain as text: what each says and why, how often it was tried, and what broke it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decision_support.cli.page import Page
from decision_support.proof.laws.trying import Tried


def laws_text(tried: Iterable[Tried]) -> str:
    """One paragraph a law, then whether all of them hold."""
    listed, page = tuple(tried), Page({})
    lines = [line for each in listed for line in _of_one(each, page)]
    broken = sum(not each.holds for each in listed)
    return "\n".join([*lines, f"{_many(len(listed), 'law')}: {f'{broken} broken' if broken else 'all hold'}."])


def _of_one(tried: Tried, page: Page) -> Iterator[str]:
    law = tried.law
    yield f"{law.id}: {'holds' if tried.holds else 'BROKEN'}"
    yield from page.wrap(law.say, "  ", "  ")
    clauses = f" ({', '.join(law.clauses)})" if law.clauses else " (a reason of ours)"
    yield from page.labelled("Why", law.because + clauses)
    for each in law.exempt:
        cited = f" ({', '.join(each.clauses)})" if each.clauses else ""
        yield from page.labelled("Save", f"{', '.join(each.of)}. {each.because}{cited}")
    told = _many(tried.cases, "case")
    if tried.everywhere.tried:
        told += f" and {_many(tried.everywhere.tried, 'combination')} of facts or rules"
    yield from page.labelled("Tried", f"on {told}.")
    if tried.everywhere.too_large:
        yield from page.labelled("Too large", f"to try whole: {', '.join(tried.everywhere.too_large)}.")
    for say in tried.everywhere.breaches:
        yield from page.labelled("Broken", say)
    for broken in tried.broken:
        yield from page.labelled("Broken", f"{broken.say} On {broken.on}, by this case:")
        yield from (f"      {line}" for line in broken.case.splitlines())
    yield ""


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
