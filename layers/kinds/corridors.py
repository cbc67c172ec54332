"""Green corridors: lines with a real width."""

from types import MappingProxyType

from layers.kind import Column, LayerKind, Shape
from layers.style import Style

KIND = LayerKind(
    id="corridors",
    title="Green corridors",
    shape=Shape.LINE,
    columns=(
        Column("name", "Name", aliases=("名称",)),
        Column(
            "type",
            "Type",
            choices=MappingProxyType(
                {
                    "ecological": "Ecological",
                    "greenway": "Greenway",
                    "protective": "Protective",
                    "waterfront": "Waterfront",
                }
            ),
            aliases=("类型",),
        ),
        Column("width_m", "Width", "number", "m", low=0, high=2000, aliases=("width", "宽度")),
        Column("cover", "Cover", table="cover", aliases=("植被", "覆盖类型")),
        Column("planted", "Planted in", "integer", "a", low=1500, high=2200, aliases=("种植年份",)),
    ),
    style=Style(fill="#2f9e5052", stroke="#2c6b39", width=0.12, width_column="width_m"),
    order=30,
    dxf_layer="PLAN_CORRIDOR",
    label="name",
    aliases=("corridor", "green_corridors", "绿廊", "廊道"),
)
