"""Write the reader of roles: additions of low rank to the encoder that reads for disputes, and a head.

It learns from invented passages first (who has a part in them, whatever is said of it), then
from articles and narratives.

For each fold a reader of the others says what it thinks of the candidates; ``roles`` is trained with that. Fixed
seeds; about thirteen minutes on two cores (needs the ``vectors`` extra).
"""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from extractor.pipeline.disputes.model import load_disputes
from extractor.pipeline.encoder.network import as_bytes
from extractor.pipeline.encoder.stored import Stored, load_stored
from extractor.pipeline.roles.opening import MARKS, marked_as
from extractor.pipeline.roles.reader import HEADS, head_of
from training.data import Material
from training.folds import FOLDS
from training.role_samples import ROLES, collect
from training.role_texts import Text, of_passages, texts_of
from training.roles import EXCLUDE, sheet_rows
from training.tuning import Pace, batches, means_of, tensors_of

__all__ = ("EXCLUDE", "run")
Floats = npt.NDArray[np.float32]
Scores = dict[str, dict[str, list[float | None]]]
"""By text and role, the log-odds of each candidate in order; None where the opening does not name it."""
RANK = 16
FROZEN = 2
"""First layers that stay as they are."""
FIRST_EPOCHS, EPOCHS = 2, 4
"""On invented passages, and on articles and narratives."""
BATCH = 16
RATE = 1e-3
DROPPED = 0.1
TOPICS_SHARE = 0.1
"""While it learns the roles it learns the topics too, which are thrown away: it reads better for it."""
SEED = 1
LINEAR = {
    "mix": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "join": ("attention.output.dense",), "widen": ("intermediate.dense",), "narrow": ("output.dense",),
}  # fmt: skip
"""The matrices of a layer as stored, and as the library has them."""
NORMS = {"first_norm": "attention.output.LayerNorm", "last_norm": "output.LayerNorm"}


class Addition(nn.Module):  # type: ignore[misc]  # torch is skipped where it is not installed
    """A matrix that stays, and the product of two narrow ones that is added to it."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.linear = linear
        self.down = nn.Parameter(torch.randn(linear.in_features, RANK) / linear.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(RANK, linear.out_features))

    def forward(self, x: Tensor) -> Tensor:
        """Both, over x."""
        made: Tensor = self.linear(x) + (x @ self.down) @ self.up
        return made


class Net(nn.Module):  # type: ignore[misc]
    """The stored encoder with additions (biases and norms are learned too) behind its first layers, and one head."""

    def __init__(self, stored: Stored, terms: int) -> None:
        super().__init__()
        self.encoder = bert_of(stored.arrays)
        for weights in self.encoder.parameters():
            weights.requires_grad = False
        for layer in self.encoder.encoder.layer[FROZEN:]:
            for names in LINEAR.values():
                for name in names:
                    home, _, last = name.rpartition(".")
                    setattr(layer.get_submodule(home), last, Addition(layer.get_submodule(name)))
            for name, weights in layer.named_parameters():
                if name.endswith("bias") or "LayerNorm" in name:
                    weights.requires_grad = True
        self.head = nn.Linear(2 * self.encoder.config.hidden_size, len(HEADS))
        self.topics = nn.Linear(self.encoder.config.hidden_size, terms)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, ids: Tensor, mask: Tensor, own: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of marks (texts x marks x heads) and of topics (texts x terms).

        own: texts x marks x pieces, one where the mark stands.
        """
        found = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        whole, both = means_of(found, mask, own)
        return self.head(self.drop(both)), self.topics(self.drop(whole))


def bert_of(arrays: Mapping[str, npt.NDArray[Any]]) -> Any:
    """The stored encoder as the library's."""
    pieces, positions = arrays["pieces"], arrays["positions"]
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=pieces.shape[1], num_hidden_layers=int(arrays["layers"]),
        num_attention_heads=int(arrays["heads"]), intermediate_size=arrays["0.widen.bias"].shape[0],
        hidden_act="gelu_pytorch_tanh", max_position_embeddings=len(positions), type_vocab_size=2,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="eager",
    )  # fmt: skip
    bert = BertModel(config, add_pooling_layer=False)
    weights = bert.state_dict()

    def put(name: str, array: npt.NDArray[Any]) -> None:
        weights[name] = torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32))

    put("embeddings.word_embeddings.weight", pieces * arrays["pieces.scale"][:, None])
    put("embeddings.position_embeddings.weight", positions)
    put("embeddings.token_type_embeddings.weight", np.zeros((2, pieces.shape[1])))
    put("embeddings.LayerNorm.weight", arrays["norm.weight"])
    put("embeddings.LayerNorm.bias", arrays["norm.bias"])
    for n in range(config.num_hidden_layers):
        layer = f"encoder.layer.{n}."
        for ours, theirs in LINEAR.items():
            matrix = (arrays[f"{n}.{ours}.weight"] * arrays[f"{n}.{ours}.scale"]).T
            parts = zip(
                theirs, np.split(matrix, len(theirs)), np.split(arrays[f"{n}.{ours}.bias"], len(theirs)), strict=True
            )
            for name, weight, bias in parts:
                put(f"{layer}{name}.weight", weight)
                put(f"{layer}{name}.bias", bias)
        for ours, name in NORMS.items():
            put(f"{layer}{name}.weight", arrays[f"{n}.{ours}.weight"])
            put(f"{layer}{name}.bias", arrays[f"{n}.{ours}.bias"])
    bert.load_state_dict(weights)
    return bert


