"""Ways for walking and cycling: lines with a real width."""

from types import MappingProxyType

from layers.kind import Column, LayerKind, Shape
from layers.style import Style

KIND = LayerKind(
    id="paths",
    title="Slow-traffic paths",
    shape=Shape.LINE,
    columns=(
        Column("name", "Name", aliases=("名称", "道路名称")),
        Column(
            "class",
            "Class",
            choices=MappingProxyType(
                {"greenway": "Greenway", "cycle": "Cycle path", "walk": "Footpath"}
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
    ),
    style=Style(stroke="#c2702b", width=0.35, dash=(3.0, 2.0)),
    order=50,
    dxf_layer="PLAN_PATH",
    aliases=("path", "慢行", "慢行系统"),
)
