"""From law to effect: who was treated when, what changed, and how sure that is."""
