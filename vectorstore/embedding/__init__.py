"""Text to vectors: one seam, langchain's `Embeddings`, with two backends behind it."""
