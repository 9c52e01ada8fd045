"""How entries are chained: each hash covers the one before, so that nothing is changed, removed or moved unseen.

What an entry says is covered through a digest with a salt of its own. Once it is erased, the chain still holds, and
nobody can find out what was erased by trying likely answers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from typing import Any, NamedTuple


class Link(NamedTuple):
    """One entry as it is chained. `digest` covers what it says; `hash` covers the entry and all those before it."""

    number: int
    at: str
    kind: str
    digest: str
    hash: str


def linked(before: str, reference: str, number: int, at: str, kind: str, digest: str) -> Link:
    """The entry after the one whose hash is `before`, which is empty for the first entry of a case."""
    return Link(number, at, kind, digest, _sha256(body_of([before, reference, number, at, kind, digest])))


def digest_of(salt: str, body: str) -> str:
    """What stands in the chain for what an entry says."""
    return _sha256(f"{salt}\n{body}")


def in_store(before: str, hash: str) -> str:
    """The head of a whole store after one more entry of any case."""
    return _sha256(f"{before}\n{hash}")


def new_salt() -> str:
    """128 random bits, in hexadecimal."""
    return secrets.token_hex(16)


def body_of(data: Any) -> str:
    """Plain data as the one text that stands for it, its keys in the order in which they were written."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def stamp(moment: dt.datetime) -> str:
    """A moment as it is written into the chain: UTC, to the microsecond."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def moment_of(stamped: str) -> dt.datetime:
    """The moment that was written. Raises ValueError."""
    moment = dt.datetime.fromisoformat(stamped)
    if stamp(moment) != stamped:
        raise ValueError(f"'{stamped}' is not a moment in UTC to the microsecond")
    return moment


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
