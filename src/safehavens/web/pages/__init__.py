"""The pages, one module each: a function from a request to an answer."""
