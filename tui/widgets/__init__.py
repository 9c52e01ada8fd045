"""What several screens show: widgets that post messages and know nothing of cases, files or rules."""
