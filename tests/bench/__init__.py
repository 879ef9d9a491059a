"""``make bench``: what the product costs, as ratios to bare SQL for the same answer in the same run."""
