"""What tests do with a desk and find on its panels."""

from layers.edits.zone import zone


def change(desk):
    bridge = desk.documents.bridge
    bridge.perform(zone(bridge.document, [1], "M2"))


def texts(desk, dock="totals"):
    return desk.window.docks[dock].widget()
