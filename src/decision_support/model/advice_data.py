"""Advice as plain data with the keys of the contract, and back to nothing else: the JSON is this."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from .advice import Advice


def as_data(advice: Advice) -> dict[str, Any]:
    """The advice as nested dicts and lists, keys in the order of the contract."""
    data = plain(advice)
    assert isinstance(data, dict)
    return data


def plain(value: Any) -> Any:
    """Any answer as nested dicts and lists, with the keys of its fields."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name.rstrip("_"): plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return value
