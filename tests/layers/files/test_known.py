from layers.edits.zone import zone
from layers.files import known
from tests.strategies import small_plan


def test_a_file_holds_what_was_remembered_until_somebody_writes_it(tmp_path):
    path, plan = tmp_path / "plan.gpkg", small_plan()
    path.write_bytes(b"one")
    assert known.holds(path, plan) is None
    known.remember(path, plan)
    assert known.holds(path, plan) is True
    path.write_bytes(b"another")
    assert known.holds(path, plan) is False


def test_another_document_was_never_held(tmp_path):
    path, plan = tmp_path / "plan.gpkg", small_plan()
    path.write_bytes(b"one")
    known.remember(path, plan)
    ids = plan.layer("parcels").ids[:1].tolist()
    assert known.holds(path, plan.applied(zone(plan, ids, "W1"))) is None


def test_a_file_that_is_gone_has_no_stamp(tmp_path):
    assert known.stamp(tmp_path / "nothing.gpkg") == ()


def test_the_same_plan_made_twice_holds_the_same_and_an_edited_one_does_not():
    plan = small_plan()
    assert known.same(plan, small_plan())
    ids = plan.layer("parcels").ids[:1].tolist()
    assert not known.same(plan, plan.applied(zone(plan, ids, "W1")))


def test_whether_a_plan_is_all_of_its_file_is_remembered_with_it(tmp_path):
    path, plan = tmp_path / "plan.gpkg", small_plan()
    path.write_bytes(b"one")
    assert not known.is_whole(path, plan)
    known.remember(path, plan, whole=False)
    assert known.holds(path, plan)
    assert not known.is_whole(path, plan)
    known.remember(path, plan)
    assert known.is_whole(path, plan)
