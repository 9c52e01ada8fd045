"""A whole organisation looked at beforehand: whether somebody can act at every stage, whoever raises a case about whom.

Sets of people and of pairs are integers, one bit each, so that everybody's case is looked at with everybody at once.
"""
