"""Answers written by a chat model, each segment held to what it quotes before it leaves."""
