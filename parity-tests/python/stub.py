"""Reads the type stub that both modules ship: what is public, with which signatures and docstrings."""

import ast
import inspect

import support


class Member:
    """A function, method, property or class of the stub."""

    def __init__(self, node):
        self.node = node
        self.doc = ast.get_docstring(node)
        self.decorators = {ast.unparse(decorator) for decorator in node.decorator_list}

    @property
    def is_property(self):
        """Whether it is read as an attribute."""
        return "property" in self.decorators

    def parameters(self):
        """Name, kind and default of each parameter; ``self`` and ``cls`` are left out."""
        arguments = self.node.args
        kinds = inspect.Parameter
        positional = [(arg, kinds.POSITIONAL_ONLY) for arg in arguments.posonlyargs]
        positional += [(arg, kinds.POSITIONAL_OR_KEYWORD) for arg in arguments.args]
        required = [NO_DEFAULT] * (len(positional) - len(arguments.defaults))
        found = [
            (arg.arg, kind, default_of(default))
            for (arg, kind), default in zip(positional, required + arguments.defaults)
        ]
        if found and found[0][0] in ("self", "cls"):
            del found[0]
        if arguments.vararg:
            found.append((arguments.vararg.arg, kinds.VAR_POSITIONAL, NO_DEFAULT))
        for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
            found.append((arg.arg, kinds.KEYWORD_ONLY, default_of(default)))
        if arguments.kwarg:
            found.append((arguments.kwarg.arg, kinds.VAR_KEYWORD, NO_DEFAULT))
        return found


NO_DEFAULT = inspect.Parameter.empty


def default_of(node):
    """Return the default that a node of the stub stands for."""
    return NO_DEFAULT if node is None or node is NO_DEFAULT else ast.literal_eval(node)


def is_private(name):
    """Whether a name is there for the stub's own use, such as a protocol that arguments have."""
    return name.startswith("_") and not name.startswith("__")


class Stub:
    """The names of the stub, by kind."""

    def __init__(self):
        tree = ast.parse(support.STUB.read_text(encoding="utf-8"))
        self.doc = ast.get_docstring(tree)
        self.functions = {}
        self.classes = {}
        self.constants = {}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                self.functions.setdefault(node.name, Member(node))
            elif isinstance(node, ast.ClassDef) and not is_private(node.name):
                self.classes[node.name] = Member(node)
            elif isinstance(node, ast.AnnAssign) and not is_private(node.target.id):
                self.constants[node.target.id] = ast.unparse(node.annotation)

    def methods(self, name):
        """The methods and properties of a class, the first of several overloads."""
        found = {}
        for node in self.classes[name].node.body:
            if isinstance(node, ast.FunctionDef):
                found.setdefault(node.name, Member(node))
        return found

    def final(self):
        """The classes that cannot be subclassed."""
        return {name for name, member in self.classes.items() if "final" in member.decorators}


STUB = Stub()
