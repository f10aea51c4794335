"""Routes in the shape of OpenAI's interface, for clients that are made for it."""
