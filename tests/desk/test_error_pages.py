"""A refusal says what happened and what was kept, in the reader's language, whatever part of Django refused."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

PAGES = ("400", "403", "403_csrf", "404", "405", "413", "429", "500")


@pytest.mark.django_db
def test_a_link_to_a_form_s_address_gets_a_page() -> None:
    response = Client().get(reverse("set_language"))
    assert response.status_code == 405
    assert "Why did nothing happen?" in response.content.decode()
    assert response["Allow"] == "POST"


@pytest.mark.django_db
def test_htmx_gets_the_bare_answer() -> None:
    response = Client().get(reverse("set_language"), headers={"HX-Request": "true"})
    assert response.status_code == 405
    assert response.content == b""


@pytest.mark.django_db
def test_a_missing_page_speaks_the_reader_s_language() -> None:
    response = Client().get("/nowhere/", headers={"Accept-Language": "ar"})
    assert response.status_code == 404
    assert 'dir="rtl"' in response.content.decode()
    assert "أين ذهبت هذه الصفحة؟" in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_says_that_it_is_too_old() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "heron"})
    assert response.status_code == 403
    assert "Why was the form refused?" in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "ar", "es"])
def test_each_error_page_can_be_drawn_without_a_request(name: str, language: str) -> None:
    with translation.override(language):
        page = render_to_string(f"{name}.html")
    assert page.count("<h1>") == 1
    assert f'lang="{language}"' in page
