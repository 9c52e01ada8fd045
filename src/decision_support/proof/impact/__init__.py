"""What a change of the knowledge base does to the advice on scenarios, bundled cases and stored cases."""
