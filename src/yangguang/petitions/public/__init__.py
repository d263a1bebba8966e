"""What a petitioner with number and query code sees."""
