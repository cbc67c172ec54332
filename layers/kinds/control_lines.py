"""Control lines: where buildings stand back, and the coloured lines of regulatory plans."""

from types import MappingProxyType

from layers.kind import Column, LayerKind, Shape
from layers.style import Style

KIND = LayerKind(
    id="control_lines",
    title="Control lines",
    shape=Shape.LINE,
    columns=(
        Column("name", "Name", aliases=("名称",)),
        Column(
            "type",
            "Type",
            choices=MappingProxyType(
                {
                    "setback": "Set-back line",
                    "road_red": "Red line of a road",
                    "green": "Green line",
                    "blue": "Blue line",
                    "yellow": "Yellow line",
                    "purple": "Purple line",
                    "other": "Other line",
                }
            ),
            aliases=("类型", "控制线类型"),
        ),
        Column(
            "distance_m",
            "Distance",
            "number",
            "m",
            low=-1000,
            high=1000,
            aliases=("distance", "退距", "退线距离", "后退距离"),
        ),
    ),
    style=Style(
        fill="#6b6b6b",
        stroke="#6b6b6b",
        width=0.3,
        by="type",
        colours=MappingProxyType(
            {
                "setback": "#d81b8c",
                "road_red": "#e2001a",
                "green": "#1e9e3e",
                "blue": "#1f6fe0",
                "yellow": "#c9a400",
                "purple": "#8e24aa",
                "other": "#6b6b6b",
            }
        ),
        dash=(8.0, 3.0),
    ),
    order=65,
    dxf_layer="PLAN_CONTROL",
    aliases=("control_line", "setback", "setbacks", "控制线", "建筑退线", "退线", "建筑控制线"),
)
