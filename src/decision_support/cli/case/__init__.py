"""The verbs of the case file, case …: begin one, write into it, read it, take it elsewhere."""
