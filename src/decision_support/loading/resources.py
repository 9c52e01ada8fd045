"""Where the bundled rules and knowledge are: inside the installed package, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

from decision_support.errors import UserMistake

_PACKAGE = Path(__file__).resolve().parents[1]


def rules_folder() -> Path:
    """The folder of bundled rules. A real folder: running from a zip archive is not supported."""
    return _bundled("rules")


def knowledge_folder() -> Path:
    """The folder of bundled knowledge. A real folder: running from a zip archive is not supported."""
    return _bundled("knowledge")


def _bundled(name: str) -> Path:
    packaged = _PACKAGE / name
    if packaged.is_dir():
        return packaged
    in_checkout = _PACKAGE.parent.name == "src"
    if in_checkout and (checkout := _PACKAGE.parents[1] / name).is_dir():
        return checkout
    raise UserMistake(
        f"The bundled {name} folder is missing: it is neither at {packaged} nor at the top of a checkout.",
        mend=f"Install the program again, or name a folder with --{name}.",
    )
