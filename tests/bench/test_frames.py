from tests.bench.frames import Frames, waited


def test_a_frame_is_late_after_a_sixtieth_and_by_itself_where_it_had_a_processor():
    taken = [0.004, 0.010, 0.020, 0.050, 0.030]
    seen = Frames.of(taken, own=0.005, waits=[0.0, 0.0, 0.015, 0.020, 0.0])
    assert (seen.late, seen.itself, seen.number) == (3, 2, 5)
    assert (seen.median, seen.worst, seen.own) == (20.0, 50.0, 5.0)
    assert Frames.of(taken).itself == 3


def test_waits_for_a_processor_only_grow():
    before = waited()
    assert 0.0 <= before <= waited()
