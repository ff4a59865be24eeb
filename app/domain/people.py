"""Who works with Earshot: roles, what each may do, and the person who is acting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


class Role(StrEnum):
    """A part that a member of staff plays in a service."""

    PRACTITIONER = "practitioner"
    MODERATOR = "moderator"
    PARTICIPATION = "participation"
    SAFEGUARDING = "safeguarding"
    BOARD = "board"
    ADMINISTRATOR = "administrator"
    GOVERNANCE = "governance"
    PARTNER = "partner"

    @property
    def label(self) -> str:
        """The role as people say it."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.PRACTITIONER: "Practitioner or auditor",
    Role.MODERATOR: "Moderator",
    Role.PARTICIPATION: "Participation officer",
    Role.SAFEGUARDING: "Safeguarding officer",
    Role.BOARD: "Board member",
    Role.ADMINISTRATOR: "Administrator",
    Role.GOVERNANCE: "Information governance officer",
    Role.PARTNER: "Partner agency",
}


class Permission(StrEnum):
    """One thing a member of staff may do."""

    USE_SITE = "use_site"
    RECORD_AUDITS = "record_audits"
    READ_AUDITS = "read_audits"
    MODERATE_AUDITS = "moderate_audits"
    LEAD_AUDITS = "lead_audits"
    WRITE_PARTS = "write_parts"
    READ_EVIDENCE = "read_evidence"
    READ_WORDS = "read_words"
    DECIDE_CODINGS = "decide_codings"
    APPROVE_QUOTES = "approve_quotes"
    IMPORT_COMMENTS = "import_comments"
    PUBLISH_SURVEYS = "publish_surveys"
    PLAN_ACTIONS = "plan_actions"
    PLAN_LEARNING = "plan_learning"
    PREPARE_REPORTS = "prepare_reports"
    READ_REPORTS = "read_reports"
    TRIAGE_CONCERNS = "triage_concerns"
    COUNT_CONCERNS = "count_concerns"
    MANAGE_USERS = "manage_users"
    READ_ACTIVITY = "read_activity"
    WATCH_JOBS = "watch_jobs"


_P = Permission
MATRIX: dict[Role, frozenset[Permission]] = {
    Role.PRACTITIONER: frozenset({_P.USE_SITE, _P.RECORD_AUDITS, _P.WRITE_PARTS, _P.READ_REPORTS}),
    Role.MODERATOR: frozenset(
        {
            _P.USE_SITE,
            _P.READ_AUDITS,
            _P.MODERATE_AUDITS,
            # Whoever plans audits records none, so nobody chooses the cases that they audit.
            _P.LEAD_AUDITS,
            _P.READ_EVIDENCE,
            _P.READ_WORDS,
            _P.PLAN_LEARNING,
            _P.READ_REPORTS,
        }
    ),
    Role.PARTICIPATION: frozenset(
        {
            _P.USE_SITE,
            _P.READ_EVIDENCE,
            _P.READ_WORDS,
            _P.DECIDE_CODINGS,
            _P.APPROVE_QUOTES,
            _P.IMPORT_COMMENTS,
            _P.PUBLISH_SURVEYS,
            _P.PLAN_ACTIONS,
            _P.PLAN_LEARNING,
            _P.PREPARE_REPORTS,
            _P.READ_REPORTS,
            _P.WATCH_JOBS,
        }
    ),
    Role.SAFEGUARDING: frozenset(
        {
            _P.USE_SITE,
            _P.TRIAGE_CONCERNS,
            _P.COUNT_CONCERNS,
            _P.READ_EVIDENCE,
            _P.READ_REPORTS,
        }
    ),
    Role.BOARD: frozenset({_P.USE_SITE, _P.READ_REPORTS}),
    Role.ADMINISTRATOR: frozenset({_P.USE_SITE, _P.MANAGE_USERS, _P.WATCH_JOBS}),
    Role.GOVERNANCE: frozenset(
        {
            _P.USE_SITE,
            _P.READ_ACTIVITY,
            _P.COUNT_CONCERNS,
            _P.READ_REPORTS,
            _P.WATCH_JOBS,
        }
    ),
    # Somebody of another agency: only the parts that they were asked to write.
    Role.PARTNER: frozenset({_P.USE_SITE, _P.WRITE_PARTS}),
}


@dataclass(frozen=True)
class Actor:
    """The member of staff who is acting: who they are and what they were granted.

    Each grant is a role and the service it holds in; no service means all of them.
    """

    id: UUID
    name: str
    email: str
    grants: frozenset[tuple[Role, UUID | None]]

    @property
    def roles(self) -> tuple[Role, ...]:
        """The person's roles, each once, in the order of `Role`."""
        held = {role for role, _ in self.grants}
        return tuple(role for role in Role if role in held)

    def can(self, permission: Permission) -> bool:
        """Return whether any grant carries the permission."""
        return any(permission in MATRIX[role] for role in self.roles)

    def services(self, permission: Permission) -> frozenset[UUID] | None:
        """Return the services in which the permission holds; None means every service."""
        where = {service for role, service in self.grants if permission in MATRIX[role]}
        if None in where:
            return None
        return frozenset(service for service in where if service is not None)

    def reaches(self, permission: Permission, service: UUID) -> bool:
        """Return whether the permission holds in this service."""
        where = self.services(permission)
        return where is None or service in where
