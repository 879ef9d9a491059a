"""What claims stand on comes in: authors, documents, texts and retractions. Knows no claim."""
