"""Every error class has its row in both tables: HTTP status and exit code."""

import importlib
import pkgutil

import pytest
from django.test import RequestFactory

import seawall
from seawall.cli.exit_codes import EXIT_CODES
from seawall.corpus.errors import StoreBusyError
from seawall.desk.people.errors import LinkRefusedError, OwnRolesError, StaffStateError
from seawall.desk.statuses import ANSWERS, StatusMiddleware, sentence_of, status_of
from seawall.errors import SeawallError


def error_classes() -> set[str]:
    """Import every errors module, and the root modules that define errors, and name each class."""
    for module in pkgutil.walk_packages(seawall.__path__, "seawall."):
        name = module.name.rpartition(".")[2]
        if name == "errors" or (module.name.count(".") == 1 and name != "__main__"):
            importlib.import_module(module.name)

    def below(cls):
        for child in cls.__subclasses__():
            yield child
            yield from below(child)

    shipped = (cls for cls in below(SeawallError) if cls.__module__.startswith("seawall."))
    return {f"{cls.__module__}.{cls.__qualname__}" for cls in shipped}


def test_every_error_class_has_a_status():
    assert error_classes() - set(ANSWERS) == set()


def test_every_error_class_has_an_exit_code():
    assert error_classes() - set(EXIT_CODES) == set()


def test_no_row_names_a_class_that_is_gone():
    known = error_classes() | {"seawall.errors.SeawallError"}
    assert set(ANSWERS) - known == set()
    assert set(EXIT_CODES) - known == set()


def test_a_class_that_is_not_listed_takes_the_answer_of_its_ancestor():
    class StrangerError(OwnRolesError):
        """A plugin's own error."""

    assert status_of(StrangerError()) == status_of(OwnRolesError()) == 403
    assert status_of(type("Foreign", (SeawallError,), {"__doc__": "x"})()) == 500


def test_people_read_the_errors_own_words_or_the_tables():
    assert sentence_of(StaffStateError("this person is not active")) == "this person is not active"
    assert "Ask an administrator" in sentence_of(LinkRefusedError())
    assert sentence_of(LinkRefusedError("a special case")) == "a special case"


def test_our_own_faults_tell_their_details_to_the_log_alone():
    assert "secret" not in sentence_of(SeawallError("a secret path"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status"), [(LinkRefusedError(), 410), (OwnRolesError(), 403), (SeawallError("x"), 500)]
)
def test_the_middleware_draws_a_page_with_the_status(error, status):
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    answer = StatusMiddleware(lambda _request: None).process_exception(request, error)
    assert answer.status_code == status
    assert "<h1>" in answer.content.decode()


def test_other_exceptions_are_left_to_django():
    assert StatusMiddleware(lambda _request: None).process_exception(RequestFactory().get("/"), ValueError()) is None


def test_a_busy_store_asks_to_come_back_later():
    assert status_of(StoreBusyError(pid=1)) == 503
