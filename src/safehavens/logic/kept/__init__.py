"""Law that has been read, as bytes: each instrument is made of them when it is asked for."""
