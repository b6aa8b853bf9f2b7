"""The Census of 2020: people of states, counties and cities, and who lives in which."""
