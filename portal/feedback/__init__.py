"""What readers answer when a page asks whether it helped them."""
