"""One screen a room: the list of cases, the rooms of a case, and the library."""
