"""One file for each command: its options and what it does. `safehavens.cli.app` lists them."""
