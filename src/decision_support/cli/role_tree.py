"""A map of roles as a tree for the terminal: the ladder runs down the left edge, everything else branches off it."""

from __future__ import annotations

import textwrap
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import NamedTuple

from decision_support.model.role_map import HOLDS, Link, RoleMap

ALONE = "Not linked to any other"
NARROWEST = 24
TURNED = {
    "holds": "held by",
    "advises": "advised by",
    "nominates": "nominated by",
    "chairs": "chaired by",
    "counterpart_of": "counterpart of",
}


def as_tree(role_map: RoleMap, width: int = 80) -> str:
    """Each ladder from its foot, who holds a role and what else it has to do with; last, what no link touches."""
    return "\n".join(line.rstrip() for line in _Tree(role_map.plain(), width).lines()) + "\n"


class _Branch(NamedTuple):
    """Links that run the same way between the same two, told at one of them."""

    at: str
    other: str
    links: list[Link]


class _Tree:
    def __init__(self, role_map: RoleMap, width: int) -> None:
        self._map = role_map
        self._width = width
        self._nodes = {node.id: node for node in role_map.nodes}
        self._after: dict[str, str] = {}
        self._under: dict[str, Link] = {}
        self._placed: set[str] = set()
        self._printed: set[str] = set()
        self._roots = list(self._found_roots())
        self._branches = self._found_branches()

    def lines(self) -> Iterator[str]:
        """The title, each tree, and what stands alone."""
        yield from _wrapped(self._map.title, "", "", self._width)
        for root in self._roots:
            yield ""
            yield from self._block(root, self._name(root), self._width)
        if alone := self._map.alone():
            yield ""
            yield f"{ALONE}:"
            for node in alone:
                yield from _wrapped(self._name(node.id), "- ", "  ", self._width)
                for note in node.notes:
                    yield from _wrapped(note, "  ", "  ", self._width)

    def _found_roots(self) -> Iterator[str]:
        """Roles first: where a ladder begins, ladders that run in a circle, what others only lead to, and the rest."""
        alone = {node.id for node in self._map.alone()}
        between = [link for link in self._map.links if link.from_ != link.to]
        ladder = [link for link in between if link.rung is not None]
        climbing, leading = {link.from_ for link in ladder}, {link.from_ for link in between}
        linked = [name for name in self._nodes if name not in alone]
        for names in ([name for name in linked if self._is_role(name)], linked):
            for wanted in (climbing - {link.to for link in ladder}, climbing, set(linked) - leading, set(linked)):
                for name in names:
                    if name in wanted and name not in self._placed:
                        self._place(name)
                        yield name

    def _place(self, root: str) -> None:
        """Everything linked to a root: the roles, then the people who hold them, then the rest, the nearest first."""
        placed = self._climb(root)
        for fits, climbs in ((self._is_between_roles, True), (self._is_holding, False), (bool, True)):
            waiting = deque(placed)
            while waiting:
                name = waiting.popleft()
                taken = self._climb(name)[1:] if climbs and name not in self._after else []
                outward = [link for link in self._map.links if link.from_ == name]
                for link in (*outward, *(link for link in self._map.links if link.to == name)):
                    other = link.to if link.from_ == name else link.from_
                    if fits(link) and other not in self._placed:
                        self._under[other] = link
                        self._placed.add(other)
                        taken.append(other)
                placed += taken
                waiting += taken

    def _climb(self, name: str) -> list[str]:
        """Up the ladder as far as it goes by what is not placed yet, by escalation where there is a choice."""
        climbed = [name]
        self._placed.add(name)
        while steps := [
            link
            for link in self._map.links
            if link.from_ == name and link.rung is not None and link.to not in self._placed
        ]:
            above = min(steps, key=lambda link: link.rung or 0).to
            self._after[name] = above
            self._placed.add(above)
            climbed.append(above)
            name = above
        return climbed

    def _is_role(self, name: str) -> bool:
        return self._nodes[name].kind == "role"

    def _is_between_roles(self, link: Link) -> bool:
        return self._is_role(link.from_) and self._is_role(link.to)

    def _is_holding(self, link: Link) -> bool:
        return link.relation == HOLDS

    def _found_branches(self) -> dict[str, list[_Branch]]:
        """Where each link is told: where its other end hangs, or else at its start; who holds a role, at the role."""
        found: dict[tuple[str, str, bool], list[Link]] = defaultdict(list)
        for link in self._map.links:
            turned = self._under.get(link.from_) == link or (
                link.relation == HOLDS and self._under.get(link.to) != link
            )
            at, other = (link.to, link.from_) if turned else (link.from_, link.to)
            found[at, other, turned].append(link)
        branches: dict[str, list[_Branch]] = defaultdict(list)
        for (at, other, _), links in sorted(found.items(), key=lambda each: each[1][0].relation != HOLDS):
            branches[at].append(_Branch(at, other, links))
        return branches

    def _block(self, name: str, head: str, width: int) -> Iterator[str]:
        """A node with its notes and branches, then the next one up the ladder."""
        while True:
            self._printed.add(name)
            after = self._after.get(name)
            up = [b for b in self._branches[name] if b.other == after and b.links[0].from_ == name]
            beside = [b for b in self._branches[name] if b not in up]
            bar = "│  " if beside or up else "   "
            yield from _wrapped(head, "", bar, width)
            for note in self._nodes[name].notes:
                yield from _wrapped(note, bar, bar, width)
            for branch in beside:
                last = branch is beside[-1] and not up
                first, rest = ("└─ ", "   ") if last else ("├─ ", "│  ")
                for number, line in enumerate(self._told(branch, max(NARROWEST, width - len(rest)))):
                    yield (rest if number else first) + line
            if after is None:
                return
            yield "│"
            steps = sorted(up[0].links, key=lambda link: (link.rung is None, link.rung))
            yield from _wrapped(" and ".join(f"{link.say}{_remark(link)}" for link in steps), "▼  ", "   ", width)
            name, head = after, self._name(after)

    def _told(self, branch: _Branch, width: int) -> Iterator[str]:
        told = self._sentence(branch)
        if branch.at == branch.other:
            yield from _wrapped(told, "", "   ", width)
        elif self._under.get(branch.other) in branch.links:
            yield from self._block(branch.other, told, width)
        else:
            see = "above" if branch.other in self._printed else "below"
            yield from _wrapped(f"{told} (see {see})", "", "   ", width)

    def _sentence(self, branch: _Branch) -> str:
        other, first = self._name(branch.other), branch.links[0]
        outward = first.from_ == branch.at
        says = [link.say if outward else TURNED.get(link.relation, "") for link in branch.links]
        if not all(says):
            says = [f"{other} {link.say}" for link in branch.links]
            other = self._name(branch.at)
        if len(says) == 1:
            return f"{says[0]} {other}{_remark(first)}"
        return f"{' and '.join(f'{say}{_remark(link)}' for say, link in zip(says, branch.links, strict=True))} {other}"

    def _name(self, name: str) -> str:
        node = self._nodes[name]
        return f"{node.label}, {node.group}" if node.group else node.label


def _remark(link: Link) -> str:
    return f" [{link.remark}]" if link.remark else ""


def _wrapped(text: str, first: str, rest: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, max(NARROWEST, width), initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )
