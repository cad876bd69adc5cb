"""The setting ``CONVENER_EMBEDDINGS`` to a model: none, the default, a folder, or any langchain provider."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.retrieval.weights import ModelMissing, default_model, is_model

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings


@dataclass(frozen=True)
class Model:
    """A chosen embedding model: its name for the index's key, and where it lies if it is a folder.

    ``langs`` are the languages that it reads, None for any.
    """

    name: str
    folder: Path | None = None
    langs: tuple[str, ...] | None = None

    def reads(self, lang: str) -> bool:
        """Tell whether the model knows a language."""
        return self.langs is None or lang in self.langs

    def load(self) -> "Embeddings":
        """Return the embeddings. Raises ModelMissing where they cannot be had."""
        return _from_folder(self.folder) if self.folder is not None else _from_provider(self.name)


def choose(setting: str, models_dir: Path) -> Model | None:
    """Return the model that a setting names, or None for ``none``. Raises ModelMissing."""
    if setting == "none":
        return None
    if setting == "default":
        folder = default_model(models_dir)
        return Model("all-MiniLM-L6-v2", folder, langs=("en",))
    if setting.startswith("folder:"):
        folder = Path(setting.removeprefix("folder:"))
        if not is_model(folder):
            raise ModelMissing(f"{folder} holds no model.onnx with a tokenizer.json")
        return Model(f"folder-{folder.resolve()}", folder)
    return Model(setting)


def _from_folder(folder: Path) -> "Embeddings":
    from bot.retrieval.embedder import OnnxEmbeddings

    return OnnxEmbeddings(folder)


def _from_provider(name: str) -> "Embeddings":
    try:
        from langchain.embeddings import init_embeddings

        made: Embeddings = init_embeddings(name)
    except (ImportError, ValueError) as missing:
        raise ModelMissing(str(missing).splitlines()[0]) from missing
    return made
