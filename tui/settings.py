"""What somebody chose for the screens: keys, from a file that they write, and the theme, which is kept for them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from decision_support.errors import UserMistake, did_you_mean

from .themes import DEFAULT

_KNOWN = ("theme", "keys")


@dataclass(frozen=True)
class Settings:
    """
    theme  its name; whether there is such a one is for the screens to see
    keys   keys by the name of what they do, such as {"case.advice": "f3"}
    kept   the file in which the theme is kept; None where it is not
    """

    theme: str = DEFAULT
    keys: Mapping[str, str] = field(default_factory=dict)
    kept: Path | None = None

    def keep_theme(self, name: str) -> None:
        """Keep the theme for the next time. Raises OSError."""
        if self.kept is not None:
            self.kept.parent.mkdir(parents=True, exist_ok=True)
            self.kept.write_text(json.dumps({"theme": name}), encoding="utf-8")


def config_path() -> Path:
    """The file in which keys can be changed."""
    return platformdirs.user_config_path("decision-support", appauthor=False) / "screens.toml"


def read_settings(config: Path | None = None, kept: Path | None = None) -> Settings:
    """The settings as they stand: those of the program, then the theme that was kept, then the file.

    Raises UserMistake for a file that cannot be followed.
    """
    config = config or config_path()
    kept = kept or platformdirs.user_state_path("decision-support", appauthor=False) / "screens.json"
    given = _read(config)
    theme = str(given.get("theme", _kept_theme(kept) or DEFAULT))
    keys = {name: str(key) for name, key in given.get("keys", {}).items()}
    return Settings(theme, keys, kept)


def refuse_unknown_keys(keys: Mapping[str, str], known: Mapping[str, str], config: Path) -> None:
    """Raise UserMistake for a key that is given to something that nothing is called. known: what there is."""
    for name in keys:
        if name not in known:
            raise UserMistake(
                f"{config}: [keys] has '{name}', and nothing is called so.", mend=did_you_mean(name, known)
            )


def _read(config: Path) -> dict[str, Any]:
    try:
        given = tomllib.loads(config.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserMistake(f"{config} cannot be read: {error.strerror}.", mend="Mend it, or remove it.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserMistake(f"{config} is not TOML: {error}.", mend="Mend that line, or remove the file.") from None
    for name, value in given.items():
        if name not in _KNOWN:
            raise UserMistake(f"{config} has '{name}', which is no setting.", mend=did_you_mean(name, _KNOWN))
        if name == "keys" and not (isinstance(value, dict) and all(isinstance(key, str) for key in value.values())):
            raise UserMistake(
                f"{config}: [keys] gives a key in quotes to each name.", mend='Such as "case.advice" = "f3".'
            )
        if name == "theme" and not isinstance(value, str):
            raise UserMistake(f"{config}: the theme is a name in quotes.", mend='Such as theme = "high-contrast".')
    return given


def _kept_theme(kept: Path) -> str | None:
    """The theme that was chosen last; what is no longer legible is not missed, since it is chosen again in a moment."""
    try:
        data = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    name = data.get("theme") if isinstance(data, dict) else None
    return name if isinstance(name, str) else None
