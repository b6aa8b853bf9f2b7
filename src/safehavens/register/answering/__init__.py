"""Each request answered by the law of its day; what is kept of an answer tells nothing private."""
