"""A small project of codings, and its document."""

import io
import zipfile
from uuid import UUID

from analysis.exchange import Case, Code, Coder, Mark, Project, Source

A, B, C, D = (UUID(int=number) for number in (1, 2, 3, 4))
SMALL = Project(
    "Voices",
    codes=(Code(A, "Home"),),
    sources=(Source(B, "one", "My room is cold", (Mark(A, 3, 7, C),)),),
    coders=(Coder(C, "a person"),),
    cases=(Case(D, "P1", (B,), (("Area", "North"),)),),
    origin="Earshot",
)


def document(content):
    """Return the document in a project's file."""
    return zipfile.ZipFile(io.BytesIO(content)).read("project.qde")