def tune(texts: Sequence[Text], stored: Stored, marks: Sequence[int], epochs: int, begun: Net | None = None) -> Net:
    """Learn from texts; which mark a candidate has is drawn anew each time, for it says nothing.

    begun: a net to go on from; it stays as it is.
    """
    torch.manual_seed(SEED)
    draw, net, started = random.Random(SEED), Net(stored, len(texts[0].terms)), time.monotonic()
    if begun is not None:
        net.load_state_dict(begun.state_dict())
    learned = [one for one in texts if one.weight.any()]
    steps = epochs * len(batches(learned, _length, BATCH, random.Random(0)))
    additions = [weights for weights in net.encoder.parameters() if weights.requires_grad]
    learning = [*additions, *net.head.parameters(), *net.topics.parameters()]
    pace = Pace(learning, steps, lr=RATE)
    net.train()
    for epoch in range(epochs):
        total = 0.0
        for batch in batches(learned, _length, BATCH, draw):
            inputs = _tensors(batch, [draw.sample(list(marks), len(marks)) for _ in batch], stored.edges)
            wanted, weight = (
                torch.from_numpy(np.stack([getattr(one, x) for one in batch])) for x in ("wanted", "weight")
            )
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits, topics = net(*inputs)
            terms = torch.from_numpy(np.stack([one.terms for one in batch]))
            loss = _loss(logits, wanted, weight) / weight.sum()
            loss = loss + TOPICS_SHARE * _loss(topics, terms.nan_to_num(), 1.0 - terms.isnan().float()) / len(batch)
            pace.step(loss, net)
            total += loss.item()
        print(f"  epoch {epoch}: loss {epochs * total / steps:.4f}, {time.monotonic() - started:.0f} s", flush=True)
    net.eval()
    return net


def _length(text: Text) -> int:
    return len(text.opening.ids)


def _loss(logits: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    losses = nn.functional.binary_cross_entropy_with_logits(logits.float(), wanted, reduction="none")
    total: Tensor = (losses * weight).sum()
    return total


def judge(net: Net, texts: Sequence[Text], marks: Sequence[int], edges: tuple[int, int]) -> Scores:
    """What a reader says of texts."""
    found: Scores = defaultdict(dict)
    ordered = sorted(texts, key=_length)
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        with torch.no_grad():
            logits = net(*_tensors(batch, [marks] * len(batch), edges))[0].numpy()
        for text, rows in zip(batch, logits, strict=True):
            if text.sample is None:
                continue
            for role in ROLES:
                found[text.sample.row.id][role] = [
                    round(float(rows[mark, HEADS.index(head_of(role, one.candidate))]), 4)
                    if (mark := text.opening.marked.get(marked_as(one.candidate) or ("", ""))) is not None
                    else None
                    for one in text.sample.measured[role]
                ]
    return found


def _tensors(
    batch: Sequence[Text], marks: Sequence[Sequence[int]], edges: tuple[int, int]
) -> tuple[Tensor, Tensor, Tensor]:
    """(ids, mask, places of each mark) of texts. marks: the pieces of each text's marks."""
    return tensors_of([text.opening.ids for text in batch], marks, edges)


def write_additions(net: Net, path: Path) -> None:
    """Write what was learned: narrow matrices as bytes, biases, norms and head as short floats."""
    weights = {name: value.detach().float().numpy() for name, value in net.state_dict().items()}
    arrays: dict[str, npt.NDArray[Any]] = {}
    for n in range(FROZEN, net.encoder.config.num_hidden_layers):
        layer = f"encoder.encoder.layer.{n}."
        for ours, theirs in LINEAR.items():
            downs, ups = ([weights[f"{layer}{name}.{part}"] for name in theirs] for part in ("down", "up"))
            wide = [np.zeros((RANK * len(theirs), up.shape[1]), dtype=np.float32) for up in ups]
            for at, up in enumerate(ups):
                wide[at][RANK * at : RANK * (at + 1)] = up
            _put(arrays, f"{n}.{ours}.down", np.concatenate(downs, 1))
            _put(arrays, f"{n}.{ours}.up", np.concatenate(wide, 1))
            biases = [weights[f"{layer}{name}.linear.bias"] for name in theirs]
            arrays[f"{n}.{ours}.bias"] = np.concatenate(biases).astype(np.float16)
        for ours, name in NORMS.items():
            for part in ("weight", "bias"):
                arrays[f"{n}.{ours}.{part}"] = weights[f"{layer}{name}.{part}"].astype(np.float16)
    arrays["head.weight"] = weights["head.weight"].T.astype(np.float16)
    arrays["head.bias"] = weights["head.bias"]
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
    print(f"{path.name}: {path.stat().st_size} bytes")


def _put(arrays: dict[str, npt.NDArray[Any]], name: str, matrix: Floats) -> None:
    arrays[name], arrays[f"{name}.scale"] = as_bytes(matrix)


def run(material: Material, *, out: Path, oof: Path | None = None) -> None:
    """Read each fold by a reader of the others into ``material.reading``, then write the reader of all into ``out``.

    oof: nothing is kept there: what the readers say is none of a draft's values.
    """
    disputes = load_disputes()
    stored = load_stored(disputes.arrays)
    marks = [stored.ids[mark] for mark in disputes.marks[:MARKS]]
    texts = texts_of(collect(material, sheet_rows(material.sheet)), stored)
    print(f"{len(texts)} texts", flush=True)
    begun = tune(of_passages(stored, len(texts[0].terms)), stored, marks, FIRST_EPOCHS)
    said: Scores = {}
    for fold in range(FOLDS):
        net = tune([one for one in texts if one.fold != fold], stored, marks, EPOCHS, begun)
        said |= judge(net, [one for one in texts if one.fold == fold], marks, stored.edges)
        print(f"fold {fold} is read", flush=True)
    material.reading.write_text(json.dumps(said) + "\n", encoding="utf-8")
    write_additions(tune(texts, stored, marks, EPOCHS, begun), out / "roles.npz")
