"""The published studies of such laws, the claims they bear on, and their pooling."""
