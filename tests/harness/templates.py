"""Templates compiled once for the whole run: each test has a site of its own, all the same pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from flask import Flask
    from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """What templates compile to, kept in memory by the checksum of their text."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what the same text compiled to before, if it did."""
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a text compiled to."""
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()


def compiled_once(site: Flask) -> Flask:
    """Let a site use what the sites of earlier tests have compiled, and return it."""
    site.jinja_env.bytecode_cache = COMPILED
    return site
