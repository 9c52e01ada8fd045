"""The score of a run of mutants as text: the numbers, then every survivor by the clauses that it bears on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decision_support.proof.mutation.generating import OPERATORS
from decision_support.proof.mutation.score import Score, Tally


def mutation_text(score: Score) -> str:
    """A page for whoever writes the examples."""
    return "\n".join(_lines(score))


def _lines(score: Score) -> Iterator[str]:
    whole = score.whole
    yield f"{len(score.outcomes)} mutants: {_tally(whole)}"
    yield f"score {whole.share:.1f} %"
    yield ""
    yield "Noticed by"
    width = max(map(len, score.by_witness), default=0)
    yield from (f"  {name:{width}}  {number}" for name, number in score.by_witness.items())
    yield ""
    yield "By what was changed"
    yield from _table({f"{name} ({OPERATORS[name]})": tally for name, tally in score.by_operator.items()})
    yield ""
    yield "By document"
    yield from _table(score.by_document)
    for clauses, survivors in score.survivors.items():
        yield ""
        yield f"{clauses}: which example would notice?"
        for each in survivors:
            yield f"  {each.mutant.place}: {each.mutant.say}"


def _table(tallies: Mapping[str, Tally]) -> Iterator[str]:
    for name, tally in tallies.items():
        yield f"  {tally.share:5.1f} %  {name}: {_tally(tally)}"


def _tally(tally: Tally) -> str:
    equivalent = f", {tally.equivalent} equivalent" if tally.equivalent else ""
    return f"{tally.noticed} noticed, {tally.survived} survive{equivalent}"
