"""YAML read with the line of every part, so that a mistake can say where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]

PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("bool", "float", "int", "null"))
DEEPEST = 40


class NotYaml(Exception):
    """The text cannot be read as YAML; `line` is 0 when no line is to blame."""

    def __init__(self, what: str, line: int = 0) -> None:
        self.what = what
        self.line = line
        super().__init__(what)


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


class _Loader(yaml.SafeLoader):
    """Reads nodes; refuses references, which can make a small file endless."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Read one part of the file."""
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            raise NotYaml("a reference (*name) cannot be used here", mark.line + 1)
        self._depth += 1
        if self._depth > DEEPEST:
            raise NotYaml("it goes too deep", mark.line + 1)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def read(text: str) -> Marked:
    """Return YAML as plain data with lines.

    Raises:
        NotYaml: it is not YAML, or holds more than plain data.
    """
    marked = Marked(None)
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is not None:
            marked.data = _build(loader, node, (), marked)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise NotYaml(error.problem or "it", mark.line + 1 if mark else 0) from None
    except yaml.YAMLError:
        raise NotYaml("there is a sign in it that cannot be read") from None
    return marked


def _build(loader: _Loader, node: yaml.Node, path: Path, marked: Marked) -> Any:
    marked.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _scalar(loader, key_node)
            if key in found:
                marked.repeated.append(((*path, key), key_node.start_mark.line + 1))
            line = key_node.start_mark.line + 1
            # A number is a key of choices, where places name it as it is written.
            marked.lines[*path, key] = marked.lines[*path, str(key)] = line
            found[key] = _build(loader, value_node, (*path, key), marked)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [
            _build(loader, item, (*path, number), marked) for number, item in enumerate(node.value)
        ]
    return _scalar(loader, node)


def _scalar(loader: _Loader, node: yaml.Node) -> Any:
    # Everything but numbers, true, false and null is words: a day stays as it was written.
    if node.tag not in PLAIN_TAGS or not isinstance(node, yaml.ScalarNode):
        return str(node.value)
    try:
        return loader.construct_object(node)
    except (ValueError, KeyError):
        return str(node.value)
