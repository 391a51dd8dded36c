"""The public names and signatures of the original, recorded, for interpreters that it does not run on.

``test_signatures.py`` compares them with the original's own stub wherever that is installed.
"""

FUNCTIONS = {
    "compress": "(data, level=None, options=None, zstd_dict=None)",
    "decompress": "(data, zstd_dict=None, options=None)",
    "finalize_dict": "(zstd_dict, /, samples, dict_size, level)",
    "get_frame_info": "(frame_buffer)",
    "get_frame_size": "(frame_buffer)",
    "open": "(file, /, mode='rb', *, level=None, options=None, zstd_dict=None, "
    "encoding=None, errors=None, newline=None)",
    "register_shutil": "(*, tar=True, zip=True)",
    "train_dict": "(samples, dict_size)",
}

# From classes to what calling them takes.
CLASSES = {
    "FrameInfo": "(decompressed_size, dictionary_id)",
    "ZstdCompressor": "(level=None, options=None, zstd_dict=None)",
    "ZstdDecompressor": "(zstd_dict=None, options=None)",
    "ZstdDict": "(dict_content, /, *, is_raw=False)",
    "ZstdFile": "(file, /, mode='r', *, level=None, options=None, zstd_dict=None)",
}

METHODS = {
    "CompressionParameter": {"bounds": "()"},
    "DecompressionParameter": {"bounds": "()"},
    "ZstdCompressor": {
        "compress": "(data, mode=0)",
        "flush": "(mode=2)",
        "set_pledged_input_size": "(size, /)",
    },
    "ZstdDecompressor": {"decompress": "(data, max_length=-1)"},
    "ZstdFile": {
        "flush": "(mode=1)",
        "peek": "(size=-1)",
        "read": "(size=-1)",
        "read1": "(size=-1)",
        "readinto": "(b)",
        "readinto1": "(b)",
        "readline": "(size=-1)",
        "seek": "(offset, whence=0)",
        "write": "(data, /)",
    },
}

ATTRIBUTES = {
    "FrameInfo": {"decompressed_size", "dictionary_id"},
    "ZstdCompressor": {"CONTINUE", "FLUSH_BLOCK", "FLUSH_FRAME", "last_mode"},
    "ZstdDecompressor": {"eof", "needs_input", "unused_data"},
    "ZstdDict": {"as_digested_dict", "as_prefix", "as_undigested_dict", "dict_content", "dict_id"},
    "ZstdFile": {"FLUSH_BLOCK", "FLUSH_FRAME", "mode", "name"},
}

ENUMS = {
    "CompressionParameter": {
        "compression_level": 100,
        "window_log": 101,
        "hash_log": 102,
        "chain_log": 103,
        "search_log": 104,
        "min_match": 105,
        "target_length": 106,
        "strategy": 107,
        "enable_long_distance_matching": 160,
        "ldm_hash_log": 161,
        "ldm_min_match": 162,
        "ldm_bucket_size_log": 163,
        "ldm_hash_rate_log": 164,
        "content_size_flag": 200,
        "checksum_flag": 201,
        "dict_id_flag": 202,
        "nb_workers": 400,
        "job_size": 401,
        "overlap_log": 402,
    },
    "DecompressionParameter": {"window_log_max": 100},
    "Strategy": {
        "fast": 1,
        "dfast": 2,
        "greedy": 3,
        "lazy": 4,
        "lazy2": 5,
        "btlazy2": 6,
        "btopt": 7,
        "btultra": 8,
        "btultra2": 9,
    },
}

CONSTANTS = {"COMPRESSION_LEVEL_DEFAULT", "zstd_version", "zstd_version_info"}
