"""What serving costs."""

import json

import pytest

from analysis import benchmark, serving_measure
from analysis.codebook import load
from analysis.models import embedding, kept
from analysis.models.learned import Learned
from tests.unit.analysis.samples import labelled
from tests.unit.analysis.test_benchmark import book, comments

__all__ = ["book", "comments"]


@pytest.fixture(autouse=True)
def engine(monkeypatch):
    """Leave to other tests the engine that they ask for."""
    monkeypatch.setattr(embedding, "_asked", embedding._asked)


class TestMeasure:
    @pytest.mark.parametrize("is_taught", [False, True])
    def test_tells_of_a_fresh_process(self, capsys, book, comments, is_taught):
        """Memory and time are those of a process that only serves."""
        learned = ["--train", str(comments)] if is_taught else []
        asked = ["serving", "--codebook", str(book), "--test", str(comments), *learned]
        assert 0 == benchmark.main(["--engine", "none", *asked])
        found = json.loads(capsys.readouterr().out)

        assert 48 == found["comments"]
        assert ("4+" if is_taught else "3+") == found["model"][:2]
        assert 0 < found["imports_memory_mb"] <= found["loaded_memory_mb"]
        assert found["loaded_memory_mb"] <= found["most_memory_mb"]


class TestMain:
    def test_reads_each_comment_once(self, capsys, monkeypatch, book, comments):
        """The same words in two files count once, and there is a most."""
        monkeypatch.setattr(serving_measure, "MOST", 7)
        files = [str(comments), str(comments)]
        asked = ["--codebook", str(book), "--engine", "none", "--test", *files]

        assert 0 == serving_measure.main(asked)
        assert 7 == json.loads(capsys.readouterr().out)["comments"]

    def test_serves_a_model_that_was_kept(self, capsys, tmp_path, book, comments):
        """A model learned elsewhere is read from its file."""
        texts, labels = labelled()
        model = Learned(load(book), None).fit(texts, labels[:, :2])
        path = tmp_path / "model.npz"
        path.write_bytes(kept.written(model, serving_measure.NAME))
        asked = ["--codebook", str(book), "--engine", "none", "--test", str(comments)]

        assert 0 == serving_measure.main([*asked, "--model", str(path)])
        assert model.version == json.loads(capsys.readouterr().out)["model"]


class TestMostMemory:
    def test_is_not_known_everywhere(self, monkeypatch, tmp_path):
        """Where the system does not tell, nothing is claimed."""
        assert serving_measure.most_memory() > 10
        monkeypatch.setattr(serving_measure, "STATUS", tmp_path / "none")
        assert serving_measure.most_memory() is None
