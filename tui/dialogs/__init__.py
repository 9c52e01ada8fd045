"""What asks for one thing and gives it back: modal screens."""
