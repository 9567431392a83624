"""The emitted rules against real servers in real time, and a program that knows the truth."""
