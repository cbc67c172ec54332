"""Facilities at a point: substations, storage, charging, hydrogen, entrances."""

from types import MappingProxyType

from layers.kind import Column, LayerKind, Shape
from layers.style import Style

KIND = LayerKind(
    id="facilities",
    title="Facilities",
    shape=Shape.POINT,
    columns=(
        Column("name", "Name", aliases=("名称",)),
        Column(
            "type",
            "Type",
            choices=MappingProxyType(
                {
                    "substation": "Substation",
                    "storage": "Energy storage",
                    "charging": "Charging station",
                    "hydrogen": "Hydrogen station",
                    "wind": "Wind turbine",
                    "heat": "Heat station",
                    "sewage": "Sewage works",
                    "park_entrance": "Park entrance",
                }
            ),
            aliases=("类型",),
        ),
        Column("capacity", "Capacity", "number", low=0, aliases=("容量", "规模")),
        Column("unit", "Unit", aliases=("单位",)),
    ),
    style=Style(
        fill="#d94f2b",
        stroke="#ffffff",
        width=0.2,
        by="type",
        colours=MappingProxyType(
            {
                "substation": "#b5322a",
                "storage": "#6a4fb3",
                "charging": "#1f7a8c",
                "hydrogen": "#2a6fdb",
                "heat": "#d9822b",
                "sewage": "#5b6b73",
                "park_entrance": "#2e8b57",
                "wind": "#3b8fb5",
            }
        ),
        size=2.6,
    ),
    order=70,
    dxf_layer="PLAN_FACILITY",
    label="name",
    aliases=("facility", "设施"),
)
