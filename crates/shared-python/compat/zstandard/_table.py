"""How the face compares with python-zstandard 0.25: the one table, which the tests check and the command prints."""

IDENTICAL = "identical"
BETTER = "better"
DIFFERS = "differs on purpose"

# From a key, by which the tests refer to the row, to the kind of the row, what it is about, and what is to be said of it.
ROWS = {
    "names": (IDENTICAL, "names", "every name of the stub, with the same parameters"),
    "constants": (IDENTICAL, "constants", "the same values; backend_features has all three features in both flavours"),
    "defaults": (IDENTICAL, "defaults", "write_content_size=True, allow_extra_data=True, closefd=True, and all others"),
    "bytes": (IDENTICAL, "compressed bytes", "the same bytes for the same options: both link libzstd 1.5.7"),
    "errors": (IDENTICAL, "exceptions", "the same classes; each text contains the original's, most say more"),
    "closing": (IDENTICAL, "streams", "the same flush, close and context manager rules, and the same calls of sink and source"),
    "batch": (BETTER, "batch calls", "multi_compress_to_buffer and segment buffers in the cffi flavour too, PyPy included"),
    "threads": (BETTER, "sharing", "one compressor serves many threads, and many of its streams, at the same time"),
    "crash": (BETTER, "crashes", "calls that end the interpreter there have results or exceptions here"),
    "hang": (BETTER, "sizes of pieces", "0 and negative sizes, with which calls hang or do nothing there, are ValueError"),
    "types": (BETTER, "types of arguments", "bytes-like objects, iterables and None are accepted in more places"),
    "files": (BETTER, "files", "readers and writers have all methods of files and count as io.RawIOBase"),
    "buffers": (BETTER, "segment buffers", "segments and tables can be indexed, sliced, measured and iterated over"),
    "hostile": (BETTER, "broken data", "frames and tables that claim what they cannot hold are refused before memory is allocated"),
    "skippable": (BETTER, "skippable frames", "decompress() passes over them"),
    "extra": (BETTER, "trailing data", "allow_extra_data=False is kept to for frames of undeclared size as well"),
    "pickle": (BETTER, "pickling", "errors, dictionaries, parameters, compressors, decompressors and buffers can be pickled and copied"),
    "training": (BETTER, "training", "samples that cannot make a dictionary are refused with the reason"),
    "empty": (DIFFERS, "declared sizes of 0 in batches", "decompressed_sizes are the sizes of the contents; 0 is not 'unknown'"),
    "truncated": (DIFFERS, "truncated input", "ZstdError wherever the end of the input is known, where data is lost in silence there"),
    "unusable": (DIFFERS, "streams after an error", "say so with ZstdError; closing them works and closes the sink"),
    "sizes": (DIFFERS, "negative sizes", "ValueError below -1, where they become huge sizes there"),
    "ranges": (DIFFERS, "numbers out of range", "refused when they are passed, not when they are used, or taken for something else"),
    "pending": (DIFFERS, "chunker", "an iterator of flush() or finish() must be exhausted before the next call"),
    "index": (DIFFERS, "negative indexes of buffers", "IndexError, as in python-zstandard's cffi backend"),
    "pieces": (DIFFERS, "sizes of chunks", "some chunks end elsewhere; their content together is the same"),
    "estimates": (DIFFERS, "sizes of contexts", "8 bytes more: libzstd is built with its tracing hooks"),
    "signatures": (DIFFERS, "signatures", "those of the stub where the C backend has others; some arguments more"),
    "classes": (DIFFERS, "private classes", "iterators and objects have other class names, those of the stub where it has them"),
    "dictionaries": (DIFFERS, "broken dictionaries", "another text, or noticed at another moment"),
}


def lines():
    """Return the table as lines of text."""
    found = []
    width = max(len(subject) for _, subject, _ in ROWS.values())
    for kind in (IDENTICAL, BETTER, DIFFERS):
        found.append(kind)
        found += [f"  {subject:{width}}  {text}" for key, subject, text in ROWS.values() if key == kind]
    return found
