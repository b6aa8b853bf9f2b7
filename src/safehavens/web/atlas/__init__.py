"""The Atlas: what the law answers in every county on a day, as numbers and as a map."""
