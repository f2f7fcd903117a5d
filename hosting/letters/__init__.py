"""What a monthly letter says: news from several sources, gathered for a place and a month."""
