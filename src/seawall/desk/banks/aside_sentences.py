"""What could not be read of a file, and why is a line of a list not taken? Patterns of the engines' English reasons.

Reasons are stored and handed out in English as they are found; `aside_words.py` shows them in the reader's language.
tests/desk/banks/test_aside_words.py looks through the sources for reasons that have no pattern here. What a library
says of a broken file (`why`) stays in its own words.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

__all__ = ["PATTERNS", "SUBJECTS"]

SUBJECTS: Final = {
    "sound": gettext_noop("Sound: %(why)s"),
    "video": gettext_noop("Video: %(why)s"),
    "Text in a document": gettext_noop("Text in a document: %(why)s"),
    "Text in a picture": gettext_noop("Text in a picture: %(why)s"),
    "Code in a picture": gettext_noop("Code in a picture: %(why)s"),
}
"""What of a file a reason is about: how the engine begins it → how it is shown."""

_FILES: Final = (
    gettext_noop("An empty file"),
    gettext_noop("Nothing can be taken from this file."),
    gettext_noop("This picture can't be decoded."),
    gettext_noop("This video can't be decoded."),
    gettext_noop("This recording can't be read."),
    gettext_noop("This document can't be read."),
    gettext_noop("No text can be read in this picture."),
    gettext_noop("SHA-1: the file can't be read: %(why)s"),
    gettext_noop("A file larger than %(count)s MiB"),
    gettext_noop("No file of a kind that is read here, or broken at its beginning (%(why)s)"),
    gettext_noop("A codec that is not decoded here"),
    gettext_noop("No picture of a kind that is read here (%(why)s)"),
    gettext_noop("More pixels than are decoded"),
    gettext_noop("Broken picture file: %(why)s"),
    gettext_noop("A picture file larger than %(count)s MiB"),
    gettext_noop("A picture without pixels"),
    gettext_noop("%(count)s × %(least)s pixels are more than are decoded"),
    gettext_noop("It holds no picture"),
    gettext_noop("It has more than %(count)s MiB"),
    gettext_noop("PDFium can't open it: %(why)s"),
    gettext_noop("PDFium can't read it: %(why)s"),
    gettext_noop("Reading it took more than %(count)s seconds"),
    gettext_noop("%(program)s can't be run: %(why)s"),
    gettext_noop("%(program)s ended with %(number)s"),
    gettext_noop("No sound in it"),
    gettext_noop("The sound is broken throughout"),
    gettext_noop("Silence or a steady tone"),
    gettext_noop("Shorter than %(count)s seconds"),
    gettext_noop("Not compared, fpcalc is not installed"),
    gettext_noop("Fpcalc made no fingerprint (%(why)s)"),
    gettext_noop("No picture in it: sound, or nothing"),
    gettext_noop("No frame of the video could be decoded"),
    gettext_noop("The video is broken throughout"),
    gettext_noop("%(count)s parts of the video are broken"),
    gettext_noop("No size told, or more than the %(count)s pixels that are decoded of a frame"),
    gettext_noop("The video has more than %(count)s packets; the rest was not read"),
    gettext_noop("The video has more than %(count)s frames; the rest was not read"),
    gettext_noop("The video has more than %(count)s pixels altogether; the rest was not read"),
    gettext_noop("The video has more than %(count)s seconds; the rest was not read"),
    gettext_noop("The video has more than %(count)s frames to look at; the rest was not read"),
)

_LINES: Final = (
    gettext_noop("The line is longer than %(count)s bytes"),
    gettext_noop("Byte %(count)s of the line is not UTF-8"),
    gettext_noop("Unknown field %(value)s; known: %(known)s"),
    gettext_noop("It names no signal_type; choose one for the list"),
    gettext_noop("Not a bank line in JSON: the field %(value)s is no text"),
    gettext_noop("Not a bank line in JSON: %(why)s"),
    gettext_noop("Not a row of a CSV table: %(why)s"),
    gettext_noop("%(count)s fields where the header has %(least)s"),
    gettext_noop("Signals of type %(value)s are not compared here"),
    gettext_noop("Another entry has the id %(value)s"),
    gettext_noop("There is no value"),
    gettext_noop("A value has at most %(least)s characters, this has %(count)s"),
    gettext_noop("It holds a character that is no valid Unicode text"),
    gettext_noop("There is no opinion %(value)s; there are: %(known)s"),
    gettext_noop("An id has up to 120 letters, digits and . _ : / -"),
    gettext_noop("Ids such as %(value)s are given by the desk itself: leave it out"),
    gettext_noop("No signal type named %(value)s; known: %(known)s"),
    gettext_noop("%(title)s: an account is never known content; only a negative bank may name it"),
    gettext_noop("A value can't hold a null character"),
)

_VALUES: Final = (
    gettext_noop("A %(algorithm)s digest has %(least)s hexadecimal digits, this has %(count)s characters: %(value)s"),
    gettext_noop("This names %(value)s, not %(algorithm)s"),
    gettext_noop("A PDQ hash is %(least)s hexadecimal digits, this is %(count)s digits"),
    gettext_noop("A PDQ hash is %(least)s hexadecimal digits, this is %(value)s"),
    gettext_noop("Quality %(count)s: a hash of less than %(least)s (of %(most)s) says too little to be matched"),
    gettext_noop("No picture print: %(why)s"),
    gettext_noop("Not the frames of a video: %(why)s"),
    gettext_noop("A video's print begins with v1."),
    gettext_noop("Not a video's print: %(why)s"),
    gettext_noop("Not a fingerprint: %(why)s"),
    gettext_noop("This is not a web address that we understand: %(value)s"),
    gettext_noop("This names no host that we understand: %(value)s"),
    gettext_noop("Many people share %(known)s and the hosts below it: %(value)s"),
    gettext_noop(
        "Many people share %(known)s: name an address, a channel or a path of one of them on it, not the whole: "
        "%(value)s"
    ),
    gettext_noop("This names no host or path that we understand: %(value)s"),
    gettext_noop(
        "A text needs at least %(least)s letters or digits to be told from others, this has %(count)s: %(value)s; put "
        "it in a term list"
    ),
    gettext_noop("A term needs at least %(least)s letters or digits: %(value)s"),
    gettext_noop("A term has at most %(least)s characters, this has %(count)s: bank it as a text"),
    gettext_noop("%(title)s: names a language in %(known)s script, which this is not: %(value)s"),
    gettext_noop("Write the account as platform:@handle or platform:id, not %(value)s"),
    gettext_noop(
        "This is no payment identifier that we know, or a character of it is wrong: its checksum doesn't fit: %(value)s"
    ),
)

PATTERNS: Final = (*_FILES, *_LINES, *_VALUES)
"""Reasons with the parts that change; one that begins more closely stands before one that fits all."""
