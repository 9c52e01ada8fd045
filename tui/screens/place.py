"""A full screen of any kind: mistakes told in sentences, and help for where one is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.notifications import SeverityLevel
from textual.screen import Screen

from decision_support.errors import SeveralMistakes, UserMistake

LONG = 20.0  # seconds for which a mistake stays to be read
SHORT = 5.0

REFUSED = (UserMistake, SeveralMistakes, OSError)


_IN_A_TERMINAL = re.compile(r"Reopen it first: decision-support case reopen .*")


class Place(Screen[None]):
    """A full screen. `HELP` is what F1 says about it, in Markdown."""

    AUTO_FOCUS = "*"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", id="place.back")]

    def action_leave(self) -> None:
        """Go back to where one came from."""
        self.dismiss()

    def tell(self, say: str, severity: SeverityLevel = "information") -> None:
        """A toast; what somebody typed in it is never read as markup."""
        self.app.notify(say, severity=severity, timeout=LONG if severity == "error" else SHORT, markup=False)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell a mistake, or a refusal of the disk, in a sentence, and go on where one was."""
        try:
            yield
        except REFUSED as refused:
            self.tell(sentence_of(refused), "error")

    def tried(self, step: Callable[[], object]) -> bool:
        """Whether this went well; where it did not, it has been told why."""
        with self.telling():
            step()
            return True
        return False


def sentence_of(refused: Exception) -> str:
    """A mistake, or a refusal of the disk, as it is told."""
    if isinstance(refused, SeveralMistakes):
        return "\n".join(map(str, refused.mistakes))
    if isinstance(refused, OSError):
        where = f"{refused.filename}: " if refused.filename else ""
        return f"{where}{refused.strerror or refused}"
    return _IN_A_TERMINAL.sub("Press r, and choose 'Reopen the case'.", str(refused))
