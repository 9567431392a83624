"""The error of an impossible definition."""


class DefinitionError(ValueError):
    """A definition that can never work; the message says what is wrong and what would be right."""
