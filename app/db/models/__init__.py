"""Every model, so that the tables are known wherever one of them is."""

from app.db.models.answer_files import AnswerFile
from app.db.models.audit_photos import AuditPhoto
from app.db.models.audits import Agency, Audit, AuditPart, PartAuthor
from app.db.models.base import Base
from app.db.models.codebooks import CodebookStep, ProposedPassage, ThemeProposal
from app.db.models.concerns import Alert, Concern, ConcernEvent
from app.db.models.decisions import Decision, DecisionChange
from app.db.models.drafts import CodeTry, DraftKey
from app.db.models.evidence import (
    AnalysisRun,
    Codebook,
    Coding,
    Quote,
    Sentiment,
    Theme,
)
from app.db.models.improvement import Action
from app.db.models.invitations import Envelope, Invitation, InvitationCode, Mailing
from app.db.models.learning import KeptModel, Learning, ThemeCard
from app.db.models.moderation import Moderation, ModerationDraw, SettledGrade, StoodBack
from app.db.models.offline import AuditRevision, CaptureDevice
from app.db.models.operations import ActivityEntry, Import, Job, Report, ReportFile
from app.db.models.people import Membership, Service, SignInFailure, User, UserSession
from app.db.models.practice import Attendee, FollowUp, LearningAim, LearningSession, Reply
from app.db.models.programme import (
    AuditCase,
    AuditConflict,
    AuditCycle,
    CaseDraw,
    CaseList,
    CycleAuditor,
)
from app.db.models.reliability import (
    BlindCoder,
    BlindReading,
    BlindSample,
    SampledPassage,
    SampledSurvey,
)
from app.db.models.returns import ConsentGiven, PaperReturn
from app.db.models.spoken import SpokenWording
from app.db.models.surveys import (
    Answer,
    Question,
    Response,
    Survey,
    SurveyVersion,
    Wave,
)

__all__ = [
    "Action",
    "ActivityEntry",
    "Agency",
    "Alert",
    "AnalysisRun",
    "Answer",
    "AnswerFile",
    "Attendee",
    "Audit",
    "AuditCase",
    "AuditConflict",
    "AuditCycle",
    "AuditPart",
    "AuditPhoto",
    "AuditRevision",
    "Base",
    "BlindCoder",
    "BlindReading",
    "BlindSample",
    "CaptureDevice",
    "CaseDraw",
    "CaseList",
    "CodeTry",
    "Codebook",
    "CodebookStep",
    "Coding",
    "Concern",
    "ConcernEvent",
    "ConsentGiven",
    "CycleAuditor",
    "Decision",
    "DecisionChange",
    "DraftKey",
    "Envelope",
    "FollowUp",
    "Import",
    "Invitation",
    "InvitationCode",
    "Job",
    "KeptModel",
    "Learning",
    "LearningAim",
    "LearningSession",
    "Mailing",
    "Membership",
    "Moderation",
    "ModerationDraw",
    "PaperReturn",
    "PartAuthor",
    "ProposedPassage",
    "Question",
    "Quote",
    "Reply",
    "Report",
    "ReportFile",
    "Response",
    "SampledPassage",
    "SampledSurvey",
    "Sentiment",
    "Service",
    "SettledGrade",
    "SignInFailure",
    "SpokenWording",
    "StoodBack",
    "Survey",
    "SurveyVersion",
    "Theme",
    "ThemeCard",
    "ThemeProposal",
    "User",
    "UserSession",
    "Wave",
]
