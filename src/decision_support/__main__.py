"""`python -m decision_support` is the same as `decision-support`."""

from decision_support.cli import main

main()
