"""Roads: centre lines with the width between their red lines."""

from types import MappingProxyType

from layers.kind import Column, LayerKind, Shape
from layers.style import Style

KIND = LayerKind(
    id="roads",
    title="Roads",
    shape=Shape.LINE,
    columns=(
        Column("name", "Name", aliases=("名称", "道路名称")),
        Column(
            "class",
            "Class",
            choices=MappingProxyType(
                {
                    "expressway": "Expressway",
                    "arterial": "Arterial",
                    "collector": "Collector",
                    "local": "Local street",
                }
            ),
            aliases=("等级", "道路等级"),
        ),
        Column(
            "width_m",
            "Width",
            "number",
            "m",
            low=0,
            high=200,
            aliases=("width", "宽度", "红线宽度"),
        ),
        Column("surface", "Surface", table="surface", aliases=("路面",)),
        Column(
            "street_tree_crown_m2",
            "Street-tree crowns",
            "number",
            "m²",
            low=0,
            aliases=("行道树冠",),
            additive=True,
        ),
    ),
    style=Style(stroke="#9a9a9a", width=0.15, dash=(12.0, 4.0, 2.0, 4.0)),
    order=40,
    dxf_layer="PLAN_ROAD",
    label="name",
    aliases=("road", "streets", "道路", "mainroad"),
)
