"""The red line: the ground that the plan is about."""

from types import MappingProxyType

from layers.kind import Column, LayerKind, Shape
from layers.style import Style

KIND = LayerKind(
    id="boundary",
    title="Red line",
    shape=Shape.POLYGON,
    columns=(
        Column("name", "Name", aliases=("名称",)),
        Column(
            "status",
            "Status",
            choices=MappingProxyType(
                {"official": "Official", "provisional": "Provisional", "assumed": "Assumed"}
            ),
            aliases=("状态",),
        ),
    ),
    style=Style(stroke="#e2001a", width=0.7),
    order=90,
    dxf_layer="PLAN_RED_LINE",
    aliases=("red_line", "redline", "红线", "规划范围", "site"),
)
