/* SPDX-License-Identifier: Apache-2.0 */
/*
 * terraform_calls FOLDER OUTPUT: writes terraform-calls.tsv of policies/catalog as constant arrays in C, each text once,
 * an action as the number of its row in actions.tsv (catalog/terraform_calls.h). The build compiles and runs it on its
 * own machine, whatever machine the library is for.
 */
#include "catalog/terraform_calls.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "catalog/row_index.h"
#include "catalog/tsv.h"

enum { LARGEST_TABLE = 1 << 28, NUMBERS_A_LINE = 24, MOST_NUMBERS = UINT16_MAX + 1 };

static void fail(const char *what, const char *name)
{
    (void)fprintf(stderr, "terraform_calls: %s %s\n", what, name);
    exit(EXIT_FAILURE);
}

static struct rampart_str read_table(struct rp_buf *text, const char *folder, const char *name)
{
    char path[FILENAME_MAX], bytes[1 << 16];
    const int len = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (len < 0 || (size_t)len >= sizeof path) fail("too long a path:", folder);
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail("cannot read", path);
    rp_buf_init(text, NULL, LARGEST_TABLE);
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;)
        rp_buf_add(text, (struct rampart_str){bytes, got});
    if (ferror(file) || text->failed != RAMPART_OK) fail("cannot read", path);
    (void)fclose(file);
    return rp_buf_text(text);
}

/* ---- the rows ---- */

struct calls {
    struct rampart_str header, actions;
    struct rp_row_index of_actions;
    struct rampart_str (*rows)[RP_CALL_COLUMNS];
    size_t row_count;
    struct rampart_str *types, *others; /* each once; others in the order of bytes */
    size_t type_count, other_count;
};

static void read_rows(struct calls *calls, struct rampart_str table)
{
    struct rampart_str rest = rp_tsv_rows(table), line;
    calls->header = rp_str_part(table, 0, table.len - rest.len);
    calls->rows = calloc(rp_str_count(rest, '\n') + 1, sizeof *calls->rows);
    if (calls->rows == NULL) fail("no memory for", "the rows");
    for (; rp_tsv_next(&rest, &line); calls->row_count++)
        if (!rp_tsv_split(line, calls->rows[calls->row_count], RP_CALL_COLUMNS)) fail("a row has", "other columns");
}

static bool find_action(const struct calls *calls, struct rampart_str name, uint32_t *ret_row)
{
    return rp_row_index_find(&calls->of_actions, calls->actions, name, ret_row) == RP_ROW_FOUND;
}

static int compare(const void *a, const void *b)
{
    return rp_str_compare(*(const struct rampart_str *)a, *(const struct rampart_str *)b);
}

/* Types are numbered in their order, so that one is found by bisection; then come all other texts. */
static void number_texts(struct calls *calls)
{
    uint32_t row;
    size_t kept = 0;
    calls->types = calloc(calls->row_count + 1, sizeof *calls->types);
    calls->others = calloc(calls->row_count * RP_CALL_COLUMNS + 1, sizeof *calls->others);
    if (calls->types == NULL || calls->others == NULL) fail("no memory for", "the texts");
    for (size_t i = 0; i < calls->row_count; i++) {
        const struct rampart_str *cells = calls->rows[i];
        const bool same = calls->type_count > 0 && rp_str_equal(cells[0], calls->types[calls->type_count - 1]);
        if (!same && calls->type_count > 0 && compare(&calls->types[calls->type_count - 1], &cells[0]) > 0)
            fail("not sorted:", "the types");
        if (!same) calls->types[calls->type_count++] = cells[0];
        for (unsigned column = 1; column < RP_CALL_COLUMNS; column++)
            if (column != RP_CALL_ACTION || !find_action(calls, cells[column], &row))
                calls->others[calls->other_count++] = cells[column];
    }
    qsort(calls->others, calls->other_count, sizeof *calls->others, compare);
    for (size_t i = 0; i < calls->other_count; i++)
        if (kept == 0 || !rp_str_equal(calls->others[i], calls->others[kept - 1])) calls->others[kept++] = calls->others[i];
    calls->other_count = kept;
    if (calls->type_count + kept + calls->of_actions.row_count > MOST_NUMBERS) fail("too many texts in", "the table");
}

