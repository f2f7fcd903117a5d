"""The doors for staff: which of django-allauth's pages are open, and what is ours about them."""
