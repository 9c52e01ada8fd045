"""Keeps an edition of the knowledge as one archive, and reads it again years later without touching today's folders."""

from __future__ import annotations

import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from decision_support import __version__
from decision_support.errors import SeveralMistakes, UnreadableFile, UserMistake
from decision_support.model.knowledge import KnowledgeBase

from .documents import FILES
from .knowledge import DATA_FOLDERS, read
from .resources import knowledge_folder, rules_folder

LARGEST = 50_000_000  # bytes, unpacked

_PARTS = ("rules", "knowledge")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can tell
_UNIX = 3
_FOR_THE_OWNER = 0o600 << 16
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_MEND = "Take it from a copy that is whole."


def archived(rules: Path | None = None, knowledge: Path | None = None) -> bytes:
    """Every file that makes the knowledge base in these folders, as a zip: the same files give the same bytes.

    The two folders keep their names, which count towards the fingerprint. Examples, scenarios and whatever else the
    base is not made of are left out. Raises UserMistake where a folder has no such files, or too much of them.
    """
    found = dict(_found(rules or rules_folder(), knowledge or knowledge_folder()))
    size = sum(map(len, found.values()))
    if size > LARGEST:
        what = f"the knowledge base has {_megabytes(size)} MB; {_megabytes(LARGEST)} MB is the most that is kept."
        raise UserMistake(what, mend="Look for files in its folders that do not belong there.")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(found):
            member = zipfile.ZipInfo(name, _LONG_AGO)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = _UNIX
            member.external_attr = _FOR_THE_OWNER
            archive.writestr(member, found[name], compresslevel=9)
    return packed.getvalue()


def edition(archive: bytes) -> KnowledgeBase:
    """The knowledge base that was archived, with the fingerprint that it had; nothing of it stays on the disk.

    It is not put into the cache, where it would push out what the user works with. Raises UserMistake for an archive
    that is damaged or holds something else, and for knowledge that this program can no longer read.
    """
    contents = _contents(archive)
    try:
        with tempfile.TemporaryDirectory(prefix="decision-support-") as folder:
            rules, knowledge = _unpack(contents, Path(folder))
            return _loaded(rules, knowledge)
    except OSError as error:
        reason = error.strerror or str(error)
        mend = "See that there is room in the folder for temporary files."
        raise UserMistake(f"the archived knowledge cannot be unpacked: {reason}.", mend=mend) from None


def _found(rules: Path, knowledge: Path) -> Iterator[tuple[str, bytes]]:
    """The files that the loader reads, by their names in the archive."""
    for part, root in zip(_PARTS, (rules.absolute(), knowledge.absolute()), strict=True):
        if root.name in ("", ".."):
            raise UserMistake(f"'{root}' does not end in the name of a folder.", mend="Name the folder itself.")
        paths = [path for path in _paths(part, root) if path.is_file()]
        if not paths:
            raise UserMistake(f"there are no YAML files in '{root}'.", mend="Check the name of the folder.")
        for path in paths:
            try:
                yield f"{part}/{root.name}/{path.relative_to(root).as_posix()}", path.read_bytes()
            except OSError as error:
                raise UnreadableFile(f"'{path}' cannot be read: {error.strerror}.") from None


def _paths(part: str, root: Path) -> Iterator[Path]:
    if part == "rules":
        yield from root.glob("**/*.yaml")
        return
    yield from root.glob("*.yaml")
    yield from (path for path in root.glob("*/*.yaml") if path.parent.name not in DATA_FOLDERS)
    yield from (path for path in root.glob("guidance/*/*.yaml") if path.name in FILES)


def _contents(archive: bytes) -> dict[PurePosixPath, bytes]:
    """What is in the archive, by name, once every name and size was found harmless."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            members = opened.infolist()
            names = [_name(member) for member in members]
            if len(set(names)) != len(names):
                raise _unsafe("names a file twice")
            if sum(member.file_size for member in members) > LARGEST:
                raise _unsafe(f"holds more than {_megabytes(LARGEST)} MB")
            return {name: _read(opened, member) for name, member in zip(names, members, strict=True)}
    except _DAMAGE:
        raise UserMistake("the archive of the knowledge is damaged.", mend=_MEND) from None


def _name(member: zipfile.ZipInfo) -> PurePosixPath:
    name, elsewhere = PurePosixPath(member.filename), PureWindowsPath(member.filename)
    if name.is_absolute() or elsewhere.anchor or ".." in (*name.parts, *elsewhere.parts):
        raise _unsafe(f"names a file outside of itself ({member.filename!r:.80})")
    if member.filename.endswith("/") or len(name.parts) < 3 or name.parts[0] not in _PARTS or name.suffix != ".yaml":
        raise _unsafe(f"holds something else than knowledge ({member.filename!r:.80})")
    if member.compress_type not in _PACKED:
        raise zipfile.BadZipFile
    return name


def _read(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """One file, never more of it than its size says; the checksum is compared on the way."""
    with opened.open(member) as stream:
        content = stream.read(member.file_size + 1)
    if len(content) != member.file_size:
        raise zipfile.BadZipFile
    return content


def _unpack(contents: Mapping[PurePosixPath, bytes], folder: Path) -> tuple[Path, ...]:
    """Where the rules and the knowledge are now."""
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    roots = {part: {name.parts[1] for name in contents if name.parts[0] == part} for part in _PARTS}
    if any(len(names) != 1 for names in roots.values()):
        raise _unsafe("does not hold one folder of rules and one of knowledge")
    return tuple(folder / part / names.pop() for part, names in roots.items())


def _loaded(rules: Path, knowledge: Path) -> KnowledgeBase:
    try:
        return read(rules, knowledge)  # not `load`, which would cache it under a passing path
    except UserMistake as mistake:
        first = mistake.mistakes[0] if isinstance(mistake, SeveralMistakes) else mistake
        what = f"this program ({__version__}) can no longer read the archived knowledge. {first}"
        raise UserMistake(what, mend="An earlier version of the program can.") from None


def _unsafe(what: str) -> UserMistake:
    return UserMistake(f"the archive of the knowledge {what}, so nothing of it is used.", mend=_MEND)


def _megabytes(size: int) -> int:
    return size // 1_000_000
