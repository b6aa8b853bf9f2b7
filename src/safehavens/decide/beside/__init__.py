"""What stands beside an answer: what comes next, and answers on neighboring actions."""
