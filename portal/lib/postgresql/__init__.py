"""Django's PostgreSQL backend, for a web role that owns nothing."""
