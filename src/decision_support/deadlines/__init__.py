"""From a clock and the events so far to a due date, with the arithmetic in plain English."""
