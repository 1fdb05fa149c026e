import pytest

from seawall.signals import FileKind, file_kind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", FileKind.PICTURE),
        (b"\xff\xd8\xff\xe0", FileKind.PICTURE),
        (b"RIFF\0\0\0\0WEBPVP8 ", FileKind.PICTURE),
        (b"\0\0\0\x20ftypavif", FileKind.PICTURE),
        (b"\0\0\0\x20ftypisom", FileKind.VIDEO),
        (b"\x1a\x45\xdf\xa3", FileKind.VIDEO),
        (b"RIFF\0\0\0\0AVI LIST", FileKind.VIDEO),
        (b"G" + bytes(187) + b"G", FileKind.VIDEO),
        (b"\0\0\0\x20ftypM4A ", FileKind.SOUND),
        (b"OggS" + bytes(24) + b"\x01vorbis", FileKind.SOUND),
        (b"OggS" + bytes(24) + b"\x80theora", FileKind.VIDEO),
        (b"ID3\x04", FileKind.SOUND),
        (b"junk before %PDF-1.4", FileKind.DOCUMENT),
        (b"", FileKind.OTHER),
        (b"RIFF", FileKind.OTHER),
        (b"<svg xmlns=", FileKind.OTHER),
        (b"#EXTM3U\nhttp://", FileKind.OTHER),  # a playlist names other files: nothing is taken from it
    ],
)
def test_a_file_is_what_its_first_octets_say(head, kind):
    assert file_kind(head) is kind
