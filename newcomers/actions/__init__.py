"""What happens with newcomers' data."""
