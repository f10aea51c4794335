"""The Model Context Protocol: the same questions as tools, for agents.

https://modelcontextprotocol.io/specification
"""
