"""Keeps a knowledge base that was read and found sound, so that the next command need not read it again.

What is kept is found only by the very bytes of every file, the program's own source and the version of Python. It lies
in the user's own cache folder, readable by nobody else; losing it costs a third of a second.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import platformdirs

from decision_support import __version__
from decision_support.model.knowledge import KnowledgeBase

_PROGRAM = Path(__file__).resolve().parents[1]
_DAMAGE = (EOFError, pickle.UnpicklingError, AttributeError, ImportError, LookupError, TypeError, ValueError)


def kept(folders: tuple[Path, ...], read: Callable[[], KnowledgeBase]) -> KnowledgeBase:
    """The knowledge base in these folders: what was kept of it, or else what `read` makes of it, which is then kept."""
    path = _folder() / f"{_key(folders)}.pickle"
    try:
        with path.open("rb") as stream:
            found = pickle.load(stream)
    except (OSError, *_DAMAGE):
        found = None
    if isinstance(found, KnowledgeBase):
        return found
    base = read()
    _keep(path, base)
    return base


def _key(folders: tuple[Path, ...]) -> str:
    digest = hashlib.sha256(f"{__version__} {sys.version}".encode())
    for source in sorted(_PROGRAM.glob("*/*.py")):
        digest.update(f"{source}{source.stat().st_mtime_ns}".encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".yaml", ".yml", ".json"):
                digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _folder() -> Path:
    return Path(platformdirs.user_cache_dir("decision-support", appauthor=False))


def _keep(path: Path, base: KnowledgeBase) -> None:
    """Put it in place whole or not at all, and make room; a folder that cannot be written is no mistake."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in sorted(path.parent.glob("*.pickle"), key=os.path.getmtime)[:-4]:
            old.unlink(missing_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
            pickle.dump(base, stream, protocol=pickle.HIGHEST_PROTOCOL)
        Path(stream.name).replace(path)
    except OSError:
        return
