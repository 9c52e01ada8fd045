"""The full-screen interface. Presentation only: what is said in it comes from `decision_support.casework`."""
