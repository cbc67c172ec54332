"""Where factors come from, in the reader's language: words are translated, titles stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
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
    "GB 55014-2021 cl. 2.1.3 (80 %)",
    "GB/T 2589 综合能耗计算通则 annex A",
    "GB/T 51346-2019 城市绿地规划标准 / 国家园林城市标准",
    "GB/T 51328-2018 (recalled)",
    "SoDa climatology (Remund 2003) in pvlib",
    "Ineichen and Perez 2002",
    "MIIT green park leading value",
    "MIIT leading value 30 % (recalled)",
    "MIIT leading value 80 % (recalled)",
    "State Council action plan 2024-2025 (50 %)",
    "= density / 1000 W/m2",
    "IT load density x 8760 x PUE",
    "row spacing 9:00-15:00 winter solstice",
    "module data sheets, 21-23.5 % efficiency",
    "module warranties",
    "module warranties; long-run median 0.5 (Jordan and Kurtz)",
    "pvlib default 0.25; PVWatts 0.2",
    "Gagnon et al., NREL/TP-6A20-65298: 0.70 on flat roofs (15 deg)",
    "Gagnon et al., NREL/TP-6A20-65298: 0.98 on tilted roofs, less walkways",
    (
        "around the metered mean of offices in Shanghai, 85.3 kWh/m² (Wang H. et al., Green "
        "Building 2026(1), Table 2), and the constraint value 85 of GB/T 51161-2016 for commercial "
        "offices A"
    ),
    (
        "around the metered mean of malls in Shanghai, 147.7 kWh/m² (Wang H. et al., Green "
        "Building 2026(1), Table 2)"
    ),
    (
        "around the metered mean of hotels in Shanghai, 112.3 kWh/m² (Wang H. et al., Green "
        "Building 2026(1), Table 2)"
    ),
    (
        "around the metered mean of education in Shanghai, 41.0 kWh/m² (Wang H. et al., Green "
        "Building 2026(1), Table 2)"
    ),
    (
        "around the metered mean of health care in Shanghai, 146.0 kWh/m² (Wang H. et al., Green "
        "Building 2026(1), Table 2)"
    ),
    (
        "from GB/T 51161-2016, Table 4.2.1: 3100 to 4800 kWh per household, at 98.4 m² each 31.5 "
        "to 48.8 kWh/m²"
    ),
    "Wang H. et al., Green Building 2026(1), as transcribed",
    "Table 2, sum of the months",
    "2006 IPCC Guidelines vol.2 Table 2.2",
    "2006 IPCC Guidelines vol.4 ch.8 Settlements",
    "2006 IPCC Guidelines vol.4 ch.8.3.3.2 and ch.2, Table 2.3",
    "20 % of 38 (warm dry) to 88 (warm moist) t C/ha to 0.3 m depth",
    "Eq. 8.2, Table 8.1 (CRW 2.9 t C per ha crown cover per year; 1.8-3.4 over US cities)",
    "Table 4.9 (2.0 t d.m./(ha*yr)), R 0.24",
    "Table 4.9 (4.0 t d.m./(ha*yr), 0.5-8.0), Table 4.4 R 0.29, CF 0.47",
    "Table 4.9 (9.0 t d.m./(ha*yr) Asia continental), R 0.20, CF 0.47",
    "Table 4.9 subtropical steppe",
    (
        "Table 5.1: 63 t C/ha at harvest in the temperate zone; low and central are engineering "
        "defaults for young orchards"
    ),
    (
        "Table 5.9: annual cropland one year after conversion, 5.0 t C/ha, 4.7 in the refinement "
        "of 2019"
    ),
    (
        "Table 6.4: 1.7 t dry matter/ha above ground in cold dry climates to 16.1 in all in the "
        "moist tropics; carbon share 0.47"
    ),
    "40-year CO2 fixation table of EEWH (Taiwan), reprinted in mainland building-carbon guides",
    "375 g C/m2 over the 2-year study",
    "Duan X. et al. 2008, Acta Ecologica Sinica (coastal 235.62; mangrove 444.27 g C/(m2*yr))",
    (
        "Duan X. et al. 2008, Acta Ecologica Sinica (67 g C/(m2*yr) inland salt marsh); Mitsch et "
        "al. 2013, Landscape Ecology 28(4):583-597 (118 g C/(m2*yr) mean)"
    ),
    "Zeng L. et al., Acta Ecologica Sinica 44(20):9209-9220",
    "Zhu Q., Yu K., Li D. 景观规划中的生态廊道宽度, Acta Ecologica Sinica 25(9)",
    "abstract: 7.791 (1982) to 8.525 (2020) kg C/m2",
    "abstract: minimal-input net 25.4-114.2 g C/(m2*yr)",
    "national mean 140 kg C/(ha*yr), 1980-2011",
    "CTCN technology library",
    "WHO Europe, Urban green spaces",
    (
        "soiling 2, shading 3, mismatch 2, wiring 2, connections 0.5, LID 1.5, nameplate 1, "
        "availability 3"
    ),
    "Dobos, PVWatts Version 5 Manual (premium -0.35, standard -0.47); n-type data sheets -0.29",
    "发改能源〔2016〕1150号 guaranteed hours (class I 1500; II 1300-1450) widened",
    "GB 50137-2011 Tables 3.2.2 and 3.3.2 (MOHURD/AQSIQ)",
    "MNR 国土空间调查、规划、用途管制用地用海分类指南, 自然资发〔2023〕234号 (2023-11-22)",
    (
        "NDRC, MIIT, NEA 发改环资〔2025〕910号 关于开展零碳园区建设的通知"
        " 国家级零碳园区建设指标体系(试行)"
    ),
    "绿色园区评价要求, 工信厅节函〔2016〕586号 (MIIT)",
    "城市步行和自行车交通系统规划设计导则 (MOHURD)",
    "绿道规划设计导则 (MOHURD)",
    ("海绵城市建设技术指南(试行) 表4-3; cross-checked with another rainwater standard annex E.0.1"),
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
"""What the shipped tables say of sources in words, and what has a title in each language.

