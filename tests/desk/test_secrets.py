"""A secret is made once, for its owner alone, also when several processes begin together."""

import stat
from concurrent.futures import ThreadPoolExecutor

from seawall.desk.secrets import read_or_make_secret


def test_a_secret_is_made_once_and_kept(tmp_path):
    path = tmp_path / "secret_key"
    secret = read_or_make_secret(path)
    assert len(secret) >= 50
    assert read_or_make_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_all_who_begin_together_have_the_same_whole_secret(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        for number in range(20):
            path = tmp_path / str(number)
            made = set(pool.map(read_or_make_secret, [path] * 16))
            assert len(made) == 1
            assert len(made.pop()) >= 50
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(map(str, range(20)))
