"""Files of this machine: the package's own, the cache, and files written whole or not at all."""
