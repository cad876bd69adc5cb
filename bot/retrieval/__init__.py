"""From a question to passages: files to passages, a lexical and a dense index, and their fusion."""
