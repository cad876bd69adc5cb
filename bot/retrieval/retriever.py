"""The library as langchain users know it: a ``BaseRetriever``, and its model an ``Embeddings``."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever

from bot.domain.answers import Found
from bot.ports.library import Library
from bot.retrieval.embedder import OnnxEmbedder


class OnnxEmbeddings(OnnxEmbedder, Embeddings):
    """The embedder for any langchain store."""


class ConvenerRetriever(BaseRetriever):
    """Retrieves passages as documents, with their source in the metadata."""

    library: Any
    lang: str = "en"
    limit: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        library: Library = self.library
        return [_document(found) for found in library.search(query, self.lang, self.limit)]


def _document(found: Found) -> Document:
    passage = found.passage
    metadata = {
        "id": passage.id,
        "document_id": passage.document_id,
        "title": passage.title,
        "heading": passage.heading,
        "url": passage.sources[0].url if passage.sources else "",
        "score": found.score,
    }
    return Document(page_content=passage.text, metadata=metadata)
