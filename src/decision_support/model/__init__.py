"""Frozen values that every other layer speaks in: no files, no database, no screen."""
