"""What a reader must know before any number: each check gives a finding or nothing."""
