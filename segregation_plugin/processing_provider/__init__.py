"""What a user runs: the processing provider and its algorithms."""
