import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from seawall.signals.slices import Slices


@given(st.lists(st.text(max_size=8), max_size=6), st.sampled_from([1, 60]))
def test_texts_put_into_one_buffer_come_back(texts, times):
    made, arrow = Slices.of(texts * times), Slices.from_arrow(pa.array(texts * times, pa.string()))
    assert [made.value(place) for place in range(len(made))] == texts * times
    assert made.starts.tolist() == arrow.starts.tolist()
    assert made.ends.tolist() == arrow.ends.tolist()
    assert made.data.tobytes()[: made.ends[-1] if texts else 0] == "".join(texts * times).encode()
