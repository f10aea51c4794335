"""Articles in, passages and statements out; knows nothing of questions or answers."""
