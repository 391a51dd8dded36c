"""Fixtures: the face of each module in turn, and the original that it is compared with."""

import capabilities
import pytest


@pytest.fixture(scope="session")
def face(zstd):
    """The face ``compression_zstd`` of one of the modules."""
    return capabilities.face(zstd)


@pytest.fixture(scope="session")
def original():
    """The original, from PyPI."""
    return capabilities.peer("backports.zstd")
