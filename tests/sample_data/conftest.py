import pytest

from sample_data import SamplePark, build


@pytest.fixture(scope="session")
def park() -> SamplePark:
    return build()
