"""What happens to the region's texts and facts."""
