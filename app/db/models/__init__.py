"""Every model, so that the tables are known wherever one of them is."""

from app.db.models.answer_files import AnswerFile
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
from app.db.models.operations import ActivityEntry, Import, Job, Report, ReportFile
from app.db.models.people import Membership, Service, SignInFailure, User, UserSession
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
    "Audit",
    "AuditPart",
    "Base",
    "BlindCoder",
    "BlindReading",
    "BlindSample",
    "CodeTry",
    "Codebook",
    "CodebookStep",
    "Coding",
    "Concern",
    "ConcernEvent",
    "ConsentGiven",
    "Decision",
    "DecisionChange",
    "DraftKey",
    "Envelope",
    "Import",
    "Invitation",
    "InvitationCode",
    "Job",
    "KeptModel",
    "Learning",
    "Mailing",
    "Membership",
    "PaperReturn",
    "PartAuthor",
    "ProposedPassage",
    "Question",
    "Quote",
    "Report",
    "ReportFile",
    "Response",
    "SampledPassage",
    "SampledSurvey",
    "Sentiment",
    "Service",
    "SignInFailure",
    "SpokenWording",
    "Survey",
    "SurveyVersion",
    "Theme",
    "ThemeCard",
    "ThemeProposal",
    "User",
    "UserSession",
    "Wave",
]
