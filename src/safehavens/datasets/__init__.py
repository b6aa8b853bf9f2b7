"""Data sets of outcomes and covariates: what is shipped, and what a user fetches."""
