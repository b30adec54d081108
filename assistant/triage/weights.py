"""Learned weights in files: derived, so whatever is amiss with one only means that it is made again."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant.triage.classifier import Classifier

# Weights of this process by what they were learned from: several coaches of one process hold them once.
_TRAINED: dict[str, Classifier] = {}


def weights_of(
    name: str, language: str, digest: str, caches: Sequence[Path], learn: Callable[[str], Classifier]
) -> Classifier:
    """The weights of this process, else kept ones, else learned now; kept in the last cache where none has them."""
    key = f"{name}-{language}-{digest}"
    if key not in _TRAINED:
        _TRAINED[key] = read_any(caches, name, language, digest) or learn(language)
    if caches and not any(path_of(folder, name, language, digest).exists() for folder in caches):
        keep(_TRAINED[key], path_of(caches[-1], name, language, digest))
    return _TRAINED[key]


def path_of(cache: Path, name: str, language: str, digest: str) -> Path:
    """Where weights are kept: by what they are for ("triage", "warnings", "red_pen"), language and what they were learned from."""
    return cache / f"{name}-{language}-{digest}.npz"


def read_any(caches: Sequence[Path], name: str, language: str, digest: str) -> Classifier | None:
    """The weights from the first folder that holds them, or None."""
    found = (_read(path_of(cache, name, language, digest), language) for cache in caches)
    return next((kept for kept in found if kept is not None), None)


def _read(path: Path, language: str) -> Classifier | None:
    try:
        with np.load(path, allow_pickle=False) as data:
            classes = tuple(str(name) for name in data["classes"])
            weights = np.zeros((len(data["idf"]), len(classes)), dtype=np.float32)
            weights[data["used"]] = data["weights"]
            return Classifier(language, classes, data["idf"], weights, data["bias"])
    except (OSError, KeyError, ValueError, EOFError):
        return None


def keep(trained: Classifier, path: Path) -> None:
    """Write weights in the place of earlier ones; without room for them every start learns again."""
    used = np.flatnonzero(np.abs(trained.weights).sum(axis=1))
    kept = path.with_suffix(".part.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        name = path.name.rpartition("-")[0]
        for old in path.parent.glob(f"{name}-*.npz"):
            old.unlink(missing_ok=True)
        np.savez(
            kept, classes=np.array(trained.classes), idf=trained.idf, used=used, weights=trained.weights[used],
            bias=trained.bias,
        )  # fmt: skip
        kept.replace(path)
    except OSError:
        kept.unlink(missing_ok=True)
