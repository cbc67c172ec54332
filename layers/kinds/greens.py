"""Green land by cover: parks, belts, woodland."""

from types import MappingProxyType

from layers.kind import Column, LayerKind, Shape, Style

KIND = LayerKind(
    id="greens",
    title="Green land",
    shape=Shape.POLYGON,
    columns=(
        Column("name", "Name", aliases=("名称",)),
        Column("cover", "Cover", table="cover", aliases=("植被", "覆盖类型")),
        Column(
            "role",
            "Role",
            choices=MappingProxyType(
                {
                    "park": "Park",
                    "protective": "Protective belt",
                    "attached": "Attached green",
                    "woodland": "Woodland",
                    "riverside": "Riverside",
                    "square": "Square",
                }
            ),
            aliases=("类型",),
        ),
        Column("planted", "Planted in", "integer", "a", low=1500, high=2200, aliases=("种植年份",)),
    ),
    style=Style(
        fill="#7dbb6c",
        stroke="#3f7d3a",
        width=0.12,
        by="cover",
        colours=MappingProxyType(
            {
                "tree_urban": "#5fa35a",
                "shrub": "#86b96a",
                "lawn": "#b5d98a",
                "grassland": "#cbdc92",
                "wetland_inland": "#8cc7b5",
                "orchard": "#a3b85c",
            }
        ),
    ),
    order=20,
    dxf_layer="PLAN_GREEN",
    aliases=("green", "绿地", "veget", "vegetation"),
)
