"""Decision support: guidance documents as data, facts of a case in, reasoned advice out."""

__version__ = "0.1.0"