static size_t number_of(const struct calls *calls, unsigned column, struct rampart_str text)
{
    uint32_t row;
    if (column == RP_CALL_ACTION && find_action(calls, text, &row))
        return calls->type_count + calls->other_count + row;
    const struct rampart_str *found = bsearch(&text, calls->others, calls->other_count, sizeof text, compare);
    if (found == NULL) fail("a text was lost from", "the table");
    return calls->type_count + (size_t)(found - calls->others);
}

/* ---- writing ---- */

static void write_number(FILE *to, size_t at, size_t number)
{
    (void)fprintf(to, "%s%zu,", at % NUMBERS_A_LINE == 0 ? "\n    " : " ", number);
}

static void write_bytes(FILE *to, struct rampart_str text, size_t *at)
{
    for (size_t i = 0; i < text.len; i++) write_number(to, (*at)++, (unsigned char)text.data[i]);
}

static void write_texts(FILE *to, const struct calls *calls)
{
    size_t at = 0;
    (void)fprintf(to, "\nstatic const char texts[] = {");
    for (size_t i = 0; i < calls->type_count; i++) write_bytes(to, calls->types[i], &at);
    for (size_t i = 0; i < calls->other_count; i++) write_bytes(to, calls->others[i], &at);
    (void)fprintf(to, "\n};\n\nstatic const uint32_t starts[] = {");
    at = 0;
    for (size_t i = 0; i < calls->type_count; at += calls->types[i++].len) write_number(to, i, at);
    for (size_t i = 0; i < calls->other_count; at += calls->others[i++].len) write_number(to, i, at);
    (void)fprintf(to, " %zu\n};\n\nstatic const char header[] = {", at);
    at = 0;
    write_bytes(to, calls->header, &at);
    (void)fprintf(to, " 0\n};\n");
}

static void write_cells(FILE *to, const struct calls *calls)
{
    size_t type = 0, written = 0;
    (void)fprintf(to, "\nstatic const uint16_t cells[] = {");
    for (size_t i = 0; i < calls->row_count; i++) {
        type += i > 0 && !rp_str_equal(calls->rows[i][0], calls->rows[i - 1][0]);
        write_number(to, written++, type);
        for (unsigned column = 1; column < RP_CALL_COLUMNS; column++)
            write_number(to, written++, number_of(calls, column, calls->rows[i][column]));
    }
    (void)fprintf(to, "\n};\n\nstatic const uint16_t firsts[] = {");
    written = 0;
    for (size_t i = 0; i < calls->row_count; i++)
        if (i == 0 || !rp_str_equal(calls->rows[i][0], calls->rows[i - 1][0])) write_number(to, written++, i);
    (void)fprintf(to, " %zu\n};\n", calls->row_count);
}

static void write_all(FILE *to, const struct calls *calls)
{
    (void)fprintf(to, "/* Made by src/generate/terraform_calls.c from policies/catalog. */\n"
                      "#include \"catalog/terraform_calls.h\"\n");
    write_texts(to, calls);
    write_cells(to, calls);
    (void)fprintf(to,
                  "\nconst struct rp_packed_calls rp_terraform_calls = {texts, starts, cells, firsts, %zu, %zu, %zu, "
                  "header};\n",
                  calls->type_count + calls->other_count, calls->type_count, calls->row_count);
}

int main(int argc, char **argv)
{
    struct rp_arena arena;
    struct rp_buf table, actions;
    struct calls calls = {.row_count = 0};
    if (argc != 3) fail("usage:", "terraform_calls FOLDER OUTPUT");
    rp_arena_init(&arena, NULL);
    calls.actions = rp_tsv_rows(read_table(&actions, argv[1], "actions.tsv"));
    if (rp_row_index_build(&calls.of_actions, &arena, calls.actions, NULL) != RAMPART_OK) fail("no memory for", "actions");
    read_rows(&calls, read_table(&table, argv[1], "terraform-calls.tsv"));
    number_texts(&calls);
    FILE *to = fopen(argv[2], "w");
    if (to == NULL) fail("cannot write", argv[2]);
    write_all(to, &calls);
    if (ferror(to) || fclose(to) != 0) fail("cannot write", argv[2]);
    free(calls.rows);
    free(calls.types);
    free(calls.others);
    rp_buf_free(&table);
    rp_buf_free(&actions);
    rp_arena_free(&arena);
    return EXIT_SUCCESS;
}
