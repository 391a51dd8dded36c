"""The face has everything that the stub of python-zstandard 0.25 names, with the same signatures; and its table is sound."""

import ast
import importlib
import inspect
import pathlib
import subprocess
import sys

import capabilities
import pytest
from test_zstandard_calls import CALLS

EMPTY = inspect.Parameter.empty


@pytest.fixture(scope="module", params=capabilities.MODULES)
def face(request):
    """The face in each flavour."""
    capabilities.load(request.param)
    return importlib.import_module(request.param + ".compat.zstandard")


@pytest.fixture(scope="module")
def stub():
    """The original's stub: functions, classes with their members, and other names."""
    peer = capabilities.peer("zstandard")
    path = pathlib.Path(peer.__file__).with_name("__init__.pyi")
    functions, classes, names = {}, {}, []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            functions[node.name] = node
        elif isinstance(node, ast.ClassDef):
            classes[node.name] = node
        elif isinstance(node, ast.AnnAssign):
            names.append(node.target.id)
    return functions, classes, names


def fits(node, found, skip):
    """Say what keeps a function from taking every call that the stub's takes, or return None."""
    parameters = [p for p in inspect.signature(found).parameters.values() if p.name not in ("self", "cls")]
    arguments = node.args.args[skip:]
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    optional = len(arguments) - len(node.args.defaults)
    for place, argument in enumerate(arguments):
        if place >= len(positional) or positional[place].name != argument.arg:
            return f"{argument.arg} is not parameter {place} of {parameters}"
        if place >= optional and positional[place].default is EMPTY:
            return f"{argument.arg} has no default"
        if place < optional and positional[place].default is not EMPTY:
            return f"{argument.arg} has a default"
    by_name = {p.name: p for p in parameters}
    for argument in node.args.kwonlyargs:
        if argument.arg not in by_name:
            return f"{argument.arg} is missing"
    known = {argument.arg for argument in arguments + node.args.kwonlyargs}
    further = [p for p in parameters if p.name not in known and p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]
    if any(p.default is EMPTY for p in further):
        return f"further parameters are required: {further}"
    return None


def test_constants_and_functions(face, stub):
    functions, classes, names = stub
    for name in names:
        assert hasattr(face, name), name
    assert {*functions, *classes, *names} <= {*face.__all__, "__version__"}
    for name, node in functions.items():
        assert fits(node, getattr(face, name), 0) is None, name


def test_classes(face, stub):
    _, classes, _ = stub
    for name, node in classes.items():
        cls = getattr(face, name)
        assert inspect.isclass(cls) and cls.__name__ == name
        for member in node.body:
            if isinstance(member, ast.AnnAssign):
                assert hasattr(cls, member.target.id), (name, member.target.id)
            if not isinstance(member, ast.FunctionDef):
                continue
            decorators = {ast.unparse(decorator) for decorator in member.decorator_list}
            if member.name == "__init__":
                assert name == "BufferWithSegmentsCollection" or fits(member, cls, 1) is None, name
                continue
            found = getattr(cls, member.name)
            if "property" in decorators:
                assert not callable(found), (name, member.name)
            elif not member.name.startswith("__"):
                problem = fits(member, found, 0 if "staticmethod" in decorators else 1)
                assert problem is None, (name, member.name, problem)


def test_defaults_are_the_originals(face):
    peer = capabilities.peer("zstandard")
    for name in ("compress", "decompress", "open"):
        found, expected = (inspect.signature(getattr(module, name)) for module in (face, peer))
        assert [p.default for p in found.parameters.values()] == [p.default for p in expected.parameters.values()]


def test_constants_have_the_originals_values(face):
    peer = capabilities.peer("zstandard")
    for name in face.__all__:
        value = getattr(peer, name, None)
        if isinstance(value, (int, bytes, str, tuple, set)):
            assert getattr(face, name) == value, name


