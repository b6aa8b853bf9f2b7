"""What happens when things go wrong, or when somebody wants them to.

A test for each kind of fault that was found when safehavens was attacked:

test_hostile_law
    YAML that grows by aliases, holds itself, is deep or long; numbers without end, and beyond what
    can be reckoned with; terms that double; conditions, facts, thresholds and relations without
    end; a vocabulary that lacks words; characters that steer a terminal.
test_law_folders
    Links out of the folder of law, pipes, devices, names that are not text, files too large.
test_law_fuzz
    Anything else that YAML can be: 100,000 files in `make test-long`.
test_large_law (long)
    Law of 100,000 norms is still read.
test_snapshot_attacks
    A snapshot that was planted, changed, renamed, or lies where others write; links in its place.
test_output_faults
    A disk that is full, a file too large, output that is closed or a device; the mode of a file
    that is replaced, and links to it; words of a command that steer a terminal; what nobody
    foresaw.
test_kill (long)
    kill -9 at any moment of commands that write.

Elsewhere: tables that are torn, never closed or damaged, huge integers, lone surrogates and NaN in
`tests/screen`; idle and stalled clients, endless headers, SIGTERM, redirects and private facts in
addresses in `tests/web`; a user without a home in `tests/files`.
"""
