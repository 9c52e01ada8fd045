"""A paragraph behind a number or a mark: every line of it begins where the first one does."""

from __future__ import annotations

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Hanging(Visual):
    """Text that wraps under itself and leaves its mark to stand alone; never read as markup."""

    def __init__(self, mark: str, text: Content) -> None:
        self.text = text
        self._mark = Content(mark)
        self._indent = self._mark.cell_length

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self._indent + self.text.get_optimal_width(rules, container_width - self._indent)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.text.get_height(rules, max(1, width - self._indent))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        lines = self.text.render_strips(max(1, width - self._indent), height, style, options)
        before = [Strip(self._mark.render_segments(style), self._indent)]
        before += [Strip.blank(self._indent, style.rich_style)] * (len(lines) - 1)
        return [Strip.join(each) for each in zip(before, lines, strict=False)]
