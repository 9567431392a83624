"""The definitions: what is observed and what is promised, in the vocabulary and nothing else."""
