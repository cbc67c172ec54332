import pytest

from layers.tiles.grid import Tile
from layers.tiles.sources import OWN, TemplateError, is_shifted, own_source, sources

TILE = Tile(3, 4, 5)


def test_some_are_offered_first_and_all_can_be_fetched():
    found = list(sources().values())
    offered = [source.id for source in found if source.offered]
    assert offered[:3] == ["OpenStreetMap.Mapnik", "CartoDB.Positron", "Esri.WorldImagery"]
    assert "Tianditu.Imagery" in offered
    assert [source.id for source in found[: len(offered)]] == offered
    assert len(found) > 500
    for source in found:
        for layer in range(len(source.urls)):
            address = source.address(layer, TILE, "secret")
            assert address.startswith(("http://", "https://"))
            assert "{" not in address, source.id
            assert ("secret" in address) == bool(source.key), source.id


def test_shifted_sources_are_marked():
    assert sources()["Gaode.Normal"].shifted
    assert sources()["Gaode.Satellite"].shifted
    assert not sources()["Tianditu.Imagery"].shifted
    assert not sources()["OpenStreetMap.Mapnik"].shifted
    assert is_shifted("http://mt{s}.google.cn/vt?x={x}&y={y}&z={z}")
    assert not is_shifted("https://notgoogle.cn.example.org/{z}/{x}/{y}")


def test_all_say_who_made_them():
    assert [source.id for source in sources().values() if not source.attribution] == []
    assert not any("<" in source.attribution for source in sources().values())


def test_a_key_cannot_change_the_address():
    address = sources()["Tianditu.Map"].address(0, TILE, "a&x=9{z}/..")
    assert address.endswith("tk=a%26x%3D9%7Bz%7D%2F..")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://h/{z}/{x}/{y}.png", "https://h/3/4/5.png"),
        ("https://h/${z}/{x}/{-y}.png", "https://h/3/4/2.png"),
        ("https://{a-d}.h/{z}/{x}/{y}", "https://b.h/3/4/5"),
        ("https://h/{z}/{x}/{y}?k={key}", "https://h/3/4/5?k=K"),
        (
            "https://h/l/GoogleMapsCompatible/{TileMatrix}/{TileRow}/{TileCol}.jpg",
            "https://h/l/GoogleMapsCompatible/3/5/4.jpg",
        ),
        (
            "https://h/w?TILEMATRIXSET=EPSG:4326&TILEMATRIX=EPSG:4326:{z}&TILEROW={y}&TILECOL={x}",
            "https://h/w?TILEMATRIXSET=EPSG:4326&TILEMATRIX=EPSG:4326:2&TILEROW=5&TILECOL=4",
        ),
        ("https://h/a{quadkey}.jpeg?g=1", "https://h/a302.jpeg?g=1"),
        ("https://h/{q}?k={key}", "https://h/302?k=K"),
        ("https://h/wmts/WorldCRS84Quad/{z}/{y}/{x}", "https://h/wmts/WorldCRS84Quad/2/5/4"),
        (
            "https://h/w?TILEMATRIXSET=c&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={tk}",
            "https://h/w?TILEMATRIXSET=c&TILEMATRIX=3&TILEROW=5&TILECOL=4&tk=K",
        ),
    ],
)
def test_own_addresses(url, address):
    source = own_source(url)
    assert source.id == OWN
    assert source.address(0, TILE, "K") == address


def test_matrix_sets_in_degrees_are_told_by_their_names():
    head = "https://h/w?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&TILEMATRIXSET="
    assert [own_source(head + name).grid for name in ("c", "EPSG:4490", "w", "colour")] == [
        "degrees",
        "degrees",
        "mercator",
        "mercator",
    ]


def test_rows_from_the_south_are_half_as_many_in_degrees():
    northern = Tile(3, 4, 0)  # of four rows
    assert own_source("https://h/EPSG:4326/{z}/{x}/{-y}").address(0, northern).endswith("/2/4/3")
    assert own_source("https://h/EPSG:3857/{z}/{x}/{-y}").address(0, northern).endswith("/3/4/7")


def test_quadkeys_begin_with_the_first_zoom():
    assert own_source("https://h/{quadkey}").min_zoom == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "begins with http"),
        ("ftp://h/{z}/{x}/{y}", "begins with http"),
        ("file:///etc/{z}/{x}/{y}", "begins with http"),
        ("https://h:port/{z}/{x}/{y}", "begins with http"),
        ("https://h/{z}/{x}/{y} .png", "begins with http"),
        ("https://[h/{z}/{x}/{y}", "begins with http"),
        ("https://me:secret@h/{z}/{x}/{y}", "name and a password"),
        ("https://h/{z}/{x}", "needs places"),
        ("https://h/{z}/{x}/{y}/{style}", "{style}"),
        ("https://h/{z}/{x}/{y}?a={key}&b={tk}", "{tk}"),
        ("https://h/?TILEMATRIXSET=EPSG:4547&z={z}&x={x}&y={y}", "grid of EPSG:4547"),
        ("https://h/EPSG%3A25832/{z}/{x}/{y}", "grid of EPSG:25832"),
    ],
)
def test_addresses_that_cannot_be_used(url, said):
    with pytest.raises(TemplateError) as caught:
        own_source(url)
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)
