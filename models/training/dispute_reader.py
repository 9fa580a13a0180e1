"""Tuning the encoder that reads for disputes, and writing it small: fewer layers, fewer word pieces, bytes."""

from __future__ import annotations

import random
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from all_minilm_l6_v2 import get_model_zip_path
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from extractor.pipeline.disputes.model import ROLES
from extractor.pipeline.disputes.windows import MARKS, ids_of
from extractor.pipeline.encoder.network import as_bytes
from extractor.pipeline.encoder.wordpiece import UNKNOWN, WordPieces
from training.dispute_samples import Sample
from training.tuning import batches, warm_and_fall

Floats = npt.NDArray[np.float32]
LAYERS = 6
EPOCHS = 8
BATCH = 16
RATE, HEAD_RATE = 1e-4, 1e-3
LONGEST = 192
"""Word pieces of a window, with its edges."""
LEAST_COUNT = 6
"""A word piece must stand so often in the texts to be kept; single characters always are."""
SEED = 1


@dataclass(slots=True)
class Reader:
    """A tuned encoder with its head. vocabulary: all pieces of the original encoder, in order."""

    net: Net
    vocabulary: list[str]

    @property
    def marks(self) -> tuple[str, ...]:
        """The pieces that stand for actors."""
        return tuple(f"[unused{n + 1}]" for n in range(MARKS))


