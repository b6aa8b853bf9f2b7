"""Ways to an answer: sets of requests, proved to have it."""
