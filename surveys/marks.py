"""YAML read with the line of every part, so that a mistake can say where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]


@dataclass
class Marked:
    """Plain data, the line of each part by its path, and keys that were written twice."""

    data: Any
    lines: dict[Path, int] = field(default_factory=dict)
    repeated: list[tuple[Path, int]] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line of a part, or of the nearest part around it; 0 when unknown."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


def read(text: str) -> Marked:
    """Return YAML as plain data with lines.

    Raises:
        yaml.YAMLError: it is not YAML.
    """
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        marked = Marked(None)
        if node is not None:
            marked.data = _build(loader, node, (), marked)
        return marked
    finally:
        loader.dispose()


def _build(loader: yaml.SafeLoader, node: yaml.Node, path: Path, marked: Marked) -> Any:
    marked.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _scalar(loader, key_node)
            if key in found:
                marked.repeated.append(((*path, key), key_node.start_mark.line + 1))
            marked.lines[*path, key] = key_node.start_mark.line + 1
            found[key] = _build(loader, value_node, (*path, key), marked)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [
            _build(loader, item, (*path, number), marked) for number, item in enumerate(node.value)
        ]
    return _scalar(loader, node)


def _scalar(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    value = loader.construct_object(node, deep=True)
    return value if isinstance(value, str | int | float | bool | None) else str(node.value)
