"""Where the code says something: the keys of texts, read from the syntax tree."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Use:
    """One place where a text is said. ``keys``: ``{}`` stands for a value. ``params`` is None if unseen."""

    where: str
    keys: tuple[str, ...]
    params: frozenset[str] | None


def uses_in(file: Path) -> Iterator[Use]:
    """Return every use of a text in a module; what takes its key from its caller is not one."""
    tree, parents = parsed(file)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        use = _said_by(call, file, parents)
        if use:
            yield use


def form_labels(file: Path) -> Iterator[Use]:
    """Return the texts that are a form's title or one of its two buttons, and are not cut to fit."""
    tree, parents = parsed(file)
    for view in ast.walk(tree):
        if isinstance(view, ast.Call) and isinstance(view.func, ast.Name) and view.func.id == "View":
            for label in view.keywords:
                said = label.value
                if label.arg in ("title", "submit", "close") and isinstance(said, ast.Call):
                    use = _said_by(said, file, parents)
                    if use:
                        yield use


def parsed(file: Path) -> tuple[ast.Module, dict[ast.AST, ast.AST]]:
    """Return a module's tree, and for each node the one above it."""
    tree = ast.parse(file.read_text("utf-8"))
    return tree, {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def key_argument(call: ast.Call, file: Path) -> ast.expr | None:
    """Return the argument of a call that is a text's key, or None where the call says nothing."""
    match call.func:
        case ast.Name(id="words" | "refuse" | "Need"):
            return call.args[0]
        case ast.Attribute(value=ast.Name(id="words"), attr="plain"):
            return call.args[0]
        case ast.Attribute(value=ast.Name(id="Say"), attr="of"):
            return call.args[0]
        case ast.Attribute(value=owner, attr="say"):
            place = {"voice": 0, "registers": 1}
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if name not in place:
                raise AssertionError(f"{file.name}:{call.lineno}: {name}.say() is not known here")
            return call.args[place[name]]
    return None


def _said_by(call: ast.Call, file: Path, parents: dict[ast.AST, ast.AST]) -> Use | None:
    argument = key_argument(call, file)
    if argument is None:
        return None
    where = f"{file.parent.name}/{file.name}:{call.lineno}"
    if _comes_from_the_caller(argument, _function(call, parents)):
        return None
    keys = tuple(_keys(argument, _function(call, parents)))
    if not keys:
        raise AssertionError(f"{where}: which text is said here cannot be told")
    return Use(where, keys, _params(call))


def _comes_from_the_caller(argument: ast.expr, function: Function | None) -> bool:
    if isinstance(argument, ast.Attribute):
        return argument.attr == "key"
    taken = [*function.args.args, *function.args.kwonlyargs] if function else []
    return isinstance(argument, ast.Name) and argument.id in {one.arg for one in taken}


def _keys(argument: ast.expr, function: Function | None) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str(key)):
            yield key
        case ast.IfExp(body=one, orelse=other):
            yield from (*_keys(one, function), *_keys(other, function))
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
        case ast.Name() if function:
            held = [node.value for node in ast.walk(function) if isinstance(node, ast.Constant)]
            yield from (text for text in held if isinstance(text, str) and KEY.fullmatch(text))


def _params(call: ast.Call) -> frozenset[str] | None:
    """The parameters by name; a Need carries them as pairs."""
    if isinstance(call.func, ast.Name) and call.func.id == "Need":
        pairs = [pair for more in call.args[1:] if isinstance(more, ast.Tuple) for pair in more.elts]
        first = [pair.elts[0] for pair in pairs if isinstance(pair, ast.Tuple)]
        return frozenset(str(one.value) for one in first if isinstance(one, ast.Constant))
    named = [keyword.arg for keyword in call.keywords]
    return None if None in named else frozenset(name for name in named if name)


def _function(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Function | None:
    above: ast.AST | None = parents.get(node)
    while above is not None and not isinstance(above, Function):
        above = parents.get(above)
    return above
