"""Policy measured by how it behaves: verdicts on probes by place and time, and indices of them."""
