"""Rule mutants: would anybody notice if one thing in the rule base were different?"""
