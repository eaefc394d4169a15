"""How an e-mail looks where it is read."""

from common import outbox
from common.models import Message
from tests.factories.capacity import UserFactory


def test_a_letter_with_a_long_address_fits_on_a_phone(browser):
    reader = UserFactory.build(pk=1)
    message = Message(key="k", kind="session", subject="Read on", language="en", recipient=reader)
    message.text = f"https://example.org/{'very-long' * 20}"
    (html, _type) = outbox.envelope([message]).alternatives[0]
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.set_content(html)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
