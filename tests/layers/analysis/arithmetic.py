"""Lines of formulas read back and reckoned anew, as a person with a pocket calculator would."""

import math
import re

from layers.analysis.explained import explained
from layers.analysis.reasons import Reasons

BOUNDS = {"low": 0, "coefficient_low": 0, "high": 2, "coefficient_high": 2}


def part_of(path):
    """Which of low, central and high the number at a path is."""
    return BOUNDS.get(path.rpartition(".")[2], 1)


def reckoned(text, part):
    """What the arithmetic of a line comes to."""
    text = re.sub(r"\(([^()|]+(?:\|[^()|]+)+)\)", lambda one: one[1].split("|")[part], text)
    text = text.replace("\u2009", "").replace("\N{MINUS SIGN}", "-").replace("×", "*")
    text = text.replace("^", "**").replace("√", "sqrt")
    text = re.sub(r"(?<![a-z\d])(?!sqrt|min|max)[A-Za-z]+[²³₂]?", "", text)  # units
    return eval(text, {"__builtins__": {}, "sqrt": math.sqrt, "min": min, "max": max})  # noqa: S307


def shown(text, part):
    """The number that stands behind the equals sign."""
    text = text.strip("(").split("|")[part] if "|" in text else text
    text = text.strip().replace("\u2009", "").replace("\N{MINUS SIGN}", "-")
    return float(re.match(r"-?[\d.]+(e[-+]\d+)?", text)[0])


def plain(text):
    """A line with the minus of keyboards."""
    return text.replace("\N{MINUS SIGN}", "-")


def last_half(number):
    """Half of the last digit of a printed number; a whole one that is large is printed whole."""
    whole = abs(float(number)) * 1e-6
    return max(whole, 0.5 * 10.0 ** -len(number.partition(".")[2])) if "." in number else whole


def faults(path, answer):
    """Yield what is wrong with the lines of a number: none, or sums that come to something else."""
    part, above = part_of(path), []
    for line in answer["steps"]:
        sum_, _, value = line.partition(": ")[2].rpartition(" = ")
        value = shown(value, part)
        found = sum(above) if sum_.strip() == "Σ" else reckoned(sum_, part)
        # A difference is as sure as the last digits that are printed of what it is made of.
        digits = re.findall(r"[\d.]+", sum_.replace("\u2009", "")) if " - " in plain(sum_) else []
        slack = 2e-4 * max(abs(value), abs(found)) + sum(map(last_half, digits))
        if abs(found - value) > slack:
            yield f"{line}: it comes to {found}"
        above.append(value)
    if not above:
        yield "no lines"
    elif abs(above[-1] - answer["value"]) > 1e-4 * abs(answer["value"]) + 1e-9:
        yield f"{answer['steps'][-1]}: shown is {answer['value']}"


def of_all(results):
    """Yield each number of the totals that is there with its reason."""
    reasons = Reasons(results)
    for one in explained(results):
        for path, value in zip(one.paths, one.values, strict=True):
            if value is not None:
                yield path, reasons.of(path)
