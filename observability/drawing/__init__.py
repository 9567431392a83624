"""Pictures and pages: every surface says what to draw, and this room draws it."""
