"""The set-up: what the lock pins, what the scripts answer, and what the repository may not say."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"

# Put together from parts, so that this file may be searched as well.
HOSTS = ["pypi" + ".org", "files." + "pythonhosted", "registry." + "npmjs", "deb." + "debian.org"]
PATHS = ["/" + "work/", "/" + "root/", "/" + "home/"]


def lock_entries(text: str) -> list[tuple[Requirement, list[str]]]:
    """The requirements of a lock and the hashes of each."""
    entries = []
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            requirement, *hashes = line.split(" --hash=")
            entries.append((Requirement(requirement.strip()), [text.strip() for text in hashes]))
    return entries


def asked_for() -> list[Requirement]:
    """What pyproject.toml asks for: to run, to build, to check."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = [
        *project["project"]["dependencies"],
        *project["build-system"]["requires"],
        *project["dependency-groups"]["dev"],
    ]
    return [Requirement(line) for line in lines]


def tracked_files() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git clone")
    names = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in names.stdout.decode("utf-8").split("\0") if name]


# ---- the lock -----------------------------------------------------------------------------------


def test_every_locked_package_has_one_exact_version_and_sha256_hashes():
    entries = lock_entries(LOCK.read_text("utf-8"))
    assert len(entries) > 40
    for requirement, hashes in entries:
        assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in hashes), requirement


def test_the_lock_names_no_address_and_no_option():
    text = LOCK.read_text("utf-8")
    assert "://" not in text
    assert "index-url" not in text
    assert not re.search(r"^-", text, flags=re.MULTILINE)


@pytest.mark.parametrize("asked", asked_for(), ids=lambda asked: asked.name)
def test_the_lock_holds_what_pyproject_asks_for(asked: Requirement):
    name = canonicalize_name(asked.name)
    locked = [
        entry
        for entry, _ in lock_entries(LOCK.read_text("utf-8"))
        if canonicalize_name(entry.name) == name
    ]
    assert locked, f"{asked} is not in requirements.lock: make lock"
    for entry in locked:
        version = str(entry.specifier).removeprefix("==")
        assert asked.specifier.contains(version), f"{entry} is not {asked}: make lock"


