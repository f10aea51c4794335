"""Public data sets as yardsticks: one adapter each, which reads a folder of its files and scores as its authors do."""
