"""Faces: modules with the names, the defaults and the errors of other Zstandard packages, on this package's engine."""
