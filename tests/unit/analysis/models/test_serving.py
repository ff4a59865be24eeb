"""Which model serves a codebook."""

import pytest

from analysis.codebook import shipped
from analysis.lessons import Lesson, lessons_for
from analysis.models import kept, serving
from analysis.models.described import Described
from analysis.models.embedding import installed
from analysis.models.learned import Learned
from tests.unit.analysis.samples import CODEBOOK, labelled

TEXTS, LABELS = labelled(2)
LESSONS = tuple(
    Lesson(text, frozenset({"food" if row[0] else "friends"}))
    for text, row in zip(TEXTS, LABELS, strict=True)
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Keep models in a folder of the test, and remember none of another."""
    monkeypatch.setattr(serving, "FOLDER", tmp_path)
    serving.forget()
    yield tmp_path
    serving.forget()


def no_learning(*_):
    raise AssertionError("it should have been read")


class TestTaught:
    @pytest.mark.parametrize(
        "lessons", [(), LESSONS[:9], tuple(Lesson(text, frozenset()) for text in TEXTS)]
    )
    def test_keeps_the_model_of_the_first_day(self, lessons):
        """No lesson, too few, and lessons on no theme teach nothing."""
        assert isinstance(serving.taught(CODEBOOK, lessons), Described)

    def test_learns_from_lessons(self):
        """With enough lessons what was learned serves, and the same lessons teach the same."""
        model = serving.taught(CODEBOOK, LESSONS)
        serving.forget()
        again = serving.taught(CODEBOOK, LESSONS)

        assert isinstance(model, Learned)
        assert model is not again
        assert model.version == again.version
        assert (1, 0) == tuple(model.predict(["The food is nice"])[0, :2])

    def test_remembers_the_latest(self, monkeypatch):
        """A process learns the same lessons once, and others anew."""
        model = serving.taught(CODEBOOK, LESSONS)
        other = serving.taught(CODEBOOK, LESSONS[:-1])
        monkeypatch.setattr(serving, "learn", no_learning)

        assert other is serving.taught(CODEBOOK, LESSONS[:-1])
        assert model is not other

    def test_reads_what_lies_beside_the_engine(self, folder, monkeypatch):
        """What was kept there is read and not learned, and its name says whose it is."""
        name = serving.name_of(CODEBOOK, LESSONS)
        model = serving.learn(CODEBOOK, LESSONS)
        (folder / f"{name}.npz").write_bytes(kept.written(model, name))
        monkeypatch.setattr(serving, "learn", no_learning)
        found = serving.taught(CODEBOOK, LESSONS)

        assert model.version == found.version
        assert serving.is_shipped(name)
        assert not serving.is_shipped("other")

    def test_learns_when_the_file_is_broken(self, folder):
        """A file that is no model does not stop a job: the lessons are learned again."""
        name = serving.name_of(CODEBOOK, LESSONS)
        (folder / f"{name}.npz").write_bytes(b"no model")

        assert isinstance(serving.taught(CODEBOOK, LESSONS), Learned)
        assert not serving.is_shipped(name)

    def test_asks_the_caller_before_it_learns(self, monkeypatch):
        """What the caller keeps by this name serves, once for each process."""
        model = serving.learn(CODEBOOK, LESSONS)
        asked = []
        monkeypatch.setattr(serving, "learn", no_learning)

        def find(name, codebook):
            asked.append((name, codebook))
            return model

        assert model is serving.taught(CODEBOOK, LESSONS, find)
        assert model is serving.taught(CODEBOOK, LESSONS, find)
        assert [(serving.name_of(CODEBOOK, LESSONS), CODEBOOK)] == asked


class TestShipped:
    def test_is_made_when_earshot_is_installed(self, monkeypatch):
        """Where the accurate engine was made, what the shipped lessons give lies beside it."""
        monkeypatch.undo()
        name = serving.name_of(shipped(), lessons_for(shipped()))

        assert "minilm" not in installed().version or serving.path_of(name).is_file()
