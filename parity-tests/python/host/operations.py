"""What the operations of ``parity-tests/src/operation`` mean in Python."""

import threading

import streams
import wire


class Runner:
    """Runs operations with one module."""

    def __init__(self, module):
        self.zstd = module

    def outcome(self, call):
        """Return the result of a call, or its exception as a value."""
        try:
            return call()
        except Exception as error:
            return wire.Failed.of(error, self.zstd.ZstdError)

    # Objects out of their descriptions.

    def dictionary(self, source):
        """What a dictionary says about itself."""
        return self.shown(self.make_dictionary(source))

    def make_dictionary(self, source):
        """Make a dictionary, digested beforehand if a level is given; None for no description."""
        if source is None:
            return None
        source = dict(source)
        level = source.pop("precompute_level")
        made = self.zstd.ZstdCompressionDict(source.pop("data"), **source)
        if level:
            made.precompute_compress(level=level)
        return made

    def make_parameters(self, described):
        """Make compression parameters; None for no description."""
        if described is None:
            return None
        described = dict(described)
        kind, arguments = described.pop("kind"), described.pop("arguments", {})
        if kind == "basic":
            return self.zstd.CompressionParameters(**arguments)
        if kind == "named":
            return self.zstd.ZstdCompressionParameters(**arguments)
        if kind == "from_level":
            level = described.pop("level")
            make = self.zstd.ZstdCompressionParameters.from_level
            return make(level, **described, **arguments)
        return self.zstd.get_compression_parameters(**described)

    def make_compressor(self, options):
        """Make a compressor."""
        options = dict(options)
        options["dict_data"] = self.make_dictionary(options["dict_data"])
        options["compression_params"] = self.make_parameters(options["compression_params"])
        return self.zstd.ZstdCompressor(**options)

    def make_decompressor(self, options):
        """Make a decompressor."""
        options = dict(options)
        options["dict_data"] = self.make_dictionary(options["dict_data"])
        more = options.pop("more")
        return self.zstd.ZstdDecompressor(**options, **more)

    def make_items(self, items):
        """Make the items of a batch in the form that is asked for."""
        value = items["value"]
        if items["form"] == "list":
            return value
        if items["form"] == "buffer":
            return self.zstd.BufferWithSegments(**value)
        members = [self.zstd.BufferWithSegments(**member) for member in value]
        return self.zstd.BufferWithSegmentsCollection(*members)

    # Single inputs.

    def describe(self):
        """The version of libzstd and every constant that the Rust side knows; numbers only."""
        public = {name: getattr(self.zstd, name) for name in dir(self.zstd) if name.isupper()}
        version = public.pop("ZSTD_VERSION")
        # Without memory for an iterator over items, CPython 3.11 crashes.
        numbers = {name: public[name] for name in public if isinstance(public[name], int)}
        return {"version": list(version), "constants": numbers}

    def compress(self, options, inputs, allow_empty):
        """One frame for each input, from one compressor."""
        compressor = self.make_compressor(options)
        return [
            self.outcome(lambda: compressor.compress(data, allow_empty=allow_empty))
            for data in inputs
        ]

    def decompress(self, options, inputs, limits):
        """One content for each input, from one decompressor."""
        decompressor = self.make_decompressor(options)
        return [self.outcome(lambda: decompressor.decompress(data, **limits)) for data in inputs]

    def single(self, data, level, max_output_size):
        """The calls that need no objects."""
        return [
            self.outcome(lambda: self.zstd.compress(data, level)),
            self.outcome(lambda: self.zstd.decompress(data, max_output_size)),
        ]

    def stream(self, options, steps, **described):
        """A stream that is called step by step: a list of how each ended."""
        compress = described["size"] is not None
        compressor = self.make_compressor(options) if compress else None
        decompressor = None if compress else self.make_decompressor(options)
        call = streams.make(compressor, decompressor, **described)
        return [self.outcome(lambda: call(*step)) for step in steps]

    def share(self, compression, decompression, inputs, threads):
        """Threads that share a compressor and a decompressor."""
        compressor = self.make_compressor(compression)
        decompressor = self.make_decompressor(decompression)
        start = threading.Barrier(threads)
        results = [None] * threads

        def work(index):
            start.wait()
            results[index] = self.outcome(lambda: each(index))

        def each(index):
            frames = [compressor.compress(data, allow_empty=True) for data in inputs]
            for frame, data in zip(frames, inputs):
                if decompressor.decompress(frame) != data:
                    raise AssertionError("a content did not come back")
            return frames

        workers = [threading.Thread(target=work, args=(index,)) for index in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        for result in results:
            if isinstance(result, wire.Failed):
                return result
        if any(result != results[0] for result in results):
            raise AssertionError("the threads do not agree")
        return results[0]

    # Batches and buffers.

    def compress_batch(self, options, items, threads, as_list):
        """All frames of a batch."""
        compressor = self.make_compressor(options)
        items = self.make_items(items)
        if as_list:
            return compressor.multi_compress_to_list(items, threads=threads)
        return self.all_bytes(compressor.multi_compress_to_buffer(items, threads=threads))

    def decompress_batch(self, options, items, sizes, max_output_size, threads, as_list):
        """All contents of a batch."""
        decompressor = self.make_decompressor(options)
        items = self.make_items(items)
        arguments = {"decompressed_sizes": sizes, "threads": threads, "max_output_size": max_output_size}
        if as_list:
            return decompressor.multi_decompress_to_list(items, **arguments)
        return self.all_bytes(decompressor.multi_decompress_to_buffer(items, **arguments))

    @staticmethod
    def all_bytes(segments):
        """The bytes of all segments."""
        return [segment.tobytes() for segment in segments]

    def buffer(self, source, indexes):
        """What memory with segments says about itself."""
        made = self.zstd.BufferWithSegments(**source)
        return {
            "len": len(made),
            "size": made.size,
            "table": made.segments.tobytes(),
            "memory": made.tobytes(),
            "segments": self.segments(made, indexes),
            "all": self.all_bytes(made),
        }

    def collection(self, sources, indexes):
        """What several of them say as one sequence."""
        members = [self.zstd.BufferWithSegments(**source) for source in sources]
        made = self.zstd.BufferWithSegmentsCollection(*members)
        return {
            "len": len(made),
            "size": made.size(),
            "segments": self.segments(made, indexes),
            "all": self.all_bytes(made),
        }

    def segments(self, made, indexes):
        """Offset and bytes of the segments at the indexes."""

        def one(index):
            segment = made[index]
            return {"offset": segment.offset, "bytes": bytes(segment)}

        return [self.outcome(lambda: one(index)) for index in indexes]

    # Dictionaries.

    def chain(self, options, frames):
        """The content of the last link of a chain."""
        return self.make_decompressor(options).decompress_content_dict_chain(frames)

    def train(self, dict_size, samples, trainer):
        """A trained dictionary."""
        call = getattr(self.zstd, trainer["function"])
        return self.shown(call(dict_size, self.make_items(samples), **trainer["arguments"]))

    @staticmethod
    def shown(made):
        """What a dictionary says about itself."""
        return {
            "len": len(made),
            "bytes": made.as_bytes(),
            "id": made.dict_id(),
            "k": made.k,
            "d": made.d,
        }

    # Frames and parameters.

    def frame(self, data, format):
        """What every call that looks at frames says."""
        zstd = self.zstd

        def parameters():
            found = zstd.get_frame_parameters(data, format=format)
            names = ["content_size", "window_size", "dict_id", "has_checksum"]
            return {name: getattr(found, name) for name in names}

        return {
            "parameters": self.outcome(parameters),
            "content_size": self.outcome(lambda: zstd.frame_content_size(data)),
            "header_size": self.outcome(lambda: zstd.frame_header_size(data)),
            "size": self.outcome(lambda: zstd.frame_compressed_size(data, format=format)),
            "bound": self.outcome(lambda: zstd.decompressed_bound(data)),
            "margin": self.outcome(lambda: zstd.decompression_margin(data)),
            "is_frame": zstd.is_frame(data),
            "is_skippable": zstd.is_skippable_frame(data),
            "dictionary_id": zstd.dictionary_id(data),
        }

    def write_skippable(self, data, variant):
        """A skippable frame."""
        return self.zstd.write_skippable_frame(data, variant)

    def read_skippable(self, data):
        """Its payload and variant."""
        return list(self.zstd.read_skippable_frame(data))

    def parameters(self, parameters):
        """The values of parameters by name, and the estimated size of a context."""
        made = self.make_parameters(parameters)
        names = [name for name in dir(made) if isinstance(getattr(made, name), int)]
        return {
            "values": {name: getattr(made, name) for name in names},
            "size": self.outcome(made.estimated_compression_context_size),
        }

    def bounds(self, name):
        """The bounds of a parameter."""
        return list(self.zstd.parameter_bounds(name))

    # Sequences.

    def generate_sequences(self, options, data):
        """The sequences of the data."""
        return self.make_compressor(options).generate_sequences(data)

    def compress_sequences(self, options, sequences, data):
        """A frame made of sequences."""
        sequences = [tuple(sequence) for sequence in sequences]
        return self.make_compressor(options).compress_sequences(sequences, data)
