"""Roofs that can carry photovoltaic modules or green."""

from types import MappingProxyType

from layers.kind import Column, LayerKind, Shape
from layers.style import Style

KIND = LayerKind(
    id="rooftops",
    title="Rooftops",
    shape=Shape.POLYGON,
    columns=(
        Column("height_m", "Height", "number", "m", low=0, high=1000, aliases=("height", "高度")),
        Column("floors", "Floors", "integer", low=0, high=300, aliases=("层数", "levels")),
        Column(
            "roof_type",
            "Roof type",
            choices=MappingProxyType({"flat": "Flat", "metal": "Metal", "pitched": "Pitched"}),
            aliases=("屋面类型",),
        ),
        Column("usable_share", "Usable share", "number", "", low=0, high=1, aliases=("usable",)),
        Column("tilt_deg", "Tilt", "number", "°", low=0, high=90, aliases=("tilt", "倾角")),
        Column(
            "azimuth_deg", "Azimuth", "number", "°", low=0, high=360, aliases=("azimuth", "方位角")
        ),
        Column(
            "pv",
            "Photovoltaics",
            choices=MappingProxyType({"none": "None", "planned": "Planned", "built": "Built"}),
            aliases=("光伏",),
        ),
        Column(
            "green_roof",
            "Green roof",
            choices=MappingProxyType({"none": "None", "ext": "Extensive", "int": "Intensive"}),
            aliases=("绿化屋面",),
        ),
    ),
    style=Style(
        fill="#e9e4da",
        stroke="#6b6257",
        width=0.12,
        by="pv",
        colours=MappingProxyType({"built": "#2f5d8c", "planned": "#86a9cf"}),
    ),
    order=60,
    dxf_layer="PLAN_ROOF",
    aliases=("rooftop", "roofs", "buildings", "building", "屋顶", "建筑"),
)
