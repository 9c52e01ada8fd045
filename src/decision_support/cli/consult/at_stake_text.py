"""Why a question is asked, as text: what turns on the answer, what is established, and what each answer would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decision_support.casework.at_stake import AtStake, Waiting
from decision_support.casework.consulting import Consultation
from decision_support.cli.page import numbered
from decision_support.model.knowledge import OURS, KnowledgeBase
from decision_support.wording import STRENGTH_WORDS

from .line_by_line import Lines
from .news import news

MOST = 6


def say_why(lines: Lines, sitting: Consultation, stake: AtStake) -> None:
    """Say it to whoever asks."""
    for title, sentences in why_asked(sitting, stake, lines.page.names):
        lines.say(f"{title}:")
        lines.bullets(sentences)


def why_asked(sitting: Consultation, stake: AtStake, names: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Why a question is asked: a few titles, and the sentences under each."""
    base = sitting.desk.base
    waiting = sorted(stake.waiting, key=lambda each: (each.kind not in STRENGTH_WORDS, each.kind != "judge"))
    told = dict.fromkeys(_waits(names, base, each) for each in waiting)
    yield "What waits for the answer", tuple(_shortened(list(told)))
    if stake.established:
        yield "What is established already", tuple(_shortened(list(stake.established)))
    yield "What each answer would do now", tuple(_would_do(sitting, stake))


def _would_do(sitting: Consultation, stake: AtStake) -> Iterator[str]:
    for outcome in stake.outcomes:
        called = outcome.value.replace("_", " ")
        if outcome.advice is None:
            yield f"{called}: would contradict what is on record."
            continue
        changes = news(sitting.desk.base, sitting.desk.difference(sitting.advice, outcome.advice))
        alone = "nothing changes." if stake.at_once else "nothing by itself; it matters together with other answers."
        yield f"{called}: {' '.join(_shortened(list(changes), 3)) or alone}"


def _waits(names: Mapping[str, str], base: KnowledgeBase, each: Waiting) -> str:
    cited = f" ({', '.join(each.clauses)})" if each.clauses else " (our own advice, no document's)"
    return f"{_what(names, base, each)}{cited}"


def _what(names: Mapping[str, str], base: KnowledgeBase, each: Waiting) -> str:
    guidance, _, name = each.target.partition(".")
    if each.kind in STRENGTH_WORDS:
        said = numbered(each.question, base.say_of(each.target, each.question))
        return f"Whether this {STRENGTH_WORDS[each.kind]} be done: {said}"  # type: ignore[index]
    if each.kind == "judge":
        return f"Whether people have this to decide: {base.judgement(each.target).say}"
    if each.kind == "silence":
        silence = base.silence(each.target)
        return f"Whether it matters that the document is unclear: {silence.say if silence else each.target}"
    if each.kind == "governs":
        return f"Whether this document governs: {base.documents[each.target].guidance.title}"
    if each.kind in ("exclude", "doubt"):
        role = base.documents[guidance].roles[name].title if guidance in base.documents else name
        return f"Whether {names.get(each.subject, each.subject)} may act as {role}"
    if guidance != OURS and guidance in base.documents and name in base.documents[guidance].options:
        side = {"argue_for": "for", "argue_against": "against"}.get(each.kind, "to rule out")
        return f"A reason {side}: {base.documents[guidance].options[name].say}"
    return "The options that are weighed"


def _shortened(sentences: list[str], most: int = MOST) -> Iterator[str]:
    yield from sentences[:most]
    if len(sentences) > most:
        yield f"And {len(sentences) - most} more."
