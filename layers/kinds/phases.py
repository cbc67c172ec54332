"""Phases of development, nested or apart."""

from layers.kind import Column, LayerKind, Shape
from layers.style import Style

KIND = LayerKind(
    id="phases",
    title="Phases",
    shape=Shape.POLYGON,
    columns=(
        Column("name", "Name", aliases=("名称",)),
        Column("order", "Order", "integer", low=1, aliases=("序号",)),
        Column("year", "Year", "integer", "a", low=1900, high=2200, aliases=("年份",)),
    ),
    style=Style(stroke="#7a1fa2", width=0.5, dash=(6.0, 3.0, 1.0, 3.0)),
    order=85,
    dxf_layer="PLAN_PHASE",
    label="name",
    nested=True,
    aliases=("phase", "分期"),
)
