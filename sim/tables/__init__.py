"""The record as tables: conversations, intervals, agent days."""
