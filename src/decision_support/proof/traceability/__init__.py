"""Clause, rule, question, case and law side by side: what rests on what, and where the chain is broken."""
