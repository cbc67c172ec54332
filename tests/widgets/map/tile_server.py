"""A server of tiles in the test's process: good, missing, slow, failing, wrong and huge ones."""

import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter


def tile_png(z, x, y, size=256):
    """Return a tile with its numbers as colours: column red, row green, zoom blue."""
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(x * 37 % 256, y * 53 % 256, z * 12 % 256))
    return encoded(image)


def encoded(image, format_="PNG"):
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, format_)
    return bytes(buffer.data().data())


def lettered_png(z, x, y):
    """Return a tile with a frame and its numbers, to be looked at."""
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor("#eef3ea" if (x + y) % 2 else "#e3ebf3"))
    painter = QPainter(image)
    painter.setPen(QColor("#7a8a99"))
    painter.drawRect(0, 0, 255, 255)
    painter.drawText(10, 24, f"{z}/{x}/{y}")
    painter.end()
    return encoded(image)


class TileServer:
    """Serves ``/<how>/z/x/y``; `asked` are the paths that came, with what the client said."""

    def __init__(self, make=tile_png):
        self.asked = []
        self.agents = set()
        self.most_at_once = 0
        self.release = threading.Event()
        self.down = False
        outer, lock = self, threading.Lock()
        self._now = 0

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                with lock:
                    outer._now += 1
                    outer.most_at_once = max(outer.most_at_once, outer._now)
                    outer.asked.append(self.path)
                    outer.agents.add(self.headers.get("User-Agent"))
                try:
                    self.answer()
                except OSError:  # the client has gone
                    self.close_connection = True
                finally:
                    with lock:
                        outer._now -= 1

            def answer(self):
                path, _, _ = self.path.partition("?")
                how, z, x, y = path.strip("/").split("/")
                z, x, y = int(z), int(x), int(y)
                if outer.down:
                    return self.send(503, b"down")
                if how == "slow":
                    time.sleep(0.2)
                if how == "held":
                    outer.release.wait(10)
                if how == "deep" and z > 12:
                    return self.send(404, b"none")
                if how == "missing":
                    return self.send(404, b"none")
                if how == "failing":
                    return self.send(500, b"sorry")
                if how == "refusing":
                    return self.send(403, b"no")
                if how == "wrong":
                    return self.send(200, b"<html>log in</html>", "text/html")
                if how == "huge":
                    return self.send(200, b"\x89PNG\r\n\x1a\n" + bytes(30_000_000))
                if how == "elsewhere":
                    return self.send(302, b"", location=f"/good/{z}/{x}/{y}")
                if how == "drops":
                    return self.drop()
                if how == "packed":
                    return self.send(200, gzip.compress(bytes(200_000_000)), packed=True)
                if how == "cut":
                    return self.send(200, make(z, x, y)[:100])
                if how == "vector":
                    return self.send(200, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg")
                if how == "round":
                    return self.send(302, b"", location=self.path)
                if how == "tofile":
                    return self.send(302, b"", location="file:///etc/hostname")
                return self.send(200, make(z, x, y), "image/png")

            def drop(self):
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                while not outer.release.wait(0.05):
                    self.wfile.write(b".")

            def send(self, status, content, type_="image/png", location=None, packed=False):
                self.send_response(status)
                self.send_header("Content-Type", type_)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Cache-Control", "public, max-age=86400")
                if packed:
                    self.send_header("Content-Encoding", "gzip")
                if location:
                    self.send_header("Location", location)
                self.end_headers()
                self.wfile.write(content)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def url(self, how="good"):
        return f"http://127.0.0.1:{self._server.server_port}/{how}/{{z}}/{{x}}/{{y}}"

    def close(self):
        self.release.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
