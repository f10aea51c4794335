"""Gold questions, metrics, harness and reports; measures any callable question -> reply."""
