"""Coded projects as REFI-QDA `.qdpx` files: a zip with `project.qde` and `sources/*.txt`.

Source: REFI-QDA Standard for Projects, version 1.0 (18 March 2019) and 1.5, qdasoftware.org:
Project.xsd, target namespace urn:QDA-XML:project:1.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from analysis.exchange import archive, markup, project_cases, project_sources, qdc
from analysis.exchange.errors import ExchangeError
from analysis.exchange.shapes import Code, Coder, Project

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACE = "urn:QDA-XML:project:1.0"
DOCUMENT = "project.qde"
MOST_USERS = 1_000


def write(project: Project) -> bytes:
    """Return a project file, valid against Project.xsd; the same project gives the same bytes.

    Raises:
        ExchangeError: `no_themes`, because the schema wants one code at least.
    """
    root = Element(
        "Project",
        {
            "xmlns": NAMESPACE,
            "name": markup.clean(project.name),
            "origin": markup.clean(project.origin),
        },
    )
    if project.coders:
        users = SubElement(root, "Users")
        for coder in project.coders:
            about = {"guid": str(coder.guid), "name": markup.clean(coder.name)}
            SubElement(users, "User", about)
    qdc.add_codes(SubElement(root, "CodeBook"), project.codes)
    project_cases.add(root, project.cases)
    texts = project_sources.add(root, project.sources)
    return archive.pack({DOCUMENT: markup.document(root), **texts})


def read(content: bytes) -> Project:
    """Return the project of a file, as ATLAS.ti, NVivo, QualCoder and others write it.

    Sources other than texts are left out. A project without a codebook has no codes.

    Raises:
        ExchangeError: whatever is wrong with it; never another exception.
    """
    with archive.opened(content) as found:
        name = _document(found.names)
        root = markup.parse(found.read(name), "Project")
        texts = _Texts(found)
        return Project(
            name=root.get("name", ""),
            codes=_codes(root),
            sources=project_sources.read(root, texts),
            coders=_coders(root),
            cases=project_cases.read(root),
            origin=root.get("origin", ""),
        )


class _Texts(dict[str, str]):
    """The texts of an archive by the last part of their name, each unpacked when it is asked for.

    Programs disagree on `sources/`, `Sources/` and no folder at all, and on capitals.
    """

    def __init__(self, found: archive.Archive) -> None:
        super().__init__()
        self._archive = found
        self._places = {_last(name): name for name in found.names}

    def __missing__(self, path: str) -> str:
        name = self._places.get(_last(path))
        text = "" if name is None else decode(self._archive.read(name))
        self[path] = text
        return text


def decode(content: bytes) -> str:
    """Return a text file as text, in UTF-8 unless its mark says UTF-16."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="replace")


def _last(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2].lower()


def _document(names: tuple[str, ...]) -> str:
    for name in names:
        if name.lower().endswith(".qde"):
            return name
    raise ExchangeError("wrong_kind", "no project.qde")


def _codes(root: Element) -> tuple[Code, ...]:
    book = markup.child(root, "CodeBook")
    has_codes = next(markup.children(markup.child(book, "Codes"), "Code"), None) is not None
    return qdc.codes_of(book) if book is not None and has_codes else ()


def _coders(root: Element) -> tuple[Coder, ...]:
    users = list(markup.children(markup.child(root, "Users"), "User"))
    if len(users) > MOST_USERS:
        raise ExchangeError("too_large", "users")
    found: Mapping[object, Coder] = {
        coder.guid: coder
        for coder in (Coder(markup.guid(u.get("guid")), u.get("name", "")) for u in users)
    }
    return tuple(found.values())
