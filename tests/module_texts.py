"""The texts that a module of the source can show, found in its syntax."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

SPEAKERS = {"tr", "Message", "of", "declared"}
"""Names of functions whose first argument is a text to be translated."""
TITLES = {"title", "tooltip", "label", "placeholder", "text", "empty", "status", "menu", "hint"}
"""Keywords of declarations whose value is shown."""
DECLARATIONS = {
    "Action",
    "Tool",
    "Exporter",
    "Measure",
    "Command",
    "Problem",
    "ActionSpec",
    "Sheet",
}
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
DEPTH = 8
"""Steps from a name to the texts that it can stand for."""


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _is_raised(node: ast.Call) -> bool:
    """Return whether an error passes its one sentence on: ``super().__init__("…")``."""
    return ast.unparse(node.func) == "super().__init__" and isinstance(node.args[0], ast.Constant)


class ModuleTexts:
    """The texts of one module; names are followed to the literals they can stand for.

    Parameters
    ----------
    tree
        Its syntax.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.parents = {c: p for p in ast.walk(tree) for c in ast.iter_child_nodes(p)}
        self.values: dict[tuple[ast.AST, str], list[ast.expr]] = defaultdict(list)
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        self._bind(node, target, value)
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    self._bind(node, target, value)
                case ast.NamedExpr(target=target, value=value):
                    self._bind(node, target, value)
                case (
                    ast.For(target=target, iter=many) | ast.comprehension(target=target, iter=many)
                ):
                    for one in self._elements(many, node, DEPTH):
                        self._bind(node, target, one)
                case _:
                    pass

    def _scope(self, node: ast.AST) -> ast.AST:
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, FUNCTIONS):
                return node
        return self.tree

    def _bind(self, node: ast.AST, target: ast.expr, value: ast.expr) -> None:
        match target, value:
            case ast.Name(id=name), _:
                self.values[self._scope(node), name].append(value)
            case (ast.Tuple(elts=targets), ast.Tuple(elts=values)) if len(targets) == len(values):
                for one, its in zip(targets, values, strict=True):
                    self._bind(node, one, its)
            case _:
                pass

    def _named(self, name: str, node: ast.AST) -> list[ast.expr]:
        scope = self._scope(node)
        while (scope, name) not in self.values and scope is not self.tree:
            scope = self._scope(scope)
        return self.values.get((scope, name), [])

    def _elements(self, node: ast.expr, place: ast.AST, depth: int) -> Iterator[ast.expr]:
        """Give what a loop over an expression runs through."""
        if depth == 0:
            return
        match node:
            case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
                yield from elements
            case ast.Dict(keys=keys):
                yield from (key for key in keys if key is not None)
            case ast.Call(func=ast.Attribute(value=inner, attr="items" | "values" as part)):
                yield from self._parts(inner, part, place, depth - 1)
            case ast.Call(args=[inner, *_]):
                yield from self._elements(inner, place, depth - 1)
            case ast.Name(id=name):
                for value in self._named(name, place):
                    yield from self._elements(value, place, depth - 1)
            case _:
                return

    def _parts(self, node: ast.expr, part: str, place: ast.AST, depth: int) -> Iterator[ast.expr]:
        for found in self._dicts(node, place, depth):
            for key, value in zip(found.keys, found.values, strict=True):
                if part == "values":
                    yield value
                elif key is not None:
                    yield ast.Tuple([key, value])

    def _dicts(self, node: ast.expr, place: ast.AST, depth: int) -> Iterator[ast.Dict]:
        if depth == 0:
            return
        match node:
            case ast.Dict():
                yield node
            case ast.Call(func=ast.Name(id="MappingProxyType"), args=[inner]):
                yield from self._dicts(inner, place, depth - 1)
            case ast.Name(id=name):
                for value in self._named(name, place):
                    yield from self._dicts(value, place, depth - 1)
            case _:
                return

    def literals(self, node: ast.expr, place: ast.AST, depth: int = DEPTH) -> Iterator[str]:
        """Give the texts that an expression can be."""
        if depth == 0:
            return
        inner: list[ast.expr] = []
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.IfExp(body=body, orelse=orelse):
                inner = [body, orelse]
            case ast.BoolOp(values=values):
                inner = values
            case ast.Name(id=name):
                inner = self._named(name, place)
            case ast.Subscript(value=value):
                found = [v for d in self._dicts(value, place, depth - 1) for v in d.values]
                inner = found or list(self._elements(value, place, depth - 1))
            case ast.Call(func=ast.Attribute(value=value, attr="get"), args=[_, *default]):
                inner = [v for d in self._dicts(value, place, depth - 1) for v in d.values]
                inner += default
            case _:
                return
        for one in inner:
            yield from self.literals(one, place, depth - 1)

    def _forwarders(self) -> dict[str, list[tuple[int, str]]]:
        """Return the functions that pass a parameter on to be shown: its place and name."""
        found: dict[str, list[tuple[int, str]]] = {}
        functions = [n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef)]
        for _ in range(DEPTH):
            for function in functions:
                names = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
                skipped = int(names[:1] in (["self"], ["cls"]))
                shown = {
                    one.id
                    for node in ast.walk(function)
                    if isinstance(node, ast.Call)
                    for one in self._shown(node, found)
                    if isinstance(one, ast.Name)
                }
                found[function.name] = [
                    (place - skipped, name) for place, name in enumerate(names) if name in shown
                ]
        return {name: places for name, places in found.items() if places}

    def _shown(
        self, node: ast.Call, forwarders: dict[str, list[tuple[int, str]]]
    ) -> list[ast.expr]:
        """Return the arguments of a call that are shown."""
        name = _name(node.func)
        shown: list[ast.expr] = []
        if node.args and (name in SPEAKERS or name.endswith("Error") or _is_raised(node)):
            shown.append(node.args[0])
        for place, parameter in forwarders.get(name, []):
            shown += node.args[place : place + 1]
            shown += [word.value for word in node.keywords if word.arg == parameter]
        return shown

    def texts(self) -> Iterator[tuple[str, int]]:
        """Give the texts that are shown, with their lines."""
        forwarders = self._forwarders()
        for node in ast.walk(self.tree):
            if not isinstance(node, ast.Call):
                continue
            name = _name(node.func)
            shown = self._shown(node, forwarders)
            if name in DECLARATIONS:
                shown += [word.value for word in node.keywords if word.arg in TITLES]
            for one in shown:
                for text in self.literals(one, node):
                    yield text, node.lineno
