"""Who is treated from when, who is compared with, and what is counted as one decision."""
