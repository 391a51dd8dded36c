/*
 * Compresses one text, a stream, and many small records with a trained dictionary, from C++.
 *
 * c++ raii.cpp -I../include -L<folder of the library> -lzstdrs -o raii
 */

#include <iostream>
#include <thread>

#include "zstdrs.hpp"

static void expect(bool fact, const char *what)
{
    if (!fact)
        throw std::logic_error(what);
}

static std::vector<std::string> make_records()
{
    std::vector<std::string> records;
    for (int i = 0; i < 2000; i++)
        records.push_back("{\"id\": " + std::to_string(i) + ", \"user\": \"user" + std::to_string(i % 97)
                          + "\", \"status\": \"" + (i % 3 ? "active" : "suspended") + "\"}");
    return records;
}

// One text there and back, from several threads at once over the same two objects.
static void single()
{
    const zstdrs::compressor compressor(9);
    const zstdrs::decompressor decompressor;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++)
        threads.emplace_back([&, i] {
            const std::string text(10000 + i, static_cast<char>('a' + i));
            expect(decompressor.decompress(compressor.compress(text)) == text, "the text differs");
        });
    for (std::thread &thread : threads)
        thread.join();
    try {
        decompressor.decompress("no frame at all");
        expect(false, "what is no frame must not be decompressed");
    } catch (const zstdrs::error &error) {
        std::cout << "status " << error.status << ": " << error.what() << "\n";
    }
}

static void stream(const std::vector<std::string> &records)
{
    std::string compressed, whole;
    zstdrs::string_writer writer(zstdrs::compressor(), compressed);
    for (const std::string &record : records) {
        writer.write(record);
        whole += record;
    }
    writer.close();
    // A stream does not know its size in advance, so the frame does not say it: name a limit.
    expect(zstdrs::decompressor().decompress(compressed, 1 << 20) == whole, "the stream differs");
    std::cout << "stream: " << whole.size() << " bytes to " << compressed.size() << "\n";
}

static void batch(const std::vector<std::string> &records)
{
    std::vector<const void *> data;
    std::vector<std::size_t> lengths;
    for (const std::string &record : records) {
        data.push_back(record.data());
        lengths.push_back(record.size());
    }
    zstdrs_items items = {};
    items.data = data.data();
    items.lengths = lengths.data();
    items.count = records.size();
    auto dictionary = zstdrs::make<zstdrs::dictionary>(zstdrs_train_dictionary, std::int64_t(4096), &items, nullptr);

    zstdrs_batch_options options;
    zstdrs::check(zstdrs_batch_options_init(&options, sizeof options));
    options.threads = -1;
    const zstdrs::compressor compressor(3, dictionary.get());
    auto frames = zstdrs::make<zstdrs::collection>(zstdrs_compress_batch, compressor.get(), &items, &options);

    const zstdrs::decompressor decompressor(dictionary.get());
    zstdrs_segment_view frame;
    zstdrs::check(zstdrs_collection_segment(frames.get(), 1234, &frame));
    const std::string one(static_cast<const char *>(frame.data), frame.length);
    expect(decompressor.decompress(one) == records[1234], "the record differs");
    std::cout << "batch: record 1234 has " << records[1234].size() << " bytes, its frame " << one.size() << "\n";
}

int main()
{
    try {
        const std::vector<std::string> records = make_records();
        single();
        stream(records);
        batch(records);
    } catch (const std::exception &error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
}
