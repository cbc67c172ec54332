"""Fetching tiles: from disk, else from their server, politely and without a word."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QImage
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from layers.tiles.cache import USUAL_S, TileCache
from layers.tiles.sources import Source
from widgets.map.tile_memory import MOST_CONTENT, Key, TileMemory, decoded, greyed

MOST_AT_ONCE: Final = 4
"""Requests that are on their way; servers of volunteers ask for few."""
MOST_READ: Final = 16
TIMEOUT_MS: Final = 15_000
"""A server that says nothing for so long is given up,"""
LONGEST_MS: Final = 60_000
"""and one that is not done with a tile after so long, having sent drop by drop."""
MOST_REDIRECTS: Final = 3
FIRST_PAUSE_S: Final = 2.0
LONGEST_PAUSE_S: Final = 300.0
MOST_TRIES: Final = 3
"""How often a tile that is no picture is asked for."""
_ABSENT: Final = frozenset({204, 400, 404, 410})
_REFUSED: Final = frozenset({401, 402, 403, 407})
_AGE: Final = re.compile(rb"(?:^|[\s,])max-age\s*=\s*(\d{1,10})")
_Attribute = QNetworkRequest.Attribute


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is fetched at present.

    Parameters
    ----------
    source
        Where the tiles come from.
    key
        The user's key.
    grey
        Whether they are made grey.
    memory
        Where they go.
    """

    source: Source
    key: str
    grey: bool
    memory: TileMemory


@dataclass(frozen=True, slots=True)
class _Read:
    """A tile as a worker has read and unpacked it."""

    wanted: Wanted
    key: Key
    image: QImage | None
    fresh: bool
    fetched: bool


