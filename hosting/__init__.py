"""What the hosts offer: coordinators, organisations. Public."""
