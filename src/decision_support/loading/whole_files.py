"""Writes a file whole or not at all, and says in a sentence what the system refuses."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from decision_support.errors import UserMistake


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, readable by its owner alone. Raises UserMistake where it is there."""
    with telling(path):
        if contents(path) is not None:
            raise UserMistake(f"{path} exists already.", mend="Choose another file.")
        put(path, text.encode(), 0o600)


def contents(path: Path) -> bytes | None:
    """All that is in the file; None where there is none. Raises UserMistake where it is no file or cannot be read."""
    with telling(path, "read"):
        mode = _mode(path)
        if mode is None:
            return None
        if not stat.S_ISREG(mode):
            raise UserMistake(f"{path} is {_sort(mode)}, not a file.", mend="Choose another file.")
        return path.read_bytes()


def _mode(path: Path) -> int | None:
    """What stands under this name. Raises UserMistake for a link to nothing, OSError where nobody can tell."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            mend = "Remove the link, or choose another file."
            raise UserMistake(f"{path} is a link to a file that is not there.", mend=mend) from None
        return None


def _sort(mode: int) -> str:
    sorts = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return sorts.get(stat.S_IFMT(mode), "a device")


@contextlib.contextmanager
def telling(path: Path, done: str = "written") -> Iterator[None]:
    """Whatever the system refuses is told in a sentence. Raises UserMistake."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserMistake(f"{path}: cannot be {done}: {reason}.", mend="Choose another file.") from None


def put(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write beside the file, then put it in its place in one step; a link keeps pointing to it.

    mode: the permissions of a new file; left out, those that the system gives. Raises OSError and UserMistake.
    """
    there = _mode(path)
    if there is not None and not stat.S_ISREG(there):
        raise UserMistake(f"{path} is {_sort(there)}, not a file.", mend="Choose another file.")
    target = Path(os.path.realpath(path))
    if target.exists():
        mode = target.stat().st_mode & 0o777
    elif mode is None:
        mode = 0o666 & ~_umask()
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, "the file is read-only")
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _settle(target.parent)


def _settle(folder: Path) -> None:
    """Have the new name survive a loss of power, where the system can open a folder."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now
