"""How sure an estimate is: p-values, intervals, power."""
