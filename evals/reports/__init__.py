"""A run for people and for other programs: text, Markdown, HTML, JUnit."""
