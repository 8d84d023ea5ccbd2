"""One set of compilers for all tests of documents."""

import pytest

from documents.typst_child import Typesetter


@pytest.fixture(scope="session")
def typesetter() -> Typesetter:
    return Typesetter()