@pytest.mark.parametrize("minor", [11, 12, 13, 14])
def test_each_python_gets_exactly_one_version_of_a_package(minor: int):
    environment = {
        "python_version": f"3.{minor}",
        "python_full_version": f"3.{minor}.0",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    names = [
        canonicalize_name(entry.name)
        for entry, _ in lock_entries(LOCK.read_text("utf-8"))
        if entry.marker is None or entry.marker.evaluate(environment)
    ]
    assert sorted(names) == sorted(set(names))
    for asked in asked_for():
        assert canonicalize_name(asked.name) in names


# ---- PySide6 ------------------------------------------------------------------------------------


def references_lost(calls: int) -> int:
    """References to None that go astray in that many rounds of void calls into Qt."""
    image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    pen, colour = QPen(QColor("black")), QColor("white")
    line, area, point = QLineF(0, 0, 9, 9), QRectF(1, 1, 5, 5), QPointF(3, 3)
    before = sys.getrefcount(None)
    for _ in range(calls):
        painter.setPen(pen)
        painter.drawLine(line)
        painter.fillRect(area, colour)
        painter.drawPoint(point)
        painter.save()
        painter.translate(point)
        painter.restore()
        image.setDevicePixelRatio(1.0)
    lost = before - sys.getrefcount(None)
    painter.end()
    return lost


def test_void_calls_into_qt_keep_the_references_to_none():
    """PySide6 6.12.0 on Python 3.11 loses one at nearly every call and then aborts."""
    assert abs(references_lost(100)) < 50  # of 800 calls the bad pair loses 800


# ---- the scripts --------------------------------------------------------------------------------


@pytest.fixture
def commands(tmp_path: Path):
    """A folder of commands to be found first, and the function that writes one into it."""
    folder = tmp_path / "commands"
    folder.mkdir()

    def write(name: str, text: str) -> None:
        (folder / name).write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        (folder / name).chmod(0o755)

    return folder, write


def script(name: str, *arguments: str, first: Path, **variables: str):
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "GREENPLAT_APT", "PYTHON"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    environment["PATH"] = f"{first}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        [str(ROOT / ".ci" / name), *arguments],
        env=environment | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


linux = pytest.mark.skipif(sys.platform != "linux", reason="system libraries are Linux's matter")


@linux
def test_packages_are_installed_as_root_and_the_lists_are_read_again_when_that_fails(
    commands, tmp_path
):
    folder, write = commands
    log = tmp_path / "calls"
    write("id", "echo 0")
    write(
        "apt-get",
        f"echo $1 >>{log}\ncase $1 in update) : >{log}.read ;; install) [ -e {log}.read ] ;; esac",
    )
    result = script("apt", "libegl1", first=folder)
    assert result.returncode == 0
    assert log.read_text("utf-8").split() == ["install", "update", "install"]


@linux
@pytest.mark.parametrize(
    ("user", "variables", "sentence"),
    [
        ("1000", {}, "only root may install system packages; run: sudo apt-get install libegl1"),
        ("0", {"GREENPLAT_APT": "no"}, "forbids installing; run: apt-get install libegl1"),
        ("0", {}, "apt-get could not install: libegl1"),
    ],
)
def test_where_packages_cannot_be_installed_one_sentence_says_what_to_do(
    commands, user, variables, sentence
):
    folder, write = commands
    write("id", f"echo {user}")
    write("apt-get", "exit 100")
    result = script("apt", "libegl1", first=folder, **variables)
    assert result.returncode == 1
    assert sentence in result.stderr


@linux
@pytest.mark.skipif(not (ROOT / ".venv").exists(), reason="not set up by .ci/setup")
def test_missing_libraries_are_found_and_become_package_names(commands, tmp_path):
    folder, write = commands
    log = tmp_path / "calls"
    lines = [f"{name} => not found" for name in ("libEGL.so.1", "libX11.so.6", "libglib-2.0.so.0")]
    write("ldd", f"[ -e {log} ] || printf '%s\\n' '{lines[0]}' '{lines[1]}' '{lines[2]}'")
    write("id", "echo 0")
    write("apt-get", f'echo "$*" >>{log}')
    result = script("libraries", first=folder)
    assert result.returncode == 0, result.stderr
    assert "libEGL.so.1 libX11.so.6 libglib-2.0.so.0" in result.stdout
    assert log.read_text("utf-8").splitlines()[0].endswith("libegl1 libglib2.0-0 libx11-6")


@linux
@pytest.mark.skipif(not (ROOT / ".venv").exists(), reason="not set up by .ci/setup")
def test_without_the_libraries_of_a_window_it_goes_on_only_where_there_is_no_screen(commands):
    folder, write = commands
    write("ldd", "case $1 in *libqxcb*) echo 'libxcb-cursor.so.0 => not found' ;; esac")
    blind = script("libraries", first=folder, GREENPLAT_APT="no")
    assert blind.returncode == 3
    assert "libxcb-cursor0" in blind.stderr
    seeing = script("libraries", first=folder, GREENPLAT_APT="no", DISPLAY=":7")
    assert seeing.returncode == 1


def test_a_python_that_is_too_old_is_refused_with_a_sentence(commands, tmp_path):
    folder, write = commands
    write("python-of-old", "exit 1")
    clone = tmp_path / "clone"
    shutil.copytree(ROOT / ".ci", clone / ".ci")
    result = subprocess.run(
        [str(clone / ".ci" / "setup")],
        env=os.environ | {"PYTHON": str(folder / "python-of-old")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 1
    assert "is not a Python from 3.11 to below 3.15; name another one." in result.stderr
    assert not (clone / ".venv").exists()


# ---- what the repository says -------------------------------------------------------------------


def test_the_make_targets_that_the_readme_names_exist():
    named = set(re.findall(r"\bmake ([a-z]+)", (ROOT / "README.md").read_text("utf-8")))
    if not named:
        pytest.skip("the README names no target")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert named <= targets


def forbidden_words(text: str) -> list[str]:
    hosts = [host for host in HOSTS if host in text]
    # docs/work/ is no path of a machine, nor is a folder of that name behind an address
    return hosts + [path for path in PATHS if re.search(rf"(?<![\w./-]){path}", text)]


def test_no_tracked_file_names_a_registry_or_a_path_of_one_machine():
    found = {}
    for path in tracked_files():
        data = path.read_bytes() if path.is_file() else b""
        if b"\0" in data:
            continue
        if words := forbidden_words(data.decode("utf-8", errors="replace")):
            found[path.name] = words
    assert found == {}


@pytest.mark.parametrize("word", HOSTS + PATHS)
def test_the_search_for_such_words_finds_them(word: str):
    assert forbidden_words(f'path = "{word}') == [word]
    assert forbidden_words("docs" + PATHS[0]) == []
