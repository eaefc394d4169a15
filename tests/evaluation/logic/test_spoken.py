from django.utils.translation import override

from evaluation.logic.spoken import Spoken, spoken

SAID = "The year ended well."


def test_what_the_invented_say_is_said_in_the_readers_words():
    known = (
        "This report shows invented figures of invented people: it is here to show what a report looks like."
    )
    with override("ar"):
        found = spoken(known, "en", is_demo=True)
        assert (found.language, found.text == known) == ("ar", False)
        assert spoken(known, "en", is_demo=False) == Spoken(known, "en")


def test_lines_of_a_form_do_not_make_a_text_a_translation():
    """A form ends lines otherwise than messages do; the words are still those of who wrote them."""
    with override("ar"):
        assert spoken(f"{SAID}\r\n\r\n{SAID}", "en", is_demo=True) == Spoken(f"{SAID}\n\n{SAID}", "en")
