"""A chat model, by langchain."""
