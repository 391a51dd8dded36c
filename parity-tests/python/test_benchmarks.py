"""The harness of ``cargo xtask bench``: every row runs, on tiny inputs, and a wrong result is noticed."""

import json
import os
import subprocess
import sys

import capabilities
import pytest

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "benches", "python")


@pytest.fixture(scope="module", autouse=True)
def harness():
    """The harness on the module path, beside the peers that it needs."""
    capabilities.load_both()
    capabilities.peer("zstandard.backend_c")
    sys.path.insert(0, FOLDER)
    yield
    sys.path.remove(FOLDER)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """The record of a run over tiny inputs."""
    path = tmp_path_factory.mktemp("bench") / "record.json"
    command = [sys.executable, "-m", "bench", "--smoke", "--no-memory", "--out", str(path)]
    # `cargo test` builds the library of the floor.
    if "ZSTDRS_FLOOR" in os.environ:
        command += ["--floor", os.environ["ZSTDRS_FLOOR"]]
    environment = {**os.environ, "PYTHONPATH": FOLDER, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_row_is_measured_in_both_flavours(record):
    from bench import rows

    assert [row["name"] for row in record["rows"]] == [row.name for row in rows.ROWS]
    for row in record["rows"]:
        assert {"native", "cffi", "zstandard"} <= set(row["seconds"]), row["name"]
        assert row["speedups"]["native"]["zstandard"] > 0
        assert row["bytes"] > 0
    assert len({row.name for row in rows.ROWS}) == len(rows.ROWS)


def test_the_floor_is_measured_where_it_was_built(record):
    measured = {row["name"] for row in record["rows"] if "floor" in row["seconds"]}
    if "ZSTDRS_FLOOR" in os.environ:
        assert measured == {row["name"] for row in record["rows"] if row["group"] != "training"}
    else:
        assert measured == set()
        assert "floor" in record["missing"]


def test_a_record_tells_the_machine_but_not_whose(record):
    assert set(record["machine"]) == {"cpu", "cpus", "system", "kernel"}
    assert record["versions"]["zstandard"] and record["versions"]["libzstd"]


@pytest.mark.parametrize("direction", ["compress", "decompress"])
def test_wrong_results_are_noticed(direction):
    from bench import cases
    from bench.source import Source

    source = Source.generated(10_000)

    class Wrong:
        """A column that mixes results up."""

        def one_shot(self, wanted, dictionary=None):
            other = cases.reference_compress(b"something else")
            return lambda data: other if wanted == "compress" else bytes(len(data))

        def batch(self, wanted, dictionary, threads):
            single = self.one_shot(wanted)
            return lambda items: [single(item) for item in items]

        def items(self, items, form):
            return items

    with pytest.raises(cases.WrongResult):
        cases.OneShot(source, direction, 500).call(Wrong(), 1)
    with pytest.raises(cases.WrongResult):
        cases.Batch(source, direction, [(3, 100)], "list", False, 1).call(Wrong(), 1)


def test_missing_and_surplus_results_are_noticed():
    from bench import cases
    from bench.source import Source

    case = cases.Batch(Source.generated(10_000), "decompress", [(3, 100)], "list", False, 1)
    case.check(case.contents)
    with pytest.raises(cases.WrongResult):
        case.check(case.contents[:2])


def test_speedups_are_medians_of_the_ratios_of_rounds():
    from bench.measuring import speedup

    samples = {"fast": [1.0, 2.0, 10.0], "slow": [3.0, 4.0, 10.0]}
    assert speedup(samples, "fast", "slow") == 2.0
    assert speedup(samples, "fast", "missing") is None


def test_an_entry_takes_the_place_of_the_one_of_its_name():
    from bench.record import put

    entries = [{"name": "a", "value": 1}, {"name": "b", "value": 2}]
    put(entries, {"name": "a", "value": 3})
    put(entries, {"name": "c", "value": 4})
    assert [(entry["name"], entry["value"]) for entry in entries] == [("a", 3), ("b", 2), ("c", 4)]


def test_inputs_are_the_same_every_time_and_as_long_as_wanted():
    from bench.source import Source

    first, second = Source.generated(5_000), Source.generated(5_000)
    assert first.content == second.content
    for size in (1, 4_999, 5_000, 50_000):
        assert len(first.piece(size)) == size
    assert [len(item) for item in first.pieces([(2, 10), (1, 20)])] == [10, 10, 20]


def test_peak_memory_is_that_of_the_call(tmp_path):
    from bench import memory, rows
    from bench.source import Source

    capabilities.need_high_water_mark()
    path = tmp_path / "source"
    path.write_bytes(Source.generated(10_000).content)
    row = next(row for row in rows.ROWS if row.group == "batch" and row.options["direction"] == "decompress")
    environment = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = FOLDER
    try:
        sizes = memory.measure(row, ["native", "cffi"], {"source": str(path), "tiny": True, "cpus": 2})
    finally:
        os.environ.pop("PYTHONPATH")
        if environment is not None:
            os.environ["PYTHONPATH"] = environment
    assert set(sizes) == {"native", "cffi"}
    for found in sizes.values():
        assert found["output"] == 30 * 800
        assert 0 < found["input"] < found["output"]
        assert 0 <= found["peak"] < 32 << 20
