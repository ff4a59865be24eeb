"""The shipped lessons are learned once, when Earshot is installed."""

import pytest

from analysis.lessons import Lesson
from analysis.models import embedding, first_learning, serving
from tests.unit.analysis.samples import CODEBOOK, labelled

TEXTS, LABELS = labelled(2)
LESSONS = tuple(
    Lesson(text, frozenset({"food" if row[0] else "friends"}), is_own=False)
    for text, row in zip(TEXTS, LABELS, strict=True)
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Keep the model of a few lessons in a folder of the test."""
    monkeypatch.setattr(serving, "FOLDER", tmp_path / "learned")
    monkeypatch.setattr(first_learning, "shipped", lambda: CODEBOOK)
    monkeypatch.setattr(first_learning, "lessons_for", lambda _: LESSONS)
    monkeypatch.setattr(embedding, "_asked", "none")
    return tmp_path / "learned"


class TestMain:
    def test_keeps_what_was_learned(self, folder, capsys):
        """The model lies whole in its folder, and it is said what was learned from."""
        assert 0 == first_learning.main()
        name = serving.name_of(CODEBOOK, LESSONS)

        assert [f"{name}.npz"] == [path.name for path in folder.iterdir()]
        assert serving.shipped(name, CODEBOOK) is not None
        assert "16 invented comments" in capsys.readouterr().out

    def test_learns_nothing_twice(self, folder, monkeypatch):
        """What is there and whole stays; what is broken is made again, and old models go."""
        first_learning.main()
        (path,) = folder.iterdir()
        before = path.stat().st_mtime_ns
        (folder / "old.npz").write_bytes(b"old")
        first_learning.main()

        assert ([path], before) == (list(folder.iterdir()), path.stat().st_mtime_ns)
        path.write_bytes(b"broken")
        first_learning.main()
        assert serving.shipped(path.stem, CODEBOOK) is not None
