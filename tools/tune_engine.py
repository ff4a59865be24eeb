"""Tunes the accurate engine to comments on services: learns a small addition to its weights.

    python tools/tune_engine.py --train FILE --codebook analysis/training/other_trusts.yaml

Needs `jax` and `optax`, which Earshot itself never does: `pip install jax optax`. The file is that
of `analysis.models.pair_scorer`. Three additions are written: the one that ships,
and two that each saw the comments of one half of the themes, so that the scorer of pairs can learn
from likenesses to themes that the engine was not tuned on. Takes ten minutes or so on two cores.

Source: low-rank adaptation, Hu et al. (2022), LoRA, ICLR; contrastive learning from labels,
Khosla et al. (2020), NeurIPS 33; descriptions as classes, as Sentence-BERT's pairs (2019).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
import yaml
from safetensors.numpy import load_file
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).parent.parent))

from analysis.models.minilm_graph import ADDITION, HEADS, LAYERS, weights_installed
from analysis.models.pair_scorer import HALVES, halves, labelled

if TYPE_CHECKING:
    from collections.abc import Sequence

STEPS, BATCH, LONGEST = 160, 48, 64
RANK, RATE, SEED = 8, 1e-3, 0
# The lowest layers know words and grammar, which are the same everywhere.
TUNED_LAYERS = range(2, LAYERS)
TUNED = ("attention.self.query", "attention.self.key", "attention.self.value",
         "attention.output.dense")  # fmt: skip
WARMTH, WARMTH_OF_COMMENTS = 0.05, 0.07
SHARE_OF_COMMENTS = 0.5
KEYWORDS_AT_A_TIME = 6
WIDTHS = (16, 24, 32, 48, LONGEST)
TINY, FAR = 1e-12, -1e9


class Batch(NamedTuple):
    """Token ids and a mask of texts, `(n_texts, n_tokens)` each."""

    ids: Any
    mask: Any


class Engine:
    """The engine's weights, in numbers that can be differentiated."""

    def __init__(self, folder: Path) -> None:
        weights = load_file(folder / "model.safetensors")
        named = {name.removeprefix("bert."): value for name, value in weights.items()}
        self.weights = {n: jnp.asarray(v) for n, v in named.items() if v.dtype != np.int64}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def batch(self, texts: Sequence[str]) -> Batch:
        """Return the texts as tokens, filled up to one of a few widths."""
        encoded = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        width = next(w for w in WIDTHS if w >= max(map(len, encoded)))
        ids = np.zeros((len(encoded), width), np.int32)
        for row, mine in enumerate(encoded):
            ids[row, : len(mine)] = mine
        mask = np.array([[float(n < len(mine)) for n in range(width)] for mine in encoded])
        return Batch(ids, mask.astype(np.float32))

    def no_addition(self, seed: int) -> dict[str, Any]:
        """Return an addition that adds nothing yet."""
        rng = np.random.default_rng(seed)
        found = {}
        for layer in TUNED_LAYERS:
            for part in TUNED:
                name = f"encoder.layer.{layer}.{part}"
                high, wide = self.weights[f"{name}.weight"].shape
                down = rng.normal(0, wide**-0.5, (RANK, wide)).astype(np.float32)
                found[name] = jnp.asarray(down), jnp.zeros((high, RANK), jnp.float32)
        return found

    def read(self, addition: dict[str, Any], texts: Batch) -> Any:
        """Return unit vectors of texts, `(n_texts, 384)`, as `minilm_graph` does."""
        one = "embeddings."
        positions = self.weights[f"{one}position_embeddings.weight"][: texts.ids.shape[1]]
        types = self.weights[f"{one}token_type_embeddings.weight"][0]
        state = self.weights[f"{one}word_embeddings.weight"][texts.ids] + positions + types
        state = self._norm(state, f"{one}LayerNorm")
        unseen = jnp.where(texts.mask[:, None, None, :] > 0, 0.0, FAR)
        for layer in range(LAYERS):
            state = self._layer(addition, state, unseen, f"encoder.layer.{layer}.")
        total = (state * texts.mask[..., None]).sum(1)
        return total / jnp.linalg.norm(total, axis=-1, keepdims=True)

    def _layer(self, addition: dict[str, Any], state: Any, unseen: Any, one: str) -> Any:
        query, key, value = (
            self._dense(addition, state, f"{one}attention.self.{part}")
            .reshape(*state.shape[:2], HEADS, -1)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        heeds = query @ key.transpose(0, 1, 3, 2) * query.shape[-1] ** -0.5 + unseen
        seen = (jax.nn.softmax(heeds) @ value).transpose(0, 2, 1, 3).reshape(state.shape)
        added = self._dense(addition, seen, f"{one}attention.output.dense") + state
        middle = self._norm(added, f"{one}attention.output.LayerNorm")
        wide = jax.nn.gelu(
            self._dense(addition, middle, f"{one}intermediate.dense"), approximate=False
        )
        return self._norm(
            self._dense(addition, wide, f"{one}output.dense") + middle, f"{one}output.LayerNorm"
        )

    def _dense(self, addition: dict[str, Any], given: Any, name: str) -> Any:
        found = given @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        if name in addition:
            down, up = addition[name]
            found = found + (given @ down.T) @ up.T
        return found

    def _norm(self, given: Any, name: str) -> Any:
        centred = given - given.mean(-1, keepdims=True)
        spread = jnp.sqrt((centred**2).mean(-1, keepdims=True) + TINY)
        return centred / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def strain(
    engine: Engine, addition: dict[str, Any], comments: Batch, themes: Batch, labels: Any
) -> Any:
    """Return how badly comments point at their theme, and at others that share it."""
    said, described = engine.read(addition, comments), engine.read(addition, themes)
    own = jax.nn.log_softmax(said @ described.T / WARMTH)
    apart = -(own * labels).sum(1).mean()
    others = 1 - jnp.eye(len(said))
    alike = jax.nn.log_softmax(said @ said.T / WARMTH_OF_COMMENTS + FAR * (1 - others))
    same = (labels @ labels.T > 0) * others
    count = same.sum(1)
    each = -(alike * same).sum(1) / jnp.maximum(count, 1)
    return apart + SHARE_OF_COMMENTS * each.sum() / jnp.maximum((count > 0).sum(), 1)


def tuned(
    engine: Engine, texts: Sequence[str], labels: Any, themes: Sequence[dict[str, Any]], seed: int
) -> dict[str, Any]:
    """Return the addition that texts of these themes teach. Deterministic for one seed."""
    rng = np.random.default_rng(seed)
    addition = engine.no_addition(seed)
    rate = optax.warmup_cosine_decay_schedule(0, RATE, STEPS // 10, STEPS)
    way = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=0.01))
    memory = way.init(addition)
    slope = jax.jit(jax.value_and_grad(lambda *given: strain(engine, *given)))
    # Comments of rare themes are drawn more often, by the square root of how rare they are.
    often = (labels / np.sqrt(np.maximum(labels.sum(0), 1))).max(1)
    for step in range(STEPS):
        drawn = rng.choice(len(texts), 4 * BATCH, replace=False, p=often / often.sum())
        # Comments of like length together, so that little of a batch is filling.
        drawn = drawn[np.argsort([len(texts[n]) for n in drawn], kind="stable")]
        drawn = drawn[(part := rng.integers(0, 4)) * BATCH : (part + 1) * BATCH]
        described = _described(themes, rng, by_keywords=bool(step % 2))
        value, down = slope(
            addition,
            engine.batch([texts[n] for n in drawn]),
            engine.batch(described),
            jnp.asarray(labels[drawn], jnp.float32),
        )
        change, memory = way.update(down, memory, addition)
        addition = optax.apply_updates(addition, change)
        if (step + 1) % 20 == 0:
            print(f"step {step + 1} of {STEPS}: {float(value):.3f}", flush=True)
    return addition


