"""Fixtures: each module in turn, or both together."""

import tempfile

import capabilities
import hypothesis
import hypothesis.configuration
import pytest

# Nothing is written beside the tests.
hypothesis.configuration.set_hypothesis_home_dir(tempfile.mkdtemp(prefix="hypothesis-"))
# The same examples in every run, and no limits in seconds.
hypothesis.settings.register_profile(
    "parity",
    database=None,
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=list(hypothesis.HealthCheck),
)
hypothesis.settings.load_profile("parity")


@pytest.fixture(scope="session", params=capabilities.MODULES)
def zstd(request):
    """One of the modules."""
    return capabilities.load(request.param)


@pytest.fixture(scope="session")
def both():
    """Both modules, the native one first."""
    return capabilities.load_both()
