"""Every public name of the original, with its signature."""

import ast
import enum
import inspect
import pathlib

import pytest
import recorded

# Names of the original's stub that the original itself does not have, or that are there for the stub alone.
STUB_ONLY = {"zstd_version_number"}
FINAL = ("ZstdCompressor", "ZstdDecompressor", "ZstdDict")


def signature_of(thing):
    """Return a signature as text, without annotations and ``self``."""
    parameters = list(inspect.signature(thing).parameters.values())
    if parameters and parameters[0].name == "self":
        del parameters[0]
    plain = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]
    # A method that takes only self marks it as positional-only.
    return str(inspect.Signature(plain))


def test_functions_and_classes_have_the_recorded_signatures(face):
    for name, signature in {**recorded.FUNCTIONS, **recorded.CLASSES}.items():
        assert signature_of(getattr(face, name)) == signature, name


def test_methods_have_the_recorded_signatures(face):
    for class_name, methods in recorded.METHODS.items():
        for name, signature in methods.items():
            member = getattr(getattr(face, class_name), name)
            assert signature_of(member) == signature, (class_name, name)


def test_attributes_are_there(face):
    for class_name, names in recorded.ATTRIBUTES.items():
        for name in names:
            assert hasattr(getattr(face, class_name), name), (class_name, name)


def test_enums_have_the_recorded_members(face):
    for name, members in recorded.ENUMS.items():
        cls = getattr(face, name)
        assert issubclass(cls, enum.IntEnum)
        assert {member.name: int(member) for member in cls} == members


def test_everything_public_is_listed(face):
    wanted = {*recorded.FUNCTIONS, *recorded.CLASSES, *recorded.ENUMS, *recorded.CONSTANTS, "ZstdError"}
    extra = {"register_tarfile", "unregister_shutil", "unregister_tarfile"}
    assert set(face.__all__) == wanted | extra
    public = {name for name in vars(face) if not name.startswith("_")}
    assert public == set(face.__all__)
    for name in face.__all__:
        value = getattr(face, name)
        if inspect.isfunction(value) or (inspect.isclass(value) and name != "ZstdError"):
            assert value.__module__ == face.__name__, name
            assert value.__doc__, name


@pytest.mark.parametrize("name", FINAL)
def test_final_classes_cannot_be_bases(face, name):
    with pytest.raises(TypeError, match="is not an acceptable base type"):
        type("Sub", (getattr(face, name),), {})




def stub_signature(node, positional_self):
    """Return a signature of the stub as text, without annotations and ``self``."""
    arguments = node.args
    if positional_self:
        for group in (arguments.posonlyargs, arguments.args):
            if group and group[0].arg in ("self", "cls"):
                del group[0]
                break
    for group in (arguments.posonlyargs, arguments.args, arguments.kwonlyargs):
        for argument in group:
            argument.annotation = None
    return "(" + ast.unparse(arguments) + ")"


def test_the_record_is_what_the_original_s_stub_says(original):
    tree = ast.parse(pathlib.Path(original.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    functions, classes, constants = {}, {}, set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            functions.setdefault(node.name, stub_signature(node, False))
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            classes[node.name] = node
        elif isinstance(node, ast.AnnAssign) and not node.target.id.startswith("_"):
            constants.add(node.target.id)
    unspaced = {name: text.replace(" ", "") for name, text in functions.items()}
    assert unspaced == {name: text.replace(" ", "") for name, text in recorded.FUNCTIONS.items()}
    assert constants - STUB_ONLY == recorded.CONSTANTS
    assert set(classes) == {*recorded.CLASSES, *recorded.ENUMS, "ZstdError"}
    for class_name, node in classes.items():
        compare_class(class_name, node)


def compare_class(class_name, node):
    """Compare the record of one class with the stub's."""
    methods, attributes, members, calls = {}, set(), set(), []
    for item in node.body:
        if isinstance(item, ast.FunctionDef):
            if item.name in ("__init__", "__new__"):
                calls.append(stub_signature(item, True))
            elif item.name.startswith("__"):
                continue
            elif any(ast.unparse(decorator) == "property" for decorator in item.decorator_list):
                attributes.add(item.name)
            else:
                methods[item.name] = stub_signature(item, True)
        elif isinstance(item, ast.AnnAssign):
            attributes.add(item.target.id)
        elif isinstance(item, ast.Assign) and item.targets[0].id != "__slots__":
            (members if class_name in recorded.ENUMS else attributes).add(item.targets[0].id)
    if class_name in recorded.CLASSES:
        assert calls[0].replace(" ", "") == recorded.CLASSES[class_name].replace(" ", "")
    unspaced = {name: text.replace(" ", "") for name, text in methods.items()}
    record = recorded.METHODS.get(class_name, {})
    assert unspaced == {name: text.replace(" ", "") for name, text in record.items()}
    assert attributes == recorded.ATTRIBUTES.get(class_name, set())
    assert members == set(recorded.ENUMS.get(class_name, ()))


def test_enums_and_bounds_are_the_original_s(face, original):
    for name in recorded.ENUMS:
        ours, theirs = getattr(face, name), getattr(original, name)
        assert [(m.name, int(m)) for m in ours] == [(m.name, int(m)) for m in theirs]
    for name in ("CompressionParameter", "DecompressionParameter"):
        for member in getattr(face, name):
            assert member.bounds() == getattr(original, name)[member.name].bounds(), member
    assert face.zstd_version_info == original.zstd_version_info
    assert face.zstd_version == original.zstd_version
    assert face.COMPRESSION_LEVEL_DEFAULT == original.COMPRESSION_LEVEL_DEFAULT