class TileFetcher(QObject):
    """Brings tiles into the memory that are missed there.

    Nothing of what goes wrong is shown or written down: `state` says it, in one word. Servers that
    fail are left alone for longer and longer.

    Parameters
    ----------
    cache
        Tiles on disk.
    agent
        How the program names itself to servers.
    parent
        Owner in Qt.
    """

    arrived = Signal(object)
    """With the `Key` of a tile that is in the memory now."""
    state_changed = Signal()
    _read = Signal(object)
    _woken = Signal()

    def __init__(self, cache: TileCache, agent: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cache = cache
        self.in_view: Callable[[Key], bool] = lambda _: True
        self.pinned: frozenset[Key] = frozenset()
        self._agent = agent
        self._wanted: Wanted | None = None
        self._names: tuple[str, ...] = ()
        self._queue: dict[Key, None] = {}
        self._reading: set[Key] = set()
        self._lacking: dict[Key, None] = {}
        self._flying: dict[Key, QNetworkReply] = {}
        self._landed: set[Key] = set()
        self._tries: dict[Key, int] = {}
        self._state = ""
        self._failures = 0
        self._resume = 0.0
        self._manager: QNetworkAccessManager | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._pump)
        self._read.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._woken.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    # ---- what others may ask --------------------------------------------------------------------

    @property
    def state(self) -> str:
        """What is wrong: ``offline``, ``refused``, ``busy``, ``strange``; empty for nothing."""
        return self._state

    @property
    def idle(self) -> bool:
        """Whether nothing is on its way and nothing waits."""
        return not (self._queue or self._reading or self._lacking or self._flying or self._landed)

    def wake(self) -> None:
        """Say, from any thread, that something is missed in the memory."""
        with contextlib.suppress(RuntimeError):  # a map may still draw when the window has gone
            self._woken.emit()

    def fetch_for(self, wanted: Wanted | None) -> None:
        """Fetch what is missed of a base map from now on; of none where None."""
        self._drop_all()
        self._wanted = wanted
        self._names = ()
        self._tries.clear()
        self._failures, self._resume = 0, 0.0
        self._pause.stop()
        self._say("")
        if wanted is not None:
            self._names = tuple(self.cache.name(url) for url in wanted.source.urls)
            self._hear()

    def close(self) -> None:
        """Stop all that is on its way."""
        self._drop_all()
        self._wanted = None
        self._pause.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    # ---- the queue ------------------------------------------------------------------------------

    def _hear(self) -> None:
        """Take up what was missed, and drop what nobody looks at any more."""
        if self._wanted is None:
            return
        for key in self._wanted.memory.taken_wants():
            busy = key in self._reading or key in self._flying or key in self._landed
            if not busy:
                for waiting in (self._queue, self._lacking):
                    waiting.pop(key, None)  # it goes to the end, which is served first
                self._queue[key] = None
        self._sift()
        self._pump()

    def _sift(self) -> None:
        for waiting in (self._queue, self._lacking):
            for key in [key for key in waiting if not self._is_needed(key)]:
                del waiting[key]
        for key in [key for key in self._flying if not self._is_needed(key)]:
            self._flying.pop(key).abort()

    def _is_needed(self, key: Key) -> bool:
        return key in self.pinned or self.in_view(key)

    def _pump(self) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        while self._queue and len(self._reading) < MOST_READ:
            key, _ = self._queue.popitem()
            if wanted.memory.look(key) is None:
                self._reading.add(key)
                self._work(lambda key=key: self._from_disk(wanted, key))
        pause = self._resume - time.monotonic()
        if pause > 0:
            if self._lacking and not self._pause.isActive():
                self._pause.start(int(pause * 1000) + 1)
            return
        # What has come is looked at before more is asked for: it may be no picture.
        while self._lacking and len(self._flying) + len(self._landed) < MOST_AT_ONCE:
            key, _ = self._lacking.popitem()
            self._ask(wanted, key)

    def _work(self, work: Callable[[], _Read]) -> None:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="tiles")

        def finished(future: Future[_Read]) -> None:
            if not future.cancelled():
                with contextlib.suppress(RuntimeError):
                    self._read.emit(future.result())

        self._pool.submit(work).add_done_callback(finished)

    # ---- beside the window ----------------------------------------------------------------------

    def _from_disk(self, wanted: Wanted, key: Key) -> _Read:
        name = self.cache.name(wanted.source.urls[key.layer])
        kept = self.cache.read(name, key.tile)
        image = decoded(kept.content) if kept is not None else None
        if kept is not None and image is None:
            self.cache.drop(name, key.tile)
        fresh = image is not None and kept is not None and kept.fresh
        return _Read(wanted, key, _made(image, wanted), fresh, fetched=False)

    def _from_net(self, wanted: Wanted, key: Key, content: bytes, seconds: float) -> _Read:
        image = decoded(content)
        if image is not None:
            name = self.cache.name(wanted.source.urls[key.layer])
            self.cache.write(name, key.tile, content, seconds)
        return _Read(wanted, key, _made(image, wanted), fresh=True, fetched=True)

    # ---- what comes -----------------------------------------------------------------------------

    def _take(self, read: _Read) -> None:
        """Take in what a worker has read."""
        wanted, key = self._wanted, read.key
        if wanted is None or read.wanted is not wanted:
            return
        (self._landed if read.fetched else self._reading).discard(key)
        if read.image is not None:
            wanted.memory.put(key, read.image)
            self._tries.pop(key, None)
            self.arrived.emit(key)
        if read.fetched and read.image is None:
            self._is_strange(wanted, key)
        elif read.fetched:
            self._failures, self._resume = 0, 0.0
            self._say("")
        elif not read.fresh and self._is_needed(key):
            self._lacking[key] = None
        self._pump()

    def _is_strange(self, wanted: Wanted, key: Key) -> None:
        """React to what is no picture: a page that asks to log in, a message as text."""
        self._tries[key] = self._tries.get(key, 0) + 1
        if self._tries[key] < MOST_TRIES:
            self._lacking[key] = None
        else:
            self._is_absent(wanted, key)
        self._rest("strange")

    def _is_absent(self, wanted: Wanted, key: Key) -> None:
        wanted.memory.miss(key)
        wanted.memory.want([key])  # the one that holds it, then

    # ---- the network ----------------------------------------------------------------------------

    def _ask(self, wanted: Wanted, key: Key) -> None:
        if self._manager is None:
            self._manager = QNetworkAccessManager(self)
        url = QUrl(wanted.source.address(key.layer, key.tile, wanted.key))
        if not url.isValid() or url.scheme() not in {"http", "https"}:
            wanted.memory.miss(key)
            return
        request = QNetworkRequest(url)
        request.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, self._agent)
        request.setRawHeader(b"Accept", b"image/png,image/jpeg,image/webp,image/*;q=0.5")
        safe = QNetworkRequest.RedirectPolicy.NoLessSafeRedirectPolicy
        request.setAttribute(_Attribute.RedirectPolicyAttribute, safe)
        manual = QNetworkRequest.LoadControl.Manual
        for attribute in (
            _Attribute.CookieLoadControlAttribute,
            _Attribute.CookieSaveControlAttribute,
            _Attribute.AuthenticationReuseAttribute,
        ):
            request.setAttribute(attribute, manual.value)
        request.setMaximumRedirectsAllowed(MOST_REDIRECTS)
        request.setTransferTimeout(TIMEOUT_MS)
        reply = self._manager.get(request)
        self._flying[key] = reply
        QTimer.singleShot(LONGEST_MS, reply, reply.abort)
        reply.downloadProgress.connect(lambda got, all_: _bound(reply, got, all_))
        reply.finished.connect(lambda: self._finished(wanted, key, reply))

    def _finished(self, wanted: Wanted, key: Key, reply: QNetworkReply) -> None:
        reply.deleteLater()
        if self._flying.get(key) is not reply:  # nobody waits for it any more
            return
        del self._flying[key]
        status = reply.attribute(_Attribute.HttpStatusCodeAttribute)
        status = status if isinstance(status, int) else 0
        if reply.property("overlong"):
            wanted.memory.miss(key)
            self._say("strange")
        elif status in _ABSENT:
            self._is_absent(wanted, key)
        elif reply.error() is QNetworkReply.NetworkError.NoError and status == 200:
            content, seconds = bytes(reply.readAll().data()), _holds(reply)
            self._landed.add(key)
            self._work(lambda: self._from_net(wanted, key, content, seconds))
        else:
            self._lacking[key] = None
            self._rest("refused" if status in _REFUSED else "busy" if status else "offline")
        self._pump()

    def _rest(self, state: str) -> None:
        """Leave the server alone for a while, each time for longer."""
        now = time.monotonic()
        if now >= self._resume:  # requests that were on their way together fail together
            self._failures += 1
            self._resume = now + min(FIRST_PAUSE_S * 2 ** (self._failures - 1), LONGEST_PAUSE_S)
        self._say(state)

    def _say(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit()

    def _drop_all(self) -> None:
        self._queue.clear()
        self._lacking.clear()
        self._reading.clear()
        self._landed.clear()
        flying, self._flying = self._flying, {}
        for reply in flying.values():
            reply.abort()


def _made(image: QImage | None, wanted: Wanted) -> QImage | None:
    return greyed(image) if image is not None and wanted.grey else image


def _bound(reply: QNetworkReply, got: int, all_: int) -> None:
    """Break off what is too long for a tile."""
    if max(got, all_) > MOST_CONTENT:
        reply.setProperty("overlong", True)
        reply.abort()


def _holds(reply: QNetworkReply) -> float:
    """Return how long a tile holds, as its server says. [s]."""
    control = bytes(reply.rawHeader("Cache-Control").data()).lower()
    found = _AGE.search(control)
    if found is not None:
        return float(found[1])
    return 0.0 if b"no-store" in control or b"no-cache" in control else USUAL_S


def pinned(keys: Iterable[Key]) -> frozenset[Key]:
    """Return tiles that are needed although no map shows them, with all that can stand in."""
    found: set[Key] = set()
    for key in keys:
        tile = key.tile
        while Key(key.layer, tile) not in found:
            found.add(Key(key.layer, tile))
            if tile.z == 0:
                break
            tile = tile.parent
    return frozenset(found)
