"""The reader of disputes: a small encoder that learns from large ones' judgements, and is written as bytes."""

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
import torch
from all_minilm_l6_v2 import get_model_zip_path
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from extractor.pipeline.disputes.windows import MARKS
from extractor.pipeline.encoder.network import as_bytes
from extractor.pipeline.encoder.wordpiece import UNKNOWN, WordPieces
from training.dispute_net import LONGEST, Floats, Ids, Net, Numbers, loss_of
from training.dispute_teacher import Told
from training.tuning import Pace, batches

STEPS = 8000
BATCH = 16
RATE, HEAD_RATE = 1e-4, 1e-3
LEAST_COUNT = 5
"""A word piece must stand so often in the texts to be kept; single characters always are."""
SEED = 1
MARK_NAMES = tuple(f"[unused{n + 1}]" for n in range(MARKS))
"""The pieces that stand for actors."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A window to learn from. wanted: how surely each part is disputed (actors x roles)."""

    ids: Ids
    wanted: Floats
    told: Told


@dataclass(slots=True)
class Reader:
    """An encoder with its head. vocabulary: all pieces of the original encoder, in order."""

    net: Net
    vocabulary: list[str]


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


def tune(reader: Reader, windows: Sequence[Taught], numbers: Numbers) -> None:
    """Learn what teachers make of windows: their scores, and by a matrix that is thrown away their pieces' vectors."""
    draw, net = random.Random(SEED), reader.net
    across = nn.Linear(net.encoder.config.hidden_size, windows[0].told.vectors.shape[1])
    heads = {"params": [*net.head.parameters(), *across.parameters()], "lr": HEAD_RATE}
    pace = Pace([{"params": net.tuned(), "lr": RATE}, heads], STEPS)
    net.train()
    done = 0
    while done < STEPS:
        for batch in batches(windows, _length, BATCH, draw)[: STEPS - done]:
            ids, mask, own = numbers.tensors([one.ids for one in batch], draw)
            wanted = torch.from_numpy(np.stack([one.wanted for one in batch]))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits, found = net(ids, mask, own)
            loss, apart = loss_of(logits, wanted, own), _apart(across(found), [one.told for one in batch], mask)
            pace.step(loss + apart, net)
            done += 1
            if done % 100 == 0:
                print(f"  step {done} of {STEPS}, loss {loss.item():.3f}, apart {apart.item():.3f}", flush=True)
    net.eval()


def _length(window: Taught) -> int:
    return len(window.ids)


def _apart(found: Tensor, told: Sequence[Told], mask: Tensor) -> Tensor:
    """How far pieces' vectors are from the teachers': one minus their cosine, on average."""
    wanted = torch.zeros_like(found)
    for n, one in enumerate(told):
        wanted[n, : len(one.vectors)] = torch.from_numpy(one.vectors.astype(np.float32))
    there = mask.float()
    mean: Tensor = ((1 - nn.functional.cosine_similarity(found, wanted, dim=-1)) * there).sum() / there.sum()
    return mean


def write_reader(reader: Reader, texts: Iterable[str], path: Path) -> None:
    """Write the reader as bytes, with the word pieces that the texts need."""
    weights = {name: value.detach().float().numpy() for name, value in reader.net.state_dict().items()}
    keep = _needed(reader.vocabulary, texts)
    embedded = "encoder.embeddings."
    own = weights[f"{embedded}word_embeddings.weight"][keep]
    positions = weights[f"{embedded}position_embeddings.weight"][:LONGEST]
    arrays: dict[str, Any] = {
        "vocabulary": np.frombuffer("\n".join(reader.vocabulary[n] for n in keep).encode("utf-8"), dtype=np.uint8),
        "positions": (positions + weights[f"{embedded}token_type_embeddings.weight"][0]).astype(np.float16),
        "norm.weight": weights[f"{embedded}LayerNorm.weight"],
        "norm.bias": weights[f"{embedded}LayerNorm.bias"],
        "layers": np.array(reader.net.encoder.config.num_hidden_layers),
        "heads": np.array(reader.net.encoder.config.num_attention_heads),
        "head.weight": weights["head.weight"].T,
        "head.bias": weights["head.bias"],
    }
    arrays["pieces.scale"] = (np.abs(own).max(1) / 127).astype(np.float32)
    arrays["pieces"] = np.round(own / arrays["pieces.scale"][:, None]).astype(np.int8)
    for n in range(reader.net.encoder.config.num_hidden_layers):
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


def _needed(vocabulary: Sequence[str], texts: Iterable[str]) -> list[int]:
    """Places of the pieces to keep: the frequent ones of the texts, single characters, marks and edges."""
    ids = {piece: n for n, piece in enumerate(vocabulary)}
    pieces, counts = WordPieces(ids), Counter[int]()
    for text in texts:
        counts.update(pieces.ids(text))
    always = {"[CLS]", "[SEP]", UNKNOWN, *MARK_NAMES}
    return [
        n
        for n, piece in enumerate(vocabulary)
        if counts[n] >= LEAST_COUNT or piece in always or len(piece.removeprefix("##")) == 1
    ]
