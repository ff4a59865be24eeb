"""Meanings as vectors, from files on this machine."""

from importlib.machinery import ModuleSpec

import numpy as np
import pytest

from analysis.models import embedding, minilm
from analysis.models.embedding import installed
from analysis.models.engine import ACCURATE, FAST, NONE


@pytest.fixture
def _afresh():
    """Forget what was loaded, before and after."""
    for loaded in (embedding._loaded, embedding._fast):
        loaded.cache_clear()
    yield
    for loaded in (embedding._loaded, embedding._fast):
        loaded.cache_clear()


@pytest.mark.parametrize("engine", [ACCURATE, FAST])
class TestEmbedding:
    def test_gives_unit_vectors(self, engine):
        """Every text has a vector of length one; an empty text one of nought."""
        found = installed(engine).embed(["I feel safe", ""])

        assert (2, installed(engine).width) == found.shape
        assert [1, 0] == pytest.approx(np.linalg.norm(found, axis=1).tolist(), abs=1e-5)

    def test_puts_like_near_like(self, engine):
        """Two ways to say one thing are nearer than two things."""
        near, same, far = installed(engine).embed(
            ["scared at night", "frightened when dark", "bus fare"]
        )

        assert near @ same > near @ far

    def test_takes_no_texts(self, engine):
        """No texts give no rows."""
        assert (0, installed(engine).width) == installed(engine).embed([]).shape

    def test_reads_each_text_by_itself(self, engine):
        """What stands beside a text changes no number of its vector."""
        alone = installed(engine).embed(["They never ring back."])
        among = installed(engine).embed(["x " * 300, "They never ring back.", "\U0001f600"])

        assert np.array_equal(alone[0], among[1])

    def test_leaves_single_words_to_the_fast_engine(self, engine):
        """Words by themselves are read by the static table, whichever engine reads sentences."""
        assert "wordllama-256" == installed(engine).words.version


class TestUse:
    def test_sets_what_the_process_asks_for(self):
        """The engine that is asked for serves wherever none is named."""
        embedding.use(FAST)
        asked = installed().version
        embedding.use(ACCURATE)

        assert ("wordllama-256", "minilm-l6-tuned-int8") == (asked, installed().version)

    def test_refuses_what_is_no_engine(self):
        """A misspelt engine is an error and not the default."""
        with pytest.raises(ValueError, match="fats"):
            embedding.use("fats")


@pytest.mark.usefixtures("_afresh")
class TestInstalled:
    def test_is_none_when_none_is_asked_for(self):
        """Words alone can be asked for."""
        assert installed(NONE) is None

    def test_is_none_without_the_package(self, monkeypatch):
        """Where the package is not installed there is no embedding."""
        monkeypatch.setattr(embedding, "PACKAGE", "no_such_package_here")

        assert installed() is None

    def test_is_none_without_the_files(self, monkeypatch, tmp_path):
        """A package without its weights is no embedding."""
        spec = ModuleSpec("wordllama", None, origin=str(tmp_path / "__init__.py"))
        monkeypatch.setattr(embedding, "find_spec", lambda _: spec)

        assert installed() is None

    def test_is_the_fast_engine_where_the_accurate_one_was_not_made(self, monkeypatch, tmp_path):
        """Without its file the accurate engine leaves the reading to the fast one."""
        monkeypatch.setattr(minilm, "FOLDER", tmp_path)

        assert "wordllama-256" == installed(ACCURATE).version
