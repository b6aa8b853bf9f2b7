"""An evaluation told: plain words first, tables for others to use, and a script that reruns it."""
