import fcntl
import os

from seawall.corpus.lease import make_lease, oldest_leased, take_lease


def test_the_oldest_version_that_is_still_read_is_found_and_others_are_swept(tmp_path):
    for version in range(5):
        make_lease(tmp_path, version)
    lease = take_lease(tmp_path, 2)
    assert oldest_leased(tmp_path, 4) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2", "4"]
    lease.release()
    assert oldest_leased(tmp_path, 4) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["4"]


def test_several_readers_share_a_lease(tmp_path):
    make_lease(tmp_path, 1)
    first, second = take_lease(tmp_path, 1), take_lease(tmp_path, 1)
    first.release()
    assert oldest_leased(tmp_path, 2) == 1
    second.release()
    assert oldest_leased(tmp_path, 2) == 2


def test_a_swept_version_gives_no_lease(tmp_path):
    assert take_lease(tmp_path, 1) is None


def test_a_lease_that_is_being_swept_is_not_taken(tmp_path):
    make_lease(tmp_path, 1)
    descriptor = os.open(tmp_path / "1", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    assert take_lease(tmp_path, 1) is None
    os.close(descriptor)
