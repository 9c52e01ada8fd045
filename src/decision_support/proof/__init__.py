"""What is shown about the knowledge base as a whole, by way of whole cases: laws, mutants, matrix, impact."""
