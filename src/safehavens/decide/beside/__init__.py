"""What stands beside an answer: whose agency it is, what comes next, neighboring actions."""