def _described(themes: Sequence[dict[str, Any]], rng: Any, *, by_keywords: bool) -> list[str]:
    if not by_keywords:
        return [f"{theme['name']}. {theme['definition']}" for theme in themes]
    return [
        ", ".join(
            rng.choice(
                theme["keywords"],
                min(KEYWORDS_AT_A_TIME, len(theme["keywords"])),
                replace=False,
            )
        )
        for theme in themes
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Tune on everything and on each half of the themes, and write the three additions."""
    parser = argparse.ArgumentParser(prog="tools/tune_engine.py")
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--codebook", type=Path, required=True)
    given = parser.parse_args(arguments)
    themes = yaml.safe_load(given.codebook.read_text("utf-8"))["themes"]
    texts, labels = labelled(given.train, [theme["labels"] for theme in themes])
    engine = Engine(weights_installed())
    files = zip(HALVES, halves(labels), strict=True)
    for path, mine in [*files, (ADDITION, np.arange(len(themes)))]:
        rows = np.flatnonzero(labels[:, mine].sum(1))
        print(f"{path.name}: {len(rows)} comments, {len(mine)} themes", flush=True)
        addition = tuned(
            engine,
            [texts[n] for n in rows],
            labels[np.ix_(rows, mine)],
            [themes[n] for n in mine],
            SEED,
        )
        arrays = {
            f"{where}.{side}": np.asarray(value, np.float16)
            for where, both in addition.items()
            for side, value in zip(("down", "up"), both, strict=True)
        }
        np.savez_compressed(path, **arrays)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
