"""Rivers, lakes, ponds and canals."""

from types import MappingProxyType

from layers.kind import Column, LayerKind, Shape
from layers.style import Style

KIND = LayerKind(
    id="water",
    title="Water",
    shape=Shape.POLYGON,
    columns=(
        Column("name", "Name", aliases=("名称",)),
        Column(
            "type",
            "Type",
            choices=MappingProxyType(
                {"river": "River", "lake": "Lake", "pond": "Pond", "canal": "Canal"}
            ),
            aliases=("类型",),
        ),
    ),
    style=Style(fill="#a9d3ea", stroke="#5b9fc4", width=0.15),
    order=25,
    dxf_layer="PLAN_WATER",
    label="name",
    aliases=("waters", "水系", "水域", "hydro"),
)
