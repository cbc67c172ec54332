"""Where factors come from, in the reader's language: words are translated, titles stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from layers.message import Message

SOURCES: Final = (
    "engineering default",
    "Engineering default",
    "Engineering default between shrub and tree",
    "engineering default above office for laboratories",
    "engineering default within 2006 IPCC Guidelines vol.4 ch.4, Table 4.12",
    "engineering default: about 0.99 at 20N, 0.93 at 30N, 0.89 at 40N",
    "engineering default: no metered profile",
    "engineering default: parapet, equipment, fire lanes, shading",
    "engineering default: skylight strips, vents, walkways",
    "engineering default; only S, SE, SW faces",
    "High = eastern-plain lakes 56.67 g C/(m2*yr), Duan et al. 2008; low = engineering default",
    "Interpolated between lawn and trees; leaf-area based Chinese values are gross",
    "Urban tree range reduced for root-space and pruning",
    "Envelope of IPCC crown-cover range, Pinghu measurement and Nowak gross rate",
    "see the rows below it in the table",
    "definition",
    "practice",
    "local rule",
    "local rule (Guangzhou type)",
    "local rule; engineering default",
    "coarse check value, not a design value",
    "reading of park reports; weights and distances are engineering defaults",
    "coal use of power supply, a round value",
    "derived: CO₂ factor over coal-equivalent coefficient",
    "unnamed data set quoted in a README",
    "old MEE reporting guides",
    "MEE enterprise reporting guides",
    "MEE & NBS announcement 2024 no.12",
    "MEE & NBS announcement 2024 no.33",
    "MEE & NBS announcement 2025 no.47",
    "MEE, NBS, NEA announcement on 2024 electricity carbon footprint factors",
    "GB/T 2589 heating values x provincial GHG inventory guide carbon content",
    "GB 50797 / GB/T 51368 practice 0.75-0.85",
    "GB 50282-2016 (not seen)",
    "GB 50282-2016 urban water supply planning, Table 4.0.3-2 (not seen)",
    "GB 50318 urban drainage planning (not seen)",
    "GB/T 51328-2018 (recalled)",
    "MIIT green park leading value",
    "MIIT leading value 30 % (recalled)",
    "MIIT leading value 80 % (recalled)",
    "State Council action plan 2024-2025 (50 %)",
    "= density / 1000 W/m2",
    "IT load density x 8760 x PUE",
    "row spacing 9:00-15:00 winter solstice",
    "module data sheets, 21-23.5 % efficiency",
    "module warranties",
    "module warranties; long-run median 0.5 (Jordan & Kurtz)",
    "pvlib default 0.25; PVWatts 0.2",
    "NREL 0.70 for flat roofs (15 deg)",
    "NREL packing 0.98 on tilted roofs minus walkways",
    (
        "around the metered mean of offices in Shanghai, 85.3 kWh/m² (Wang et al. 2026, Table "
        "2), and the constraint value 85 of GB/T 51161-2016 for commercial offices A"
    ),
    "around the metered mean of malls in Shanghai, 147.7 kWh/m² (Wang et al. 2026, Table 2)",
    "around the metered mean of hotels in Shanghai, 112.3 kWh/m² (Wang et al. 2026, Table 2)",
    "around the metered mean of education in Shanghai, 41.0 kWh/m² (Wang et al. 2026, Table 2)",
    "around the metered mean of health care in Shanghai, 146.0 kWh/m² (Wang et al. 2026, Table 2)",
    (
        "from GB/T 51161-2016, Table 4.2.1: 3100 to 4800 kWh per household, at 98.4 m² each 31.5 "
        "to 48.8 kWh/m²"
    ),
    "Wang et al. 2026, Table 2 (monthly EUI), as transcribed",
    "news text",
    "abstract",
    "abstract (arithmetic)",
    "annex",
    "assumptions",
    "control zone",
    "coverage rule",
    "greening table",
    "indicator",
    "loss categories",
    "main text (3)",
    "main text (5)",
    "notes",
    "page",
    "reference-value table",
    "results section",
    "review table",
    "river-corridor part",
    "table",
    "above- and below-ground, carbon share 0.47",
)
"""What the shipped tables say of sources in words; titles of standards and papers are not here."""

_NUMBERED: Final = re.compile(r"(Tables?|indicator|Annex|ch\.) ([\d.,-]+)")


def footing(source: str, speak: Callable[[Message], str]) -> str:
    """Return a source with its clause as readers of a language know it.

    Parameters
    ----------
    source
        As a factor has it: titles and clauses with points between them.
    speak
        Makes text of messages.

    Examples
    --------
    >>> from resources.translations import translation
    >>> footing("GB/T 51161-2016 · Table 5.2.1", translation("en").sentence)
    'GB/T 51161-2016 · Table 5.2.1'
    """
    return " · ".join(speak(_message(part)) for part in source.split(" · ")) if source else ""


def _message(part: str) -> Message:
    numbered = _NUMBERED.fullmatch(part)
    if numbered is None:
        return Message(part)
    word, number = numbered.groups()
    if word == "indicator":
        return Message.of("indicator {number}", number=number)
    if word == "Annex":
        return Message.of("Annex {number}", number=number)
    if word == "ch.":
        return Message.of("ch. {number}", number=number)
    return Message.of("Table {number}", number=number)
