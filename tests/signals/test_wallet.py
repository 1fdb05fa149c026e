import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.signals import SignalValueError, TextContent, Wallet
from seawall.signals.wallet_base58 import base58check_payload, monero_payload
from seawall.signals.wallet_bech32 import is_segwit_address
from seawall.signals.wallet_finding import find_wallets
from seawall.signals.wallet_iban import is_iban
from seawall.signals.wallet_keccak import keccak_256
from seawall.signals.wallet_kinds import payment_identifier
from seawall.signals.wallet_ton import raw_ton_address

# Published: Bitcoin's genesis block and wiki, BIP-173 and BIP-350, EIP-55, Monero's donation address, TEP-2, ISO 13616.
KNOWN = [
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "btc"), ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "btc"),
    ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "btc"), ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "btc"),
    ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "btc"),
    ("LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1", "ltc"), ("M8T1B2Z97gVdvmfkQcAtYbEepune1tzGua", "ltc"),
    ("DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", "doge"), ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron"),
    ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "evm"), ("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", "evm"),
    ("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "evm"), ("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb", "evm"),
    ("0x52908400098527886E0F7030069857D2E4169EE7", "evm"), ("0xde709f2102306220921060314715629080e2fb77", "evm"),
    ("44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A", "xmr"),
    ("888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H", "xmr"),
    ("EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N", "ton"),
    ("GB82WEST12345698765432", "iban"), ("DE89370400440532013000", "iban"), ("SA0380000000608010167519", "iban"),
    ("ES9121000418450200051332", "iban"), ("IQ98NBIQ850123456789012", "iban"),
    ("MT84MALT011000012345MTLCAST001S", "iban"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "chain"), KNOWN)
def test_published_addresses_are_known_and_a_wrong_character_is_noticed(written, chain):
    canonical = payment_identifier(written)
    assert canonical.startswith(f"{chain}:")
    assert Wallet().parse(canonical) == canonical
    place = len(written) // 2
    if chain != "evm" or written[2:] not in {written[2:].lower(), written[2:].upper()}:
        other = "2" if written[place] != "2" else "3"
        assert payment_identifier(written[:place] + other + written[place + 1 :]) is None


@pytest.mark.parametrize(
    ("content", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        (
            b"The quick brown fox jumps over the lazy dog",
            "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15",
        ),
    ],
)
def test_keccak_as_published(content, digest):
    assert keccak_256(content).hex() == digest


def test_keccak_takes_contents_around_its_block_length():
    assert len({keccak_256(b"l" * length) for length in (134, 135, 136, 137, 271, 272, 273)}) == 7


@pytest.mark.parametrize(
    "written",
    ["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du", "bc1gmk9yu",
    "bc1", "bc1qqqqqq",
     "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd"],
)  # fmt: skip
def test_invalid_witness_addresses_of_the_standards(written):
    assert not is_segwit_address(written, "bc")


def test_capitals_in_a_witness_address_are_all_or_none():
    address = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
    assert payment_identifier(address.upper()) == payment_identifier(address)
    assert payment_identifier(address[:20].upper() + address[20:]) is None


@pytest.mark.parametrize("written", ["", "1", "0OIl", "1111111111111111111111111", "ü" * 34])
def test_what_is_no_base58(written):
    assert base58check_payload(written) is None
    assert monero_payload(written) is None


def test_two_spellings_of_a_ton_account_are_one():
    assert raw_ton_address("UQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqEBI") == raw_ton_address(
        "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N"
    )


@pytest.mark.parametrize(
    "written", ["GB82WEST1234569876543", "GB82WEST123456987654321", "XX82WEST12345698765432", "GB", ""]
)
def test_what_is_no_iban(written):
    assert not is_iban(written)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IBAN: gb82 west 1234 5698 7654 32.", ["gb82 west 1234 5698 7654 32"]),
        ("IBAN GB٨٢ WEST ١٢٣٤ ٥٦٩٨ ٧٦٥٤ ٣٢", ["GB٨٢ WEST ١٢٣٤ ٥٦٩٨ ٧٦٥٤ ٣٢"]),
        ("1A1zP1eP5QGefi2D\nMPTfTL5SLmv7DivfNa", ["1A1zP1eP5QGefi2D\nMPTfTL5SLmv7DivfNa"]),
        ("ＴＲ７NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", ["ＴＲ７NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"]),
        ("x1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", []),
        (
            "https://scan.example/address/0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed?x",
            ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"],
        ),
        ("0x5aaeb6053f3e94c9b9a0 9f33669435e7ef1beaed", []),  # no checksum: not joined
        ("0x5aAeb6053F3E94C9b9A0 9f33669435E7Ef1BeAed", ["0x5aAeb6053F3E94C9b9A0 9f33669435E7Ef1BeAed"]),
        ("pay EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N!", ["EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N"]),
        ("4111 1111 1111 1111 and +34 600 000 000", []),  # a card, a telephone
        ("sha1 0x da39a3ee5e6b4b0d3255bfef95601890afd80709", []),
        ("the lamps return tonight at the harbour, all of them", []),
    ],
)
def test_where_they_stand_in_a_text(text, found):
    assert [text[one.start : one.end] for one in find_wallets(text)] == found


PIECES = st.sampled_from([
    *(written for written, _ in KNOWN), *(written[: len(written) // 2] for written, _ in KNOWN),
    *(written[len(written) // 2 :] for written, _ in KNOWN), "GB82", "WEST", "1234", "5698", "7654",
    "32", "MH17", "AbC1",
    " ", "  ", "\n", "\u00a0", "\u200b", "\u2009", "\r\n", "\t", "-", "_", ":", "0:", "lamps",
    "LampsReturnTonight", "é", "م",
    "٣", "１", "\u3000", "x", "7", "0:" + "ab12" * 16,
])  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.lists(PIECES, max_size=9).map("".join), max_size=6))
def test_bulk_extraction_is_one_by_one_extraction(texts):
    column = Wallet().extract(TextContent(texts))
    places = zip(column.rows.tolist(), column.starts.tolist(), column.ends.tolist(), strict=True)
    in_bulk = [(*place, column.values.value(number)) for number, place in enumerate(places)]
    assert in_bulk == [
        (row, one.start, one.end, one.canonical) for row, text in enumerate(texts) for one in find_wallets(text)
    ]


@given(st.text(max_size=80))
def test_any_text_at_all(text):
    for one in find_wallets(text):
        assert payment_identifier(one.canonical.partition(":")[2])


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa?amount=1", "btc:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        ("USDT: TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        ("ethereum:0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED@1", "evm:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
        (" GB82 WEST 1234 5698 7654 32 ", "iban:GB82WEST12345698765432"),
    ],
)
def test_bank_values_as_people_write_them(written, canonical):
    assert Wallet().parse(written) == canonical


@pytest.mark.parametrize(
    "written", ["4111111111111111", "GB82 WEST 1234 5698 7654 33", "pay 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]
)
def test_what_is_no_bank_value_says_why(written):
    with pytest.raises(SignalValueError, match="checksum"):
        Wallet().parse(written)
