"""Every file in broken/ is refused with the very sentence that expected.yaml lists."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from decision_support.errors import SeveralMistakes, UserMistake
from decision_support.loading.validated import validated
from decision_support.loading.written import read
from decision_support.model.case import Case
from decision_support.model.rules import WrittenRule
from decision_support.model.values import Limit, Value
from decision_support.model.vocabulary import Fact

BROKEN = Path(__file__).parent / "broken"
EXPECTED = yaml.safe_load((BROKEN / "expected.yaml").read_text(encoding="utf-8"))
MODELS: dict[str, type[Value]] = {"Case": Case, "WrittenRule": WrittenRule, "Limit": Limit, "Fact": Fact}


def test_every_broken_file_has_its_sentence_and_every_sentence_its_file() -> None:
    assert {path.name for path in BROKEN.iterdir()} - {"expected.yaml"} == set(EXPECTED)


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="the parser in Python reports three places differently")
@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_file_is_refused_with_its_sentence(name: str) -> None:
    model = MODELS[EXPECTED[name].get("as", "Case")]
    with pytest.raises(UserMistake) as refused:
        validated(model, read(BROKEN / name, shown_as=name))
    mistake = refused.value
    said = [str(each) for each in mistake.mistakes] if isinstance(mistake, SeveralMistakes) else [str(mistake)]
    assert said == EXPECTED[name]["says"]
