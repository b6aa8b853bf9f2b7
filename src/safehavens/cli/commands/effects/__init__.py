"""Commands about what law did."""
