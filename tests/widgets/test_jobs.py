"""Work beside the window: one answer, progress, errors, and a way to stop."""

import gc
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject

from layers.errors import CancelledError, PlanError
from widgets.jobs import Jobs, Latest


def test_of_many_askings_the_newest_answers(qtbot):
    latest = Latest()
    answers = []
    latest.answered.connect(answers.append)
    for n in range(20):
        latest.ask(lambda _, n=n: n)
    qtbot.waitUntil(lambda: not latest.running)
    latest.close()
    assert answers == [19]


def test_an_error_of_asked_work_is_told(qtbot):
    latest = Latest()
    with qtbot.waitSignal(latest.failed) as told:
        latest.ask(lambda _: 1 / 0)
    latest.close()
    assert isinstance(told.args[0], ZeroDivisionError)


def test_cancelled_work_answers_nothing(qtbot):
    latest = Latest()
    go_on = threading.Event()
    latest.ask(lambda _: go_on.wait(5))
    assert latest.running
    with qtbot.assertNotEmitted(latest.answered, wait=50):
        latest.cancel()
        go_on.set()
    assert not latest.running
    latest.close()


def test_a_job_answers_on_the_windows_thread_and_tells_how_far_it_is(qtbot):
    jobs = Jobs()
    seen, shares = [], []

    def work(progress):
        progress.at(0.5)
        return threading.get_ident()

    job = jobs.start("Counting", work, lambda value: seen.append((value, threading.get_ident())))
    job.progressed.connect(shares.append)
    assert [found.title for found in jobs.running] == ["Counting"]
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != seen[0][1] == threading.get_ident()
    assert jobs.running == ()
    jobs.close()


def test_a_failed_job_is_told_and_does_not_answer(qtbot):
    jobs = Jobs()

    def work(_):
        raise PlanError("The file is gone.")

    with qtbot.waitSignal(jobs.failed) as told:
        jobs.start("Reading", work, lambda _: 1 / 0)
    jobs.close()
    assert str(told.args[0]) == "The file is gone."


def test_a_job_can_be_stopped(qtbot):
    jobs = Jobs()
    started = threading.Event()

    def work(progress):
        started.set()
        while True:
            progress.at(0.1)

    with qtbot.waitSignal(jobs.failed) as told:
        job = jobs.start("Endless", work, lambda _: None)
        started.wait(5)
        job.cancel()
    jobs.close()
    assert isinstance(told.args[0], CancelledError)


@pytest.mark.usefixtures("qtbot")
def test_closing_stops_what_runs_and_answers_nothing_more():
    jobs = Jobs()
    answers = []

    def work(progress):
        while True:
            progress.at(0.1)

    jobs.start("Endless", work, answers.append)
    jobs.close()
    assert jobs.running == ()
    assert answers == []


def test_a_caller_that_takes_the_error_is_told_alone(qtbot):
    jobs = Jobs()
    told, refused = [], []
    jobs.failed.connect(told.append)

    def work(_):
        raise PlanError("No.")

    jobs.start("x", work, told.append, refused=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert (str(refused[0]), told) == ("No.", [])
    jobs.close()


@pytest.mark.parametrize("by_qt", [True, False])
def test_work_that_nobody_closed_ends_with_its_owner(qtbot, by_qt):
    owner = QObject()
    latest, begun, ended = Latest(owner), threading.Event(), []

    def work(progress):
        begun.set()
        try:
            while True:
                progress.at(0.5)
        except CancelledError:
            ended.append(True)
            raise

    latest.ask(work)
    assert begun.wait(5)
    if by_qt:
        shiboken6.delete(owner)
    else:
        del owner, latest
        gc.collect()
    assert ended == [True]
    qtbot.wait(10)
