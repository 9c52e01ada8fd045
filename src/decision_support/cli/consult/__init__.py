"""The consultation in plain lines: one question at a time, and commands at any prompt."""
