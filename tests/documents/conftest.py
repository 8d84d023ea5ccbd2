"""One set of compilers for all pages of these tests; the child process has tests of its own."""

import pytest

from documents.typst_child import Typesetter


@pytest.fixture(scope="session")
def typesetter() -> Typesetter:
    return Typesetter()
