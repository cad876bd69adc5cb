"""Long texts to passages that an embedding model can take in whole."""

LONGEST = (
    1000  # characters; MiniLM reads 256 word pieces, and a word piece is seldom shorter than four letters
)


def split(text: str) -> list[str]:
    """Return a text in pieces of at most ``LONGEST`` characters, cut at paragraphs, else lines, else sentences."""
    if len(text) <= LONGEST:
        return [text]
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    cuts = ["\n\n", "\n", r"(?<=[.!?])\s+", " ", ""]
    splitter = RecursiveCharacterTextSplitter(
        cuts, is_separator_regex=True, chunk_size=LONGEST, chunk_overlap=0
    )
    return splitter.split_text(text)
