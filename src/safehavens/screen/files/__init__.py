"""Files of requests: their formats, read in stretches and written whole or not at all."""
