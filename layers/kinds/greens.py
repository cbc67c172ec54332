"""Green land by cover: parks, belts, woodland."""

from types import MappingProxyType

from layers.kind import Column, LayerKind, Shape
from layers.style import Style

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
                    "farmland": "Farmland",
                }
            ),
            aliases=("类型",),
        ),
        Column("planted", "Planted in", "integer", "a", low=1500, high=2200, aliases=("种植年份",)),
    ),
    style=Style(
        fill="#5fa84c",
        stroke="#3f7d3a",
        width=0.12,
        hatch="dots",
        by="cover",
        colours=MappingProxyType(
            {
                "tree_urban": "#2f8f3a",
                "shrub": "#5d9e36",
                "lawn": "#86c23e",
                "grassland": "#a9b83a",
                "wetland_inland": "#2f9f86",
                "orchard": "#7f8f1e",
                "cropland": "#c9a72e",
                "forest_temperate": "#1d6b33",
            }
        ),
    ),
    order=20,
    dxf_layer="PLAN_GREEN",
    aliases=("green", "绿地", "veget", "vegetation"),
)
