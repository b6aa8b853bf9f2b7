"""`python -m safehavens`."""

from safehavens.cli import main

main()
