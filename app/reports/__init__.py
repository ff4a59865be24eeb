"""Reports: builders turn frozen evidence into a document, formats turn a document into a file.

A builder never sees the database and a format never sees the evidence, so that two formats of
one report cannot disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from app.reports.blocks import Document


class Format:
    """A way to print a document. Subclasses announce themselves by their name."""

    known: ClassVar[dict[str, type[Format]]] = {}
    name: ClassVar[str]
    media_type: ClassVar[str]
    suffix: ClassVar[str]

    def __init_subclass__(cls, *, name: str, **options: Any) -> None:
        """Announce the format.

        Raises:
            RuntimeError: two formats have one name.
        """
        super().__init_subclass__(**options)
        if name in Format.known:
            raise RuntimeError(f"two formats are called {name!r}")
        cls.name = name
        Format.known[name] = cls

    def render(self, document: Document) -> bytes:
        """Return the file. Deterministic: the same document gives the same content."""
        raise NotImplementedError
