"""Names, signatures, docstrings and constants: equal in both modules, and as the stub says."""

import inspect
import io

import pytest
from stub import NO_DEFAULT, STUB

# Methods that Python calls itself; how they are called depends on the kind of class.
UNDERSCORED = "__"


def public(thing):
    """Return the public names of a module or a class."""
    return [name for name in dir(thing) if not name.startswith("_")]


def is_part(zstd, name):
    """Return whether a public name is the module's own and not a submodule of it."""
    return not inspect.ismodule(getattr(zstd, name))


def signature(call):
    """Return name, kind and default of each parameter, ``self`` left out."""
    parameters = inspect.signature(call).parameters.values()
    return [
        (parameter.name, parameter.kind, parameter.default)
        for parameter in parameters
        if parameter.name not in ("self", "cls")
    ]


def methods(cls):
    """Return the public names of a class that it does not have from Python's own exceptions and files alone."""
    listed = STUB.methods(cls.__name__) if cls.__name__ in STUB.classes else {}
    return [
        name
        for name in public(cls)
        if name in listed or not (hasattr(Exception, name) or hasattr(io.RawIOBase, name))
    ]


def test_names_are_those_of_the_stub(zstd):
    expected = set(STUB.functions) | set(STUB.classes) | set(STUB.constants)
    expected = {name for name in expected if not name.startswith("_")}
    found = {name for name in public(zstd) if is_part(zstd, name)}
    assert found == expected
    if hasattr(zstd, "__all__"):
        assert set(zstd.__all__) - {"__version__"} == expected


def test_modules_have_the_same_names(both):
    native, cffi = both
    names = [{name for name in public(zstd) if is_part(zstd, name)} for zstd in both]
    assert names[0] == names[1]
    for name in STUB.classes:
        assert set(public(getattr(native, name))) == set(public(getattr(cffi, name))), name


@pytest.mark.parametrize("name", sorted(STUB.functions))
def test_functions(zstd, name):
    function = getattr(zstd, name)
    assert signature(function) == STUB.functions[name].parameters()
    assert inspect.getdoc(function) == STUB.functions[name].doc
    assert function.__name__ == name
    assert function.__module__ == zstd.__name__


def members():
    """Every method and property of the stub that Python does not call itself."""
    for cls in STUB.classes:
        for name in STUB.methods(cls):
            if not name.startswith(UNDERSCORED):
                yield cls, name


@pytest.mark.parametrize("cls, name", sorted(members()))
def test_methods_and_properties(zstd, cls, name):
    member = STUB.methods(cls)[name]
    found = getattr(getattr(zstd, cls), name)
    assert inspect.getdoc(found) == member.doc
    if member.is_property:
        assert not callable(found)
    else:
        assert signature(found) == member.parameters()


@pytest.mark.parametrize("name", sorted(STUB.classes))
def test_classes(zstd, name):
    cls = getattr(zstd, name)
    assert inspect.isclass(cls)
    assert inspect.getdoc(cls) == STUB.classes[name].doc
    assert cls.__name__ == name
    assert cls.__module__ == zstd.__name__
    listed = {member for member in STUB.methods(name) if not member.startswith(UNDERSCORED)}
    attributes = {"code"} if name == "ZstdError" else set()
    assert set(methods(cls)) == listed | attributes
    make = STUB.methods(name).get("__new__")
    if make is not None:
        assert signature(cls) == make.parameters()
    for dunder in STUB.methods(name):
        if dunder.startswith(UNDERSCORED) and dunder != "__buffer__":
            assert hasattr(cls, dunder), dunder


def test_module_docstring(zstd):
    assert inspect.getdoc(zstd) == STUB.doc


def test_signatures_and_docstrings_are_equal_in_both(both):
    """The same walk, but over what is there rather than over the stub."""

    def walk(zstd):
        for name in filter(lambda name: is_part(zstd, name), public(zstd)):
            thing = getattr(zstd, name)
            yield name, describe(thing)
            if inspect.isclass(thing):
                for member in methods(thing):
                    yield name + "." + member, describe(getattr(thing, member))

    def describe(thing):
        parts = [inspect.getdoc(thing)]
        try:
            parts.append(str(inspect.signature(thing)))
        except (TypeError, ValueError):
            parts.append("no signature")
        return parts

    native, cffi = [dict(walk(zstd)) for zstd in both]
    constants = set(STUB.constants)
    different = [
        name
        for name in set(native) | set(cffi)
        if name not in constants and native.get(name) != cffi.get(name)
    ]
    assert not different


def test_constants_are_equal_in_both(both):
    native, cffi = both
    own = {"backend", "backend_features"}
    for name in set(STUB.constants) - own:
        assert getattr(native, name) == getattr(cffi, name), name
    assert (native.backend, cffi.backend) == ("native", "cffi")


@pytest.mark.parametrize("name", sorted(STUB.constants))
def test_constants_have_the_types_of_the_stub(zstd, name):
    value = getattr(zstd, name)
    annotation = STUB.constants[name]
    expected = {"tuple[int, int, int]": tuple, "set[str]": set}
    kinds = {"int": int, "str": str, "bytes": bytes}
    assert type(value) is {**kinds, **expected}[annotation]


def test_well_known_values(zstd):
    assert zstd.ZSTD_VERSION >= (1, 5, 7)
    assert zstd.FRAME_HEADER == b"\x28\xb5\x2f\xfd"
    assert zstd.MAGIC_NUMBER == int.from_bytes(zstd.FRAME_HEADER, "little")
    assert (zstd.MAX_COMPRESSION_LEVEL, zstd.DEFAULT_COMPRESSION_LEVEL) == (22, 3)
    assert (zstd.WINDOWLOG_MIN, zstd.STRATEGY_FAST, zstd.STRATEGY_BTOPT) == (10, 1, 7)
    assert zstd.MAX_COMPRESSION_LEVEL == zstd.parameter_bounds("compression_level")[1]


def test_defaults_hold(zstd):
    """A default that the signature names is what leaving the argument out means."""
    for name, default in [
        ("level", 3),
        ("write_checksum", False),
        ("write_content_size", False),
        ("write_dict_id", True),
        ("threads", 0),
    ]:
        parameter = inspect.signature(zstd.ZstdCompressor).parameters[name]
        assert parameter.default == default
        assert parameter.default is not NO_DEFAULT
        data = b"the same bytes either way " * 50
        explicit = zstd.ZstdCompressor(**{name: default})
        assert explicit.compress(data) == zstd.ZstdCompressor().compress(data)