class Net(nn.Module):  # type: ignore[misc]  # torch is skipped where it is not installed
    """The encoder (its embeddings stay as they are), and one linear head over the whole and an actor's marks."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        encoder.encoder.layer = encoder.encoder.layer[:LAYERS]
        for weights in encoder.embeddings.parameters():
            weights.requires_grad = False
        self.encoder = encoder
        self.head = nn.Linear(2 * encoder.config.hidden_size, len(ROLES))

    def forward(self, ids: Tensor, mask: Tensor, own: Tensor) -> Tensor:
        """Logits (windows x actors x roles). own: windows x actors x pieces, one where a mark of the actor stands."""
        found = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        every = mask.unsqueeze(-1).float()
        whole = (found * every).sum(1) / every.sum(1)
        at = own @ found / own.sum(-1, keepdim=True).clamp(min=1)
        made: Tensor = self.head(torch.cat([whole.unsqueeze(1).expand_as(at), at], -1))
        return made


def load_reader() -> Reader:
    """The encoder of its PyPI package, untuned (nothing is fetched)."""
    torch.manual_seed(SEED)
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(get_model_zip_path()) as packed:
            packed.extractall(folder)
        home = next(Path(folder).rglob("config.json")).parent
        tokenizer = AutoTokenizer.from_pretrained(home, local_files_only=True)
        encoder = AutoModel.from_pretrained(home, local_files_only=True, hidden_act="gelu_new")
    ids = tokenizer.get_vocab()
    return Reader(Net(encoder), sorted(ids, key=lambda piece: ids[piece]))


def tune(samples: Sequence[Sample]) -> Reader:
    """Tune the encoder on windows; which mark an actor has is drawn anew each time, for it says nothing."""
    reader, draw = load_reader(), random.Random(SEED)
    ids = {piece: n for n, piece in enumerate(reader.vocabulary)}
    pieces, edges = WordPieces(ids), (ids["[CLS]"], ids["[SEP]"])
    marks = [ids[mark] for mark in reader.marks]
    made = [(sample, ids_of(sample.window, pieces.ids, range(-1, -MARKS - 1, -1))[: LONGEST - 2]) for sample in samples]
    steps = EPOCHS * len(batches(made, _length, BATCH, random.Random(0)))
    tuned = [weights for weights in reader.net.encoder.parameters() if weights.requires_grad]
    groups = [{"params": tuned, "lr": RATE}, {"params": reader.net.head.parameters(), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = warm_and_fall(optimizer, steps)
    reader.net.train()
    done = 0
    for _ in range(EPOCHS):
        for batch in batches(made, _length, BATCH, draw):
            inputs, wanted = _tensors(batch, marks, edges, draw)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = reader.net(*inputs)
            there = (inputs[2].sum(-1) > 0).float().unsqueeze(-1)
            losses = nn.functional.binary_cross_entropy_with_logits(logits.float(), wanted, reduction="none")
            loss = (losses * there).sum() / (len(ROLES) * there.sum())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            if done % 50 == 0:
                print(f"  step {done} of {steps}, loss {loss.item():.3f}", flush=True)
    reader.net.eval()
    return reader


Made = tuple[Sample, list[int]]


def _length(made: Made) -> int:
    return len(made[1])


def _tensors(
    batch: Sequence[Made], marks: Sequence[int], edges: tuple[int, int], draw: random.Random
) -> tuple[tuple[Tensor, Tensor, Tensor], Tensor]:
    """(ids, mask, marks of each actor) and the labels. In the ids given, actor n stands as -1 - n."""
    width = max(len(ids) for _, ids in batch) + 2
    ids = np.zeros((len(batch), width), dtype=np.int64)
    mask = np.zeros((len(batch), width), dtype=np.int64)
    own = np.zeros((len(batch), MARKS, width), dtype=np.float32)
    wanted = np.zeros((len(batch), MARKS, len(ROLES)), dtype=np.float32)
    for n, (sample, given) in enumerate(batch):
        order = draw.sample(list(marks), len(marks))
        row = [edges[0], *(order[-1 - piece] if piece < 0 else piece for piece in given), edges[1]]
        ids[n, : len(row)], mask[n, : len(row)] = row, 1
        for at, piece in enumerate(given, start=1):
            if piece < 0:
                own[n, -1 - piece, at] = 1
        for actor, labels in enumerate(sample.labels):
            wanted[n, actor] = labels
    return (torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(own)), torch.from_numpy(wanted)


def write_reader(reader: Reader, texts: Iterable[str], path: Path) -> None:
    """Write the reader as bytes, with the word pieces that the texts need."""
    weights = {name: value.detach().float().numpy() for name, value in reader.net.state_dict().items()}
    keep = _needed(reader.vocabulary, texts, reader.marks)
    embedded = "encoder.embeddings."
    own = weights[f"{embedded}word_embeddings.weight"][keep]
    positions = weights[f"{embedded}position_embeddings.weight"][:LONGEST]
    arrays: dict[str, Any] = {
        "vocabulary": np.frombuffer("\n".join(reader.vocabulary[n] for n in keep).encode("utf-8"), dtype=np.uint8),
        "positions": (positions + weights[f"{embedded}token_type_embeddings.weight"][0]).astype(np.float16),
        "norm.weight": weights[f"{embedded}LayerNorm.weight"],
        "norm.bias": weights[f"{embedded}LayerNorm.bias"],
        "layers": np.array(LAYERS),
        "heads": np.array(reader.net.encoder.config.num_attention_heads),
        "head.weight": weights["head.weight"].T,
        "head.bias": weights["head.bias"],
    }
    arrays["pieces.scale"] = (np.abs(own).max(1) / 127).astype(np.float32)
    arrays["pieces"] = np.round(own / arrays["pieces.scale"][:, None]).astype(np.int8)
    for n in range(LAYERS):
        layer = f"encoder.encoder.layer.{n}."
        mixed = [f"{layer}attention.self.{part}" for part in ("query", "key", "value")]
        _put(arrays, f"{n}.mix", *(np.concatenate([weights[f"{m}.{x}"] for m in mixed]) for x in ("weight", "bias")))
        for ours, theirs in (
            ("join", "attention.output.dense"), ("widen", "intermediate.dense"), ("narrow", "output.dense")
        ):  # fmt: skip
            _put(arrays, f"{n}.{ours}", weights[f"{layer}{theirs}.weight"], weights[f"{layer}{theirs}.bias"])
        for ours, theirs in (("first_norm", "attention.output.LayerNorm"), ("last_norm", "output.LayerNorm")):
            arrays[f"{n}.{ours}.weight"] = weights[f"{layer}{theirs}.weight"]
            arrays[f"{n}.{ours}.bias"] = weights[f"{layer}{theirs}.bias"]
    np.savez_compressed(path, **arrays)
    print(f"{len(keep)} word pieces: {path.stat().st_size} bytes")


def _put(arrays: dict[str, Any], name: str, weight: Floats, bias: Floats) -> None:
    """A matrix (given out x in, kept in x out) as bytes with a scale per column, and its bias."""
    arrays[f"{name}.weight"], arrays[f"{name}.scale"] = as_bytes(weight.T)
    arrays[f"{name}.bias"] = bias


def _needed(vocabulary: Sequence[str], texts: Iterable[str], marks: Sequence[str]) -> list[int]:
    """Places of the pieces to keep: the frequent ones of the texts, single characters, marks and edges."""
    ids = {piece: n for n, piece in enumerate(vocabulary)}
    pieces, counts = WordPieces(ids), Counter[int]()
    for text in texts:
        counts.update(pieces.ids(text))
    always = {"[CLS]", "[SEP]", UNKNOWN, *marks}
    return [
        n
        for n, piece in enumerate(vocabulary)
        if counts[n] >= LEAST_COUNT or piece in always or len(piece.removeprefix("##")) == 1
    ]
