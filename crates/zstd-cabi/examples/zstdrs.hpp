// The C ABI as C++ classes: what is made is freed, and what fails throws. Copy this file, and add what you use in the same way.
#ifndef ZSTDRS_HPP
#define ZSTDRS_HPP

#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "zstdrs.h"

namespace zstdrs {

// A call that has failed: the text says why, `status` under which heading, `code` is libzstd's own code, 0 if it has none.
class error : public std::runtime_error {
public:
    explicit error(zstdrs_status failed)
        : std::runtime_error(zstdrs_last_error_message()), status(failed), code(zstdrs_last_error_code())
    {
    }

    zstdrs_status status;
    std::uint32_t code;
};

inline void check(zstdrs_status status)
{
    if (status != ZSTDRS_STATUS_OK)
        throw error(status);
}

// A handle that frees itself.
template <typename T, void (*Free)(T *)>
struct deleter {
    void operator()(T *handle) const { Free(handle); }
};
template <typename T, void (*Free)(T *)>
using handle = std::unique_ptr<T, deleter<T, Free>>;

using bytes = handle<zstdrs_bytes, zstdrs_bytes_free>;
using collection = handle<zstdrs_collection, zstdrs_collection_free>;
using dictionary = handle<zstdrs_dictionary, zstdrs_dictionary_free>;

// Runs a function of the library that stores a new handle through its last argument.
template <typename Handle, typename Function, typename... Arguments>
Handle make(Function function, Arguments... arguments)
{
    typename Handle::pointer raw = nullptr;
    check(function(arguments..., &raw));
    return Handle(raw);
}

inline std::string to_string(const bytes &from)
{
    const void *data;
    std::size_t length;
    check(zstdrs_bytes_data(from.get(), &data, &length));
    return std::string(static_cast<const char *>(data), length);
}

// Any number of threads may share one.
class compressor {
public:
    // Frames carry the size of their content.
    explicit compressor(std::int64_t level = 3, const zstdrs_dictionary *dict = nullptr)
    {
        zstdrs_compressor_options options;
        check(zstdrs_compressor_options_init(&options, sizeof options));
        options.level = level;
        options.dictionary = dict;
        options.write_content_size = 1;
        self = make<decltype(self)>(zstdrs_compressor_new, &options);
    }

    std::string compress(const std::string &data) const
    {
        return to_string(make<bytes>(zstdrs_compress_to_bytes, self.get(), data.data(), data.size(), 1));
    }

    zstdrs_compressor *get() const { return self.get(); }

private:
    handle<zstdrs_compressor, zstdrs_compressor_free> self;
};

// Any number of threads may share one.
class decompressor {
public:
    explicit decompressor(const zstdrs_dictionary *dict = nullptr)
    {
        zstdrs_decompressor_options options;
        check(zstdrs_decompressor_options_init(&options, sizeof options));
        options.dictionary = dict;
        self = make<decltype(self)>(zstdrs_decompressor_new, &options);
    }

    // `limit` is the largest result in bytes, 0 for no limit.
    std::string decompress(const std::string &frame, std::int64_t limit = 0) const
    {
        return to_string(make<bytes>(zstdrs_decompress_to_bytes, self.get(), frame.data(), frame.size(), limit,
                                     std::uint32_t(ZSTDRS_DECOMPRESS_FLAGS_NONE)));
    }

    zstdrs_decompressor *get() const { return self.get(); }

private:
    handle<zstdrs_decompressor, zstdrs_decompressor_free> self;
};

// Compresses what it is given and appends it to a string, which must outlive it. `close` ends the frame; a stream that is
// destroyed before leaves it without an end, so that nobody takes a part for the whole.
class string_writer {
public:
    string_writer(const compressor &with, std::string &out)
    {
        zstdrs_sink sink;
        check(zstdrs_sink_init(&sink, sizeof sink));
        sink.user_data = &out;
        sink.write = [](void *user_data, const void *data, std::size_t length, std::int64_t *taken) -> std::int32_t {
            try {
                static_cast<std::string *>(user_data)->append(static_cast<const char *>(data), length);
            } catch (const std::bad_alloc &) {
                return 1; // An exception must not pass through the library.
            }
            *taken = static_cast<std::int64_t>(length);
            return ZSTDRS_ANSWER_OK;
        };
        self = make<decltype(self)>(zstdrs_compress_writer_new, with.get(), &sink, std::int64_t(-1), std::int64_t(131072),
                                    std::int32_t(0), std::int32_t(0));
    }

    void write(const std::string &data) { check(zstdrs_writer_write_all(self.get(), data.data(), data.size())); }
    void close() { check(zstdrs_writer_close(self.get())); }

private:
    handle<zstdrs_writer, zstdrs_writer_free> self;
};

} // namespace zstdrs

#endif
