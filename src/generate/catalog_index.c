/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog_index FOLDER OUTPUT: writes the indexes of the tables of policies/catalog as constant arrays in C. The build
 * compiles and runs it on its own machine, whatever machine the library is for, and the library compiles OUTPUT. It
 * stands on the code that indexes the tables of a folder when they are read, so that both search alike.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "catalog/indexed.h"
#include "catalog/tsv.h"

enum { LARGEST_TABLE = 1 << 28, NUMBERS_A_LINE = 16 };

/* A table by its file, and what is written of it. */
struct table {
    const char *word, *file;
    bool (*takes)(struct rampart_str line);
    struct rp_buf text;
    struct rampart_str rows;
    struct rp_row_index index;
};

enum {
#define TABLE(word, file, takes) TABLE_##word,
    RP_INDEXED_TABLES(TABLE)
#undef TABLE
        TABLES
};

static void fail(const char *what, const char *name)
{
    (void)fprintf(stderr, "catalog_index: %s %s\n", what, name);
    exit(EXIT_FAILURE);
}

/* ---- reading ---- */

static void read_table(struct table *table, const char *folder)
{
    char path[FILENAME_MAX], bytes[1 << 16];
    const int len = snprintf(path, sizeof path, "%s/%s", folder, table->file);
    if (len < 0 || (size_t)len >= sizeof path) fail("too long a path:", folder);
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail("cannot read", path);
    rp_buf_init(&table->text, NULL, LARGEST_TABLE);
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;)
        rp_buf_add(&table->text, (struct rampart_str){bytes, got});
    if (ferror(file) || table->text.failed != RAMPART_OK) fail("cannot read", path);
    (void)fclose(file);
    table->rows = rp_tsv_rows(rp_buf_text(&table->text));
}

/* ---- writing ---- */

static void write_numbers(FILE *to, const char *name, const char *word, const uint32_t *numbers, size_t count)
{
    (void)fprintf(to, "\nstatic const uint32_t %s_of_%s[] = {", name, word);
    for (size_t i = 0; i < count; i++)
        (void)fprintf(to, "%s%" PRIu32 ",", i % NUMBERS_A_LINE == 0 ? "\n    " : " ", numbers[i]);
    (void)fprintf(to, "\n};\n");
}

static void write_index(FILE *to, const struct table *table)
{
    const struct rp_row_index *index = &table->index;
    write_numbers(to, "starts", table->word, index->starts, (size_t)index->row_count + 1);
    write_numbers(to, "slots", table->word, index->slots, (size_t)index->mask + 1);
    (void)fprintf(to,
                  "\nconst struct rp_row_index rp_index_of_%s = {starts_of_%s, slots_of_%s, %" PRIu32
                  ", %" PRIu32 ", %" PRIu32 ", %zu, UINT64_C(%" PRIu64 "), %s};\n",
                  table->word, table->word, table->word, index->row_count, index->mask, index->numbers,
                  table->text.len - table->rows.len, index->lengths, index->crowded ? "true" : "false");
}

static void write_ranges(FILE *to, const struct rp_code_index *codes)
{
    (void)fprintf(to, "\nconst struct rp_code_range rp_ranges_of_services[] = {");
    for (uint32_t i = 0; i < codes->of_services->row_count; i++)
        (void)fprintf(to, "%s{%" PRIu32 ", %" PRIu32 ", %" PRIu32 ", %" PRIu32 ", %" PRIu32 "},",
                      i % NUMBERS_A_LINE == 0 ? "\n    " : " ", codes->ranges[i].first, codes->ranges[i].end, codes->ranges[i].listed,
                      codes->ranges[i].writes, codes->ranges[i].stated);
    (void)fprintf(to, "\n};\n");
}

static void write_shapes(FILE *to, const char *word, const uint64_t *shapes, uint32_t count)
{
    (void)fprintf(to, "\nconst uint64_t rp_shapes_of_%s[] = {", word);
    for (uint32_t i = 0; i < count; i++)
        (void)fprintf(to, "%s0x%" PRIx64 ",", i % NUMBERS_A_LINE == 0 ? "\n    " : " ", shapes[i]);
    (void)fprintf(to, "\n};\n");
}

/* No array of C is empty: a 0 that nothing counts stands in it. */
static void write_other_codes(FILE *to, const struct rp_code_index *codes)
{
    (void)fprintf(to, "\nconst uint32_t rp_other_codes_of_services[] = {");
    for (uint32_t i = 0; i < codes->other_code_count; i++)
        (void)fprintf(to, "%s%" PRIu32 ",", i % NUMBERS_A_LINE == 0 ? "\n    " : " ", codes->other_codes[i]);
    (void)fprintf(to, " 0\n};\n\nconst uint32_t rp_other_code_count = %" PRIu32 ";\n", codes->other_code_count);
}

static void write_words(FILE *to, const struct rp_word_index *words)
{
    write_numbers(to, "places", "words", words->slots, (size_t)words->mask + 1);
    (void)fprintf(to, "\nconst struct rp_word_index rp_words_of_actions = {places_of_words, %" PRIu32 ", %s};\n", words->mask,
                  words->crowded ? "true" : "false");
}

static void write_all(FILE *to, const struct table *tables, const struct rp_code_index *codes, const struct rp_word_index *words)
{
    (void)fprintf(to, "/* Made by src/generate/catalog_index.c from policies/catalog. */\n"
                      "#include \"catalog/indexed.h\"\n");
    for (size_t i = 0; i < TABLES; i++) write_index(to, &tables[i]);
    write_ranges(to, codes);
    write_shapes(to, "actions", codes->shapes, codes->of_actions->row_count);
    write_shapes(to, "services", codes->code_shapes, codes->of_services->row_count);
    write_other_codes(to, codes);
    write_words(to, words);
}

int main(int argc, char **argv)
{
    struct table tables[TABLES] = {
#define TABLE(word, file, takes) {#word, file, takes, {.data = NULL}, {NULL, 0}, {.starts = NULL}},
        RP_INDEXED_TABLES(TABLE)
#undef TABLE
    };
    struct rp_arena arena;
    if (argc != 3) fail("usage:", "catalog_index FOLDER OUTPUT");
    rp_arena_init(&arena, NULL);
    for (size_t i = 0; i < TABLES; i++) {
        struct table *table = &tables[i];
        read_table(table, argv[1]);
        if (rp_row_index_build(&table->index, &arena, table->rows, table->takes) != RAMPART_OK)
            fail("no memory for", table->file);
    }
    struct rp_code_index codes = {.services = tables[TABLE_services].rows,
                                  .actions = tables[TABLE_actions].rows,
                                  .of_services = &tables[TABLE_services].index,
                                  .of_actions = &tables[TABLE_actions].index};
    if (rp_code_index_build(&codes, &arena) != RAMPART_OK) fail("no memory for", "the services");
    struct rp_word_index words;
    if (rp_word_index_build(&words, &arena, codes.actions) != RAMPART_OK) fail("no memory for", "the words");
    FILE *to = fopen(argv[2], "w");
    if (to == NULL) fail("cannot write", argv[2]);
    write_all(to, tables, &codes, &words);
    if (ferror(to) || fclose(to) != 0) fail("cannot write", argv[2]);
    for (size_t i = 0; i < TABLES; i++) rp_buf_free(&tables[i].text);
    rp_arena_free(&arena);
    return EXIT_SUCCESS;
}
