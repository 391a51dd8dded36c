/*
 * Trains a dictionary, compresses many small records with it in one batch, decompresses them again, and shows how
 * failures are reported.
 *
 * cc batch.c -I../include -L<folder of the library> -lzstdrs -o batch
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zstdrs.h"

enum { RECORDS = 5000, RECORD_ROOM = 160 };

static char texts[RECORDS][RECORD_ROOM];
static const void *records[RECORDS];
static size_t lengths[RECORDS];

/* Ends the program if a call has failed, with what the library says about it. */
static void must(zstdrs_status status, const char *what)
{
    if (status != ZSTDRS_STATUS_OK) {
        fprintf(stderr, "%s: status %d: %s\n", what, (int)status, zstdrs_last_error_message());
        exit(EXIT_FAILURE);
    }
}

static void make_records(void)
{
    for (int i = 0; i < RECORDS; i++) {
        int length = snprintf(texts[i], RECORD_ROOM,
                              "{\"id\": %d, \"user\": \"user%d\", \"status\": \"%s\", \"score\": %d}", i, i % 97,
                              i % 3 ? "active" : "suspended", (i * 7919) % 1000);
        records[i] = texts[i];
        lengths[i] = (size_t)length;
    }
}

static zstdrs_dictionary *train(const zstdrs_items *samples)
{
    zstdrs_train_options options;
    zstdrs_dictionary *dictionary;
    must(zstdrs_train_options_init(&options, sizeof options), "options");
    options.dict_id = 77;
    must(zstdrs_train_dictionary(4096, samples, &options, &dictionary), "training");
    return dictionary;
}

static zstdrs_collection *compress(const zstdrs_dictionary *dictionary, const zstdrs_items *items)
{
    zstdrs_compressor_options options;
    zstdrs_batch_options batch;
    zstdrs_compressor *compressor;
    zstdrs_collection *frames;
    must(zstdrs_compressor_options_init(&options, sizeof options), "options");
    options.dictionary = dictionary;
    options.write_content_size = 1;
    must(zstdrs_compressor_new(&options, &compressor), "compressor");
    must(zstdrs_batch_options_init(&batch, sizeof batch), "options");
    batch.threads = -1;
    must(zstdrs_compress_batch(compressor, items, &batch, &frames), "compressing");
    zstdrs_compressor_free(compressor);
    return frames;
}

static zstdrs_collection *decompress(const zstdrs_dictionary *dictionary, const zstdrs_collection *frames)
{
    zstdrs_decompressor_options options;
    zstdrs_decompressor *decompressor;
    zstdrs_collection *contents;
    zstdrs_items items = {.collection = frames};
    must(zstdrs_decompressor_options_init(&options, sizeof options), "options");
    options.dictionary = dictionary;
    must(zstdrs_decompressor_new(&options, &decompressor), "decompressor");
    must(zstdrs_decompress_batch(decompressor, &items, NULL, 0, NULL, &contents), "decompressing");
    zstdrs_decompressor_free(decompressor);
    return contents;
}

/* Compares what came back with what went in. */
static void verify(const zstdrs_collection *contents)
{
    for (int i = 0; i < RECORDS; i++) {
        zstdrs_segment_view segment;
        must(zstdrs_collection_segment(contents, i, &segment), "segment");
        if (segment.length != lengths[i] || memcmp(segment.data, records[i], segment.length) != 0) {
            fprintf(stderr, "record %d differs\n", i);
            exit(EXIT_FAILURE);
        }
    }
}

/* A frame that is cut off is a failure with a message and with libzstd's error code. */
static void show_failure(const zstdrs_dictionary *dictionary, const zstdrs_collection *frames)
{
    zstdrs_decompressor_options options;
    zstdrs_decompressor *decompressor;
    zstdrs_segment_view frame;
    char content[RECORD_ROOM];
    size_t written;
    must(zstdrs_decompressor_options_init(&options, sizeof options), "options");
    options.dictionary = dictionary;
    must(zstdrs_decompressor_new(&options, &decompressor), "decompressor");
    must(zstdrs_collection_segment(frames, 0, &frame), "segment");
    must(zstdrs_decompress(decompressor, frame.data, frame.length, 0, 0, content, sizeof content, &written), "one frame");
    zstdrs_status status = zstdrs_decompress(decompressor, frame.data, frame.length - 1, 0, 0, content, sizeof content,
                                             &written);
    if (status != ZSTDRS_STATUS_ZSTD) {
        fprintf(stderr, "a frame that is cut off must be a failure; got status %d\n", (int)status);
        exit(EXIT_FAILURE);
    }
    printf("cut off: %s (code %" PRIu32 ")\n", zstdrs_last_error_message(), zstdrs_last_error_code());
    zstdrs_decompressor_free(decompressor);
}

int main(void)
{
    size_t count, raw = 0;
    uint64_t size;
    make_records();
    zstdrs_items items = {.data = records, .lengths = lengths, .count = RECORDS};
    zstdrs_dictionary *dictionary = train(&items);
    zstdrs_collection *frames = compress(dictionary, &items);
    zstdrs_collection *contents = decompress(dictionary, frames);
    verify(contents);
    must(zstdrs_collection_size(frames, &count, &size), "size");
    for (int i = 0; i < RECORDS; i++) {
        raw += lengths[i];
    }
    printf("%zu records, %zu bytes, compressed to %" PRIu64 "\n", count, raw, size);
    show_failure(dictionary, frames);
    /* The order does not matter: objects keep what they need of each other. */
    zstdrs_dictionary_free(dictionary);
    zstdrs_collection_free(frames);
    zstdrs_collection_free(contents);
    return EXIT_SUCCESS;
}
