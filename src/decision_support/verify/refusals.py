"""What is wrong with knowledge that does not even load, or that the engine cannot take, as findings."""

from __future__ import annotations

from decision_support.errors import SeveralMistakes, UserMistake
from decision_support.loading.references import LeadsNowhere, TooStrong
from decision_support.reasoning.strata import OwnAbsence

from .finding import Finding


def findings_of(mistake: UserMistake) -> list[Finding]:
    """Each mistake as a finding."""
    mistakes = mistake.mistakes if isinstance(mistake, SeveralMistakes) else (mistake,)
    return [_finding(each) for each in mistakes]


def _finding(mistake: UserMistake) -> Finding:
    place = str(mistake.place) if mistake.place else ""
    say = f"{mistake.what} {mistake.mend}".strip()
    return Finding(_code(mistake), "error", place, say, (place or mistake.what,))


def _code(mistake: UserMistake) -> str:
    match mistake:
        case TooStrong():
            return "too-strong"
        case OwnAbsence():
            return "own-absence"
        case LeadsNowhere(elsewhere=True):
            return "clause-of-another-document"
    return "does-not-load"
