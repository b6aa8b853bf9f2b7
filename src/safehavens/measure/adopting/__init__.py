"""When a condition on probes and indices is met: its reading, the days, and how they are told."""