def test_relations(face):
    """What is made is an instance of what the face exports, and exceptions are caught by their names."""
    compressor, decompressor = face.ZstdCompressor(), face.ZstdDecompressor()
    with open(__file__, "rb") as file:
        assert isinstance(compressor.stream_reader(file), face.ZstdCompressionReader)
        assert isinstance(decompressor.stream_reader(file), face.ZstdDecompressionReader)

    class Sink:
        def write(self, data):
            return len(data)

    assert isinstance(compressor.stream_writer(Sink()), face.ZstdCompressionWriter)
    assert isinstance(decompressor.stream_writer(Sink()), face.ZstdDecompressionWriter)
    assert isinstance(compressor.compressobj(), face.ZstdCompressionObj)
    assert isinstance(compressor.chunker(), face.ZstdCompressionChunker)
    assert isinstance(decompressor.decompressobj(), face.ZstdDecompressionObj)
    batch = compressor.multi_compress_to_buffer([b"data"])
    assert isinstance(batch, face.BufferWithSegmentsCollection)
    assert isinstance(batch[0], face.BufferSegment)
    parameters = face.ZstdCompressionParameters.from_level(3)
    assert isinstance(parameters, face.ZstdCompressionParameters)
    assert issubclass(face.CompressionParameters, face.ZstdCompressionParameters)
    assert isinstance(face.get_frame_parameters(face.compress(b"")), face.FrameParameters)
    samples = [b"sample number %d of many" % number for number in range(500)]
    assert isinstance(face.train_dictionary(1000, samples), face.ZstdCompressionDict)
    with pytest.raises(face.ZstdError):
        decompressor.decompress(b"no frame")


@pytest.mark.parametrize("name", ["ZstdCompressionReader", "ZstdDecompressionWriter"])
def test_streams_are_made_by_methods_alone(face, name):
    with pytest.raises(TypeError, match="cannot create 'zstandard." + name):
        getattr(face, name)(face.ZstdCompressor(), b"", 0, 0, False)


def test_version_checks_of_programs_pass(face):
    assert tuple(map(int, face.__version__.split("."))) >= (0, 18)
    assert face.backend_features == {"buffer_types", "multi_compress_to_buffer", "multi_decompress_to_buffer"}


def test_the_table_is_used(face):
    """Every row that is not about what is the same is shown by a call, or by a test of its own."""
    elsewhere = {"batch", "pickle", "crash"}
    used = {case.values[1] for case in CALLS} - {""}
    table = importlib.import_module(face.__name__ + "._table")
    rows = {key for key, row in table.ROWS.items() if row[0] != table.IDENTICAL}
    assert used <= rows
    assert rows - used == elsewhere


def test_the_command_prints_the_table(face):
    command = [sys.executable, "-m", face.__name__]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    table = importlib.import_module(face.__name__ + "._table")
    first, *rest = printed.splitlines()
    assert first.startswith(f"{face.__name__}: python-zstandard 0.25.0 on ")
    assert first.endswith("libzstd " + ".".join(map(str, face.ZSTD_VERSION)))
    assert rest == table.lines()


def test_what_crashes_the_original(face):
    """Calls that end the interpreter with python-zstandard 0.25, and so cannot be compared."""
    with pytest.raises(ValueError, match="no source elements found"):
        face.ZstdDecompressor().multi_decompress_to_buffer([])

    class Text:
        def read(self, size):
            return "text"

    class Sink:
        def write(self, data):
            return len(data)

    with pytest.raises(TypeError, match="bytes-like object or None; it returned str"):
        face.ZstdCompressor().copy_stream(Text(), Sink())
    empty = face.compress(b"")
    assert [item.tobytes() for item in face.ZstdDecompressor().multi_decompress_to_buffer([empty])] == [b""]


def test_subclasses_call_the_constructor_of_their_base(face):
    class Own(face.ZstdCompressor):
        def __init__(self, level, write_checksum=True):
            super().__init__(level=level, write_checksum=write_checksum)
            self.used = 0

    class Other(face.ZstdDecompressor):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.used = 0

    assert Other(max_window_size=1 << 20).decompress(Own(5).compress(b"data")) == b"data"
