"""Evidence and data sets: what studies found, and what there is to measure effects with."""
