"""Planned and existing land use of each face, its number, firm and place in the value chain."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from shapely import Polygon

from sample_data import place
from sample_data.blocks import Face, GroundPlan
from sample_data.programme import LEFT_OUT, ZONES, cluster_at

_BLOCK_HABIT = 0.6
"""Share of the plots that follow the leading use of their block."""

_CHAINS = {
    "M1": (
        ("electrolyser", "电解槽装配厂房"), ("fuel_cell", "燃料电池车间"),
        ("battery_pack", "电池PACK厂房"), ("e_motor", "电驱总成厂房"),
        ("led_lighting", "智能照明车间"), ("devices", "医疗器械厂房"),
        ("ev_terminal", "智能终端厂房"), ("uav", "无人机总装车间"),
        ("formulation", "制剂车间"),
    ),
    "M2": (
        ("battery_cell", "电芯厂房"), ("pv_cell", "光伏组件厂房"),
        ("storage_system", "储能系统厂房"), ("nev", "新能源重卡厂房"), ("separator", "隔膜车间"),
        ("battery_structure", "电池结构件车间"),
        ("wind_turbine", "风电装备厂房"), ("ne_materials", "绿色建材车间"),
        ("green_food", "绿色食品厂房"), ("biologics", "生物药车间"),
    ),
    "M3": (
        ("cathode", "正极材料车间"), ("anode", "负极材料车间"), ("electrolyte", "电解液车间"),
        ("battery_recycling", "电池再生利用车间"),
    ),
    "A35": (("incubator", "研发孵化中心"), ("drug_discovery", "新药研发中心")),
    "B2": (("hq_service", "总部办公楼"),),
    "W1": (("cold_chain", "医药冷链库"), ("cold_user", "冷能共享冷库")),
    "B41": (("h2_station", "加氢加电站"), ("charging", "重卡换电站")),
    "U14": (("heat_station", "综合能源站"),),
    "U15": (("data_centre", "算力中心"),),
    "U21": (("water_reclaim", "再生水厂"),),
    "U22": (("waste_hub", "固废资源化中心"),),
    "A5": (("medical_univ", "园区医院"),),
}  # fmt: skip

_STAGES = ("一期", "二期", "三期", "东区", "西区", "南区", "北区")

_VILLAGES = (
    (-1900, 1300, 230), (-900, 700, 190), (-1500, -350, 210), (-350, 150, 230), (-700, -1500, 200),
    (250, 1750, 180), (1500, 250, 210), (1750, -900, 240), (1950, 1600, 180), (-1900, -1400, 190),
    (950, -1800, 200),
)  # fmt: skip

_OLD_WORKS = ((-950, 1250, 420), (-250, 780, 300), (-1350, 300, 330))
_PONDS = ((-420, -300, 120), (1500, -350, 130), (-1500, 1750, 120), (600, 1300, 130))


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel's land, number and uses; what no plan says yet is None."""

    shape: Polygon
    design: tuple[float, float]
    sort: str
    number: str
    land_use: str
    existing: str | None
    name: str
    enterprise: str | None
    chain_node: str | None


def parcels(plan: GroundPlan, random: Generator) -> list[Parcel]:
    """Return the parcels in the order of their numbers."""
    inner = [face.shape.representative_point() for face in plan.faces]
    design = place.to_design(np.array([(point.x, point.y) for point in inner]))
    habit = {
        index: _drawn(ZONES[block.zone].uses, random) for index, block in enumerate(plan.blocks)
    }
    numbers = _numbers(plan, design)
    found: list[Parcel] = []
    for at, face in enumerate(plan.faces):
        if face.sort == "site" and face.code == LEFT_OUT:
            continue
        u, v = design[at].tolist()
        code = face.code or _use(plan, face, habit, random)
        node, firm = _firm(code, random)
        existing = _existing(face, u, v, random)
        found.append(
            Parcel(
                shape=face.shape,
                design=(u, v),
                sort=face.sort,
                number=numbers[at],
                land_use=code,
                existing=existing,
                name=face.name,
                enterprise=firm,
                chain_node=node,
            )
        )
    return sorted(found, key=lambda parcel: parcel.number)


def _drawn(uses: tuple[tuple[str, float], ...], random: Generator) -> str:
    shares = np.array([weight for _, weight in uses])
    return uses[int(random.choice(len(uses), p=shares / shares.sum()))][0]


def _use(plan: GroundPlan, face: Face, habit: dict[int, str], random: Generator) -> str:
    zone = ZONES[plan.blocks[face.block].zone]
    if random.random() < _BLOCK_HABIT:
        return habit[face.block]
    return _drawn(zone.uses, random)


def _numbers(plan: GroundPlan, design: place.Points) -> list[str]:
    """Return numbers by cluster, block and plot, from north-west to south-east."""
    reading = {
        at: (cluster_at(*block.middle), -round(block.middle[1] / 260), block.middle[0])
        for at, block in enumerate(plan.blocks)
    }
    counts: dict[str, int] = defaultdict(int)
    prefix: dict[int, str] = {}
    for at in sorted(reading, key=lambda key: reading[key]):
        cluster = reading[at][0]
        counts[cluster] += 1
        prefix[at] = f"{cluster}-{counts[cluster]:02d}"
    numbers = [""] * len(plan.faces)
    order = sorted(
        range(len(plan.faces)), key=lambda at: (-round(design[at, 1] / 90), design[at, 0])
    )
    for at in order:
        face = plan.faces[at]
        group = prefix.get(face.block, face.code)
        counts[group] += 1
        numbers[at] = f"{group}-{counts[group]:0{2 if face.block >= 0 else 3}d}"
    return numbers


def _firm(code: str, random: Generator) -> tuple[str | None, str | None]:
    """Return a link of the value chain and the name of a plant; many are not settled yet."""
    links = _CHAINS.get(code)
    if links is None or random.random() > (0.62 if code.startswith(("M", "W")) else 0.85):
        return None, None
    node, stem = links[int(random.integers(len(links)))]
    if random.random() < 0.12:
        return node, None
    stage = _STAGES[int(random.integers(len(_STAGES)))]
    return node, f"{stage}{stem}" if code[0] in "MW" else stem


def _existing(face: Face, u: float, v: float, random: Generator) -> str | None:
    if random.random() < 0.02:
        return None
    if face.sort == "water":
        return "E11" if face.name == "澄碧河" else "E13"
    if face.sort == "street" and u < -2650:
        return "H22"
    for code, spots in (("H14", _VILLAGES), ("M1", _OLD_WORKS), ("E13", _PONDS)):
        for x, y, radius in spots:
            if np.hypot(u - x, v - y) < radius:
                return code
    return "E2"
