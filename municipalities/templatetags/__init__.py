"""What templates draw of municipalities."""
