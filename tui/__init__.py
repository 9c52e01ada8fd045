"""The full-screen terminal interface. Empty until its first screen arrives."""
