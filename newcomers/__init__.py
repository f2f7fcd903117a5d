"""The confidential part: enquiries, families, cases."""
