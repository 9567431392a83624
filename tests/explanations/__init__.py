"""Explanations say of a promise what follows from it, exactly."""
