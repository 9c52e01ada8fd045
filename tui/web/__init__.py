"""The full-screen interface in the browser: who may come in, and one process for each tab."""
