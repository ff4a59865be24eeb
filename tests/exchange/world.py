"""A service whose comments are coded, taken out and brought back."""

from sqlalchemy import select

from analysis.codebook import Codebook, Theme
from app.db.models import AnalysisRun, Coding, SurveyVersion
from app.domain.evidence import CodingSource, CodingState, SentimentLabel
from app.domain.people import Actor, Role
from app.services import (
    codebooks,
    exchange_codings,
    exchange_files,
    exchange_matching,
    exchange_out,
    exchange_taking,
)
from tests import builders

WORDS = "My carer Jo lives in Leeds. My bedroom is cold."
COLD = (28, 47)
NAMES = ("Home and space", "Being listened to", "Pets", "Food")
BOOK = Codebook(
    "Ours",
    1,
    tuple(Theme(f"K{number}", name, f"About {name}.") for number, name in enumerate(NAMES)),
)


class World:
    """One service with comments, and a participation officer."""

    def __init__(self, session):
        self.session = session
        self.service = builders.a_service(session)
        user = builders.a_user(session)
        grants = frozenset({(Role.PARTICIPATION, None)})
        self.by = Actor(user.id, user.name, user.email, grants)
        self.book = codebooks.version(session, codebooks.use_codebook(session, BOOK))
        self.home = BOOK.themes[0]

    def says(self, words, person):
        return builders.an_answer(self.session, self.service.id, words=words, person=person)

    @property
    def survey_id(self):
        return self.session.scalars(select(SurveyVersion.survey_id)).first()

    def codes(self, place, *, state=CodingState.PROPOSED, span=COLD, theme=None):
        run = AnalysisRun(
            model="m",
            model_version="1",
            codebook_id=self.book.id,
            survey_id=self.survey_id,
            input_hash="",
            seed=0,
        )
        self.session.add(run)
        self.session.flush()
        coding = Coding(
            response_id=place[0],
            question_id=place[1],
            theme_id=self.book.theme_ids[(theme or self.home).key],
            run_id=run.id,
            source=CodingSource.MACHINE,
            state=state,
            score=0.9,
            start=span[0],
            end=span[1],
            sentiment=SentimentLabel.NEGATIVE,
        )
        self.session.add(coding)
        self.session.flush()
        return coding

    def collects(self, **choices):
        return exchange_codings.collect(self.session, [self.survey_id], by=self.by, **choices)

    def exports(self, kind="qdpx", **choices):
        return exchange_out.file_of(self.collects(**choices), kind)

    def brings(self, content, name="x.qdpx"):
        opened = exchange_files.open_codings(content, name)
        plan = exchange_matching.plan(self.session, opened, by=self.by)
        return exchange_taking.take_in(self.session, plan, by=self.by)

    def people_coded(self):
        rows = self.session.scalars(
            select(Coding).where(Coding.source == CodingSource.PERSON).order_by(Coding.start)
        )
        return [(row.response_id, row.start, row.end) for row in rows]
