"""The words for evidence: who made a coding, where it stands, and what was felt."""

from __future__ import annotations

from enum import StrEnum


class CodingSource(StrEnum):
    """Who gave a theme to some words."""

    MACHINE = "machine"
    PERSON = "person"


class CodingState(StrEnum):
    """Whether a person has agreed with a coding.

    The machine proposes what it is sure of, and that counts until a person rejects it. What it
    is not sure of it suggests, and that counts for nothing until a person accepts it.
    """

    SUGGESTED = "suggested"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


# What counts as evidence, and what no person has decided yet.
COUNTED = (CodingState.PROPOSED, CodingState.ACCEPTED)
UNDECIDED = (CodingState.SUGGESTED, CodingState.PROPOSED)


class ReadingState(StrEnum):
    """What became of a passage that a person codes without seeing the machine's coding."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


class SentimentLabel(StrEnum):
    """How words feel."""

    NEGATIVE = "negative"
    MIXED = "mixed"
    POSITIVE = "positive"


class NotUnderstood(StrEnum):
    """Why a machine did not understand some words; a person reads them.

    The words are those of `analysis.language`. What was understood partly has a feeling and
    themes for the rest.
    """

    OTHER_LANGUAGE = "other_language"
    NO_WORDS = "no_words"
    PARTLY = "partly"


class StepKind(StrEnum):
    """What a person changed about a codebook."""

    ADDED = "added"
    EDITED = "edited"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


class ProposalKind(StrEnum):
    """What the machine proposes to change about a codebook."""

    NEW = "new"
    MERGE = "merge"
    SPLIT = "split"


class ProposalState(StrEnum):
    """What a person made of a proposal."""

    OPEN = "open"
    TAKEN = "taken"
    DISMISSED = "dismissed"


class QuoteState(StrEnum):
    """Whether a person has released some redacted words."""

    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class JobState(StrEnum):
    """Where a piece of slow work stands."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ReportState(StrEnum):
    """Whether the files of a report are there."""

    RENDERING = "rendering"
    READY = "ready"
    FAILED = "failed"


class ImportState(StrEnum):
    """How far an import has come."""

    UPLOADED = "uploaded"
    MAPPED = "mapped"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"
