"""The ground: the region, its municipalities, pages, topics and figures."""
