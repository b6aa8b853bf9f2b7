"""What studies found of such laws: the studies, the claims they bear on, and their pooling."""
