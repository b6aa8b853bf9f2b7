"""From law files to a Lawbook: YAML, forms, validation, assembly; every error with its line."""
