"""The parts of the face ``compression_zstd``."""
