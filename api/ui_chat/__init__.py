"""The AI SDK's UI message stream: what `useChat` and its kin talk to."""
