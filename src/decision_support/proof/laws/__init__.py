"""The laws of the domain: what must hold of every case, whatever the rules."""
