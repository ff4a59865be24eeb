"""The life of a conversational audit: its kinds, voices and states."""

from __future__ import annotations

from enum import StrEnum


class AuditKind(StrEnum):
    """What sort of audit it is."""

    CONVERSATIONAL = "conversational"
    THEMATIC = "thematic"
    DIP_SAMPLE = "dip_sample"
    MULTI_AGENCY = "multi_agency"

    @property
    def label(self) -> str:
        """The kind as people say it, such as dip sample."""
        return KIND_LABELS[self]


KIND_LABELS = {
    AuditKind.CONVERSATIONAL: "conversational audit",
    AuditKind.THEMATIC: "thematic audit",
    AuditKind.DIP_SAMPLE: "dip sample",
    AuditKind.MULTI_AGENCY: "multi-agency audit",
}


class AuditState(StrEnum):
    """Where an audit stands."""

    PLANNED = "planned"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    MODERATING = "moderating"
    AGREED = "agreed"
    CLOSED = "closed"

    @property
    def is_finished(self) -> bool:
        """Whether the auditor has handed it in."""
        return self not in {AuditState.PLANNED, AuditState.DRAFT}


class Voice(StrEnum):
    """Whose words one part of an audit holds."""

    CHILD = "child"
    PARENT_OR_CARER = "parent_or_carer"
    PRACTITIONER = "practitioner"
    AUDITOR = "auditor"
    MANAGER = "manager"
    MODERATOR = "moderator"
    AGENCY = "agency"
    JOINT = "joint"

    @property
    def label(self) -> str:
        """The voice as people say it."""
        return VOICE_LABELS[self]


VOICE_LABELS = {
    Voice.CHILD: "Child or young person",
    Voice.PARENT_OR_CARER: "Parent or carer",
    Voice.PRACTITIONER: "Practitioner",
    Voice.AUDITOR: "Auditor",
    Voice.MANAGER: "Manager",
    Voice.MODERATOR: "Moderator",
    Voice.AGENCY: "Partner agency",
    Voice.JOINT: "All agencies together",
}

# The voices that the auditor records; a form that has no page for one does not open it.
FIRST_VOICES = (
    Voice.CHILD,
    Voice.PARENT_OR_CARER,
    Voice.PRACTITIONER,
    Voice.AUDITOR,
    Voice.MANAGER,
)
# Parts that are not for everybody who may see the audit: they have a way in of their own.
APART = frozenset({Voice.AGENCY, Voice.JOINT})


class AgencyState(StrEnum):
    """How far one agency has come with its part."""

    WRITING = "writing"
    HANDED_IN = "handed_in"
    LEFT_OUT = "left_out"
