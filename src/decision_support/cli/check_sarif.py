"""The soundness report as SARIF 2.1.0, for tools that show findings beside the lines that they are about.

The standard is OASIS SARIF 2.1.0. What is explained is a suppression with its justification, and never left out.
"""

from __future__ import annotations

import re
from typing import Any

from decision_support import __version__
from decision_support.verify import Finding, Report, as_data
from decision_support.verify.codes import CODES

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_PLACE = re.compile(r"^(?P<file>[^:]+\.ya?ml)(?::(?P<line>\d+))?(?::(?P<column>\d+))?$")


def check_sarif(report: Report) -> dict[str, Any]:
    """One run of `check` as plain data, with a rule for each kind of finding that it met."""
    found = [(finding, None) for finding in report.findings]
    explained = [pair for check in report.checks for pair in check.explained]
    listed: list[tuple[Finding, str | None]] = [*found, *explained]
    codes = sorted({finding.code for finding, _ in listed})
    driver = {"name": "decision-support check", "version": __version__, "rules": [_rule(code) for code in codes]}
    results = [_result(finding, because, codes) for finding, because in listed]
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _rule(code: str) -> dict[str, Any]:
    return {"id": code, "shortDescription": {"text": CODES.get(code, code)}}


def _result(finding: Finding, because: str | None, codes: list[str]) -> dict[str, Any]:
    data = as_data(finding)
    properties = {key: data[key] for key in ("about", "how", "witness") if key in data}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity,
        "message": {"text": finding.say},
        "locations": [_location(finding)],
        "properties": properties,
    }
    if because is not None:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": because}]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    """Where a finding is: a line of a file or, where it has none, what it is about."""
    place = _PLACE.match(finding.place)
    if place is None:
        return {"logicalLocations": [{"name": name} for name in finding.about]}
    found: dict[str, Any] = {"artifactLocation": {"uri": place["file"]}}
    region = {key: int(place[part]) for key, part in (("startLine", "line"), ("startColumn", "column")) if place[part]}
    return {"physicalLocation": found | ({"region": region} if region else {})}
