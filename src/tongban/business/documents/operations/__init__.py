"""What is done with official documents, one verb a file."""
