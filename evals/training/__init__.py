"""How the reader's adapter came about: public data sets in, `qa/reader/adapter.safetensors` out."""
