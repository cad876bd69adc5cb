"""The setting ``CONVENER_EMBEDDINGS`` to a model: none, the default, a folder, or any langchain provider."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.retrieval.weights import ModelMissing, default_model, is_model


class Embedder(Protocol):
    """What of langchain's ``Embeddings`` is needed: any of those will do."""

    def embed_query(self, text: str) -> list[float]:
        """Return a question's vector."""
        ...

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the vectors of texts, in their order."""
        ...


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

    def load(self) -> Embedder:
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


def _from_folder(folder: Path) -> Embedder:
    from bot.retrieval.embedder import OnnxEmbedder

    return OnnxEmbedder(folder)


def _from_provider(name: str) -> Embedder:
    try:
        from langchain.embeddings import init_embeddings

        made: Embedder = init_embeddings(name)
    except (ImportError, ValueError) as missing:
        raise ModelMissing(str(missing).splitlines()[0]) from missing
    return made
