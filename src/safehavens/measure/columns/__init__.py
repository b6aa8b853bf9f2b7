"""The columns of a panel's tables, made of numbers: no cell ever becomes a Python object."""