Titles of papers are not here, nor what is Chinese in itself.
"""

_CHINESE: Final = "[\u3400-\u9fff]"
_STANDARD: Final = r"(?:GB|DB\d+)(?:/T)? [\d-]+"
_WORD: Final = re.compile("[a-z]{3}")
"""English has words, which numbers and designations of standards have not."""

_NUMBERED: Final = (
    (r"Tables? (?P<number>[\d.,-]+)", "Table {number}"),
    (r"indicator (?P<number>\d+)", "indicator {number}"),
    (r"Annex (?P<number>\d+)", "Annex {number}"),
    (r"ch\. (?P<number>[\d.]+)", "ch. {number}"),
    (
        r"2006 IPCC Guidelines vol\.(?P<volume>\d) ch\.(?P<chapter>\d)",
        "2006 IPCC Guidelines vol.{volume} ch.{chapter}",
    ),
    (rf"(?P<standard>{_STANDARD}) (?P<name>{_CHINESE}+)", "{standard} {name}"),
    (
        rf"(?P<standard>{_STANDARD}) (?P<name>{_CHINESE}+) \(not seen\)",
        "{standard} {name} (not seen)",
    ),
    (
        r"installer tilt table (?P<energy>\d+) kWh/kWp first year \(recalled\)",
        "installer tilt table {energy} kWh/kWp first year (recalled)",
    ),
    (
        (
            r"unreferenced list of daily full-load hours: (?P<hours>[\d.]+) h/d = "
            r"(?P<energy>\d+) kWh/kWp"
        ),
        "unreferenced list of daily full-load hours: {hours} h/d = {energy} kWh/kWp",
    ),
)
"""What is said with numbers or names in it: how it looks, and the sentence that it is."""


def footing(text: str, speak: Callable[[Message], str]) -> str:
    """Return a source with its clause, or a note, as readers of a language know it.

    Parameters
    ----------
    text
        As a factor has it: titles, clauses and remarks with points between them.
    speak
        Makes text of messages.

    Examples
    --------
    >>> from resources.translations import translation
    >>> footing("GB/T 51161-2016 · Table 4.2.1", translation("en").sentence)
    'GB/T 51161-2016 · Table 4.2.1'
    """
    return " · ".join(speak(message(part)) for part in text.split(" · ")) if text else ""


def message(part: str) -> Message:
    """Return one part of a source or of a note as a sentence that can be translated.

    Examples
    --------
    >>> message("Table 4-3").text, message("GB 55014-2021 园林绿化工程项目规范").text
    ('Table {number}', '{standard} {name}')
    """
    for pattern, text in _NUMBERED:
        if found := re.fullmatch(pattern, part):
            return Message.of(text, **found.groupdict())
    return Message(part)


def sentence(text: str) -> Message:
    """Return all parts of a source or of a note as one sentence.

    Examples
    --------
    >>> sentence("Table 2 · ecology").text, sentence("ecology").text
    ('{first} · {rest}', 'ecology')
    """
    first, point, rest = text.partition(" · ")
    if not point:
        return message(text)
    return Message.of("{first} · {rest}", first=message(first), rest=sentence(rest))


def remarks(notes: Iterable[str]) -> Iterator[str]:
    """Yield what notes say in English, each sentence once; it has to be translated.

    Examples
    --------
    >>> list(remarks(["ecology · low certainty", "low certainty · 2选1", ""]))
    ['ecology', 'low certainty']
    """
    parts = dict.fromkeys(part for note in notes for part in note.split(" · "))
    said = (message(part) for part in parts if _WORD.search(part))
    yield from dict.fromkeys(one.text for one in said)
