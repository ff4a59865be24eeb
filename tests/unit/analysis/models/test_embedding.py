"""Meanings as vectors, from files on this machine."""

from importlib.machinery import ModuleSpec

import numpy as np
import pytest

from analysis.models import embedding
from analysis.models.embedding import installed


@pytest.fixture
def _afresh():
    """Forget what was loaded, before and after."""
    installed.cache_clear()
    yield
    installed.cache_clear()


class TestEmbedding:
    def test_gives_unit_vectors(self):
        """Every text has a vector of length one; an empty text one of nought."""
        found = installed().embed(["I feel safe", ""])

        assert (2, 256) == found.shape
        assert [1, 0] == pytest.approx(np.linalg.norm(found, axis=1).tolist(), abs=1e-5)

    def test_puts_like_near_like(self):
        """Two ways to say one thing are nearer than two things."""
        near, same, far = installed().embed(
            ["scared at night", "frightened when dark", "bus fare"]
        )

        assert near @ same > near @ far

    def test_takes_no_texts(self):
        """No texts give no rows."""
        assert (0, 256) == installed().embed([]).shape


@pytest.mark.usefixtures("_afresh")
class TestInstalled:
    def test_is_none_without_the_package(self, monkeypatch):
        """Where the package is not installed there is no embedding."""
        monkeypatch.setattr(embedding, "PACKAGE", "no_such_package_here")

        assert installed() is None

    def test_is_none_without_the_files(self, monkeypatch, tmp_path):
        """A package without its weights is no embedding."""
        spec = ModuleSpec("wordllama", None, origin=str(tmp_path / "__init__.py"))
        monkeypatch.setattr(embedding, "find_spec", lambda _: spec)

        assert installed() is None
