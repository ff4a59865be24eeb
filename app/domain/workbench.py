"""The words for the workbench: what a person decided there, and which passages come first."""

from __future__ import annotations

from enum import StrEnum


class DecisionKind(StrEnum):
    """What a person did with one key."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REPLACED = "replaced"
    ADDED = "added"
    CHECKED = "checked"


class DecisionState(StrEnum):
    """Whether a decision stands, was undone, or can no longer be undone."""

    STANDING = "standing"
    UNDONE = "undone"
    OVERTAKEN = "overtaken"


class CodedBy(StrEnum):
    """Whose hand a passage shows: the machine's, a person's, or no person's yet."""

    MACHINE = "machine"
    PERSON = "person"
    NOBODY = "nobody"


class Order(StrEnum):
    """Which passages come first. None of them goes by who answered when (R-27)."""

    USEFUL = "useful"
    SURE = "sure"
    QUESTION = "question"
    CHANCE = "chance"
