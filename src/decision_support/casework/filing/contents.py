"""The content of an entry from what somebody typed, with every mistake told in a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from decision_support.errors import InvalidCase, SeveralMistakes, UserMistake
from decision_support.loading.validated import validated
from decision_support.loading.written import read_text
from decision_support.model.values import Value

V = TypeVar("V", bound=Value)


def content(kind: type[V], data: Mapping[str, Any], about: str = "") -> V:
    """The value that these data make; what is None counts as left out. Raises InvalidCase.

    about: what to name in front of a mistake, such as an entry
    """
    given = {key: value for key, value in data.items() if value is not None}

    def told(mistake: UserMistake) -> InvalidCase:
        return InvalidCase(f"{about}{mistake.what}", mend=mistake.mend)

    try:
        return validated(
            kind, read_text(json.dumps(given, default=str), file="what was typed", json=True), error=InvalidCase
        )
    except SeveralMistakes as several:
        raise SeveralMistakes(told(mistake) for mistake in several.mistakes) from None
    except UserMistake as mistake:
        raise told(mistake) from None
