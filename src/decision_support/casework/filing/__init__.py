"""What is written into case files: from what somebody says to entries that hold together."""
