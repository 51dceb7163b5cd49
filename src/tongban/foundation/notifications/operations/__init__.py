"""What changes notices and messages: telling people, delivering, and what people do with their own."""
