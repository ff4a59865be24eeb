"""The accurate engine's file, made from weights."""

import numpy as np
import onnxruntime
import pytest
from scipy.special import erf, softmax

from analysis.models import minilm, minilm_graph
from analysis.models.embedding import installed
from analysis.models.engine import FAST
from tests.unit.analysis.models.small_network import WIDTH, addition, install, weights


def norm(rows, own, name):
    """Return rows set to one middle and spread, as a layer norm does."""
    apart = rows - rows.mean(axis=-1, keepdims=True)
    spread = np.sqrt((apart**2).mean(axis=-1, keepdims=True) + minilm_graph.TINY)
    return apart / spread * own[f"{name}.weight"] + own[f"{name}.bias"]


def dense(rows, own, name):
    """Return rows after one dense step."""
    return rows @ own[f"{name}.weight"].T + own[f"{name}.bias"]


def by_hand(own, ids):
    """Return the vector of some tokens, reckoned step by step as BERT's authors describe it."""
    state = own["embeddings.word_embeddings.weight"][ids]
    state = state + own["embeddings.position_embeddings.weight"][: len(ids)]
    state = norm(
        state + own["embeddings.token_type_embeddings.weight"][0], own, "embeddings.LayerNorm"
    )
    for number in range(minilm_graph.LAYERS):
        layer = f"encoder.layer.{number}."
        asked, kept, given = (
            dense(state, own, f"{layer}attention.self.{part}").reshape(len(ids), 12, -1)
            for part in ("query", "key", "value")
        )
        alike = np.einsum("ihd,jhd->hij", asked, kept) / np.sqrt(WIDTH / 12)
        seen = np.einsum("hij,jhd->ihd", softmax(alike, axis=-1), given).reshape(len(ids), -1)
        seen = dense(seen, own, f"{layer}attention.output.dense")
        state = norm(seen + state, own, f"{layer}attention.output.LayerNorm")
        wide = dense(state, own, f"{layer}intermediate.dense")
        wide = dense(wide * (1 + erf(wide / np.sqrt(2))) / 2, own, f"{layer}output.dense")
        state = norm(wide + state, own, f"{layer}output.LayerNorm")
    mean = state.mean(axis=0)
    return mean / np.linalg.norm(mean)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Install the small network."""
    install(tmp_path, monkeypatch)


class TestTuned:
    def test_adds_what_was_learned(self, tmp_path):
        """The step that was tuned has the addition in it, and no other weight is changed."""
        more = addition(tmp_path / "addition.npz")
        name = "encoder.layer.3.attention.self.query.weight"
        plain = {f"bert.{where}": value for where, value in weights().items()}
        found = minilm_graph.tuned(plain, tmp_path / "addition.npz")

        assert np.allclose(weights()[name] + more, found.pop(name), atol=1e-3)
        assert all(np.array_equal(weights()[where], value) for where, value in found.items())
        assert len(weights()) - 1 == len(found)

    def test_ships_for_the_real_network(self):
        """What ships adds to steps of the real network's size, and to none below its layers."""
        with np.load(minilm_graph.ADDITION) as parts:
            shapes = {part.rpartition(".")[2]: parts[part].shape for part in parts.files}
            layers = {int(part.split(".")[2]) for part in parts.files}

        assert {"down": (8, 384), "up": (384, 8)} == shapes
        assert {2, 3, 4, 5} == layers


class TestNetwork:
    def test_reckons_as_by_hand(self):
        """Each vector is that of a plain reckoning of the same weights, padded or not."""
        made = minilm_graph.network(weights()).SerializeToString()
        session = onnxruntime.InferenceSession(made, providers=["CPUExecutionProvider"])
        ids = np.array([[1, 2, 3, 4], [5, 6, 0, 0]], dtype=np.int32)
        mask = np.array([[1, 1, 1, 1], [1, 1, 0, 0]], dtype=np.int32)
        (found,) = session.run(None, {"ids": ids, "mask": mask})

        assert np.allclose(by_hand(weights(), ids[0]), found[0], atol=1e-4)
        assert np.allclose(by_hand(weights(), ids[1][:2]), found[1], atol=1e-4)


@pytest.mark.usefixtures("package")
class TestMain:
    def test_makes_an_engine_that_reads(self, tmp_path):
        """The file that is made is an engine near the network it was made of."""
        out = tmp_path / "made"
        assert not minilm.is_built(out)
        assert 0 == minilm_graph.main(["--out", str(out)])
        assert minilm.is_built(out)
        engine = minilm.SentenceEmbedding(out, installed(FAST))
        found = engine.embed(["my friends live far", "the food is nice"])

        assert minilm_graph.NAME == engine.version
        assert (2, WIDTH) == found.shape
        assert found[0] @ by_hand(weights(), [5, 6, 7, 8]) > 0.95

    def test_remembers_only_so_much(self, tmp_path, monkeypatch):
        """What was read is remembered as digests, up to a bound, and read again the same."""
        monkeypatch.setattr(minilm, "MOST_KNOWN", 2)
        minilm_graph.main(["--out", str(tmp_path)])
        engine = minilm.SentenceEmbedding(tmp_path, installed(FAST))
        first = engine.embed(["the food", "my friends", "far away"])

        assert 2 == len(engine._known)
        assert np.array_equal(first, engine.embed(["the food", "my friends", "far away"]))

    def test_makes_nothing_without_the_package(self, tmp_path, monkeypatch, capsys):
        """Where the weights are not installed it says which engine serves instead."""
        monkeypatch.setattr(minilm_graph, "find_spec", lambda _: None)

        assert 1 == minilm_graph.main(["--out", str(tmp_path / "made")])
        assert "the fast engine will serve" in capsys.readouterr().err
        assert not (tmp_path / "made").exists()
