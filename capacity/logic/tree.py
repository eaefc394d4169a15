"""The tree of capacities as facets show it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    """A capacity in the tree; `path` is the codes from the root to it."""

    pk: int
    code: str
    label: str
    path: str

    @property
    def parent(self) -> str:
        above, _slash, _own = self.path.rpartition("/")
        return above.rpartition("/")[2]


def unfolded(nodes: Mapping[str, Node], chosen: Collection[str]) -> dict[str, str]:
    """Labels by code: the top of the tree, and under what is chosen (and what leads to it) the next level.

    Of `nodes`, each stands after its parent and its elder siblings.
    """
    opened = {code for value in chosen if value in nodes for code in nodes[value].path.split("/")}
    shown: dict[str, str] = {}

    def show(parent: str, depth: int) -> None:
        for node in nodes.values():
            if node.parent == parent:
                shown[node.code] = f"{'– ' * depth}{node.label}"
                if node.code in opened:
                    show(node.code, depth + 1)

    show("", 0)
    return shown
