/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of actions by chance, printed in each form that a page may have: flattened Markdown, Markdown with bars, HTML.
 * Every form gives exactly the rows that were printed; one that is cut within the table, or whose table
 * ends before its last row, gives none. RAMPART_PAGES in the
 * environment is how many tables there are; RAMPART_SEED repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/chance.h"
#include "support/page_facts.h"

enum { PAGES = 150, ROWS = 8, RESOURCES = 3, NAMES = 3 };

struct resource {
    bool star;
    unsigned type, template;
};

struct row {
    unsigned level, resource_count, key_count, dependent_count;
    bool all;
    struct resource resources[RESOURCES];
};

struct table {
    bool chinese, api;
    unsigned row_count;
    struct row rows[ROWS];
};

static const char *const levels[] = {"create", "update", "delete", "get", "list", "none", ""};
static const char *const types[] = {"Lion", "DBInstance", "*Odd", "two words"};
static const char *const templates[] = {"acs:zoo:{#regionId}:{#accountId}:lion/{#LionId}", "acs:zoo::{#accountId}:lion/*",
                                        "acs:ram:*:system:policy/{#Name}", "acs:zoo:*:*:*"};
static const char *const keys[NAMES] = {"zoo:Hour", "zoo:Meal", "zoo:tag_x"};
static const char *const dependents[NAMES] = {"oss:Get*", "ram:PassRole", "zoo:Open"};

static struct table make_table(struct chance *chance)
{
    struct table table = {.chinese = chance_of(chance, 50), .api = chance_of(chance, 50)};
    table.row_count = 1 + chance_below(chance, ROWS);
    for (unsigned i = 0; i < table.row_count; i++) {
        struct row *row = &table.rows[i];
        *row = (struct row){.level = chance_below(chance, 7), .all = chance_of(chance, 30)};
        row->resource_count = row->all ? 0 : 1 + chance_below(chance, RESOURCES);
        for (unsigned k = 0; k < row->resource_count; k++)
            row->resources[k] = (struct resource){chance_of(chance, 60), chance_below(chance, 4) == 2 ? 0 : chance_below(chance, 2),
                                                  chance_below(chance, 4)};
        row->key_count = chance_below(chance, NAMES + 1);
        /* Flattened, one of the two lists must say None. */
        row->dependent_count = row->key_count > 0 ? 0 : chance_below(chance, NAMES + 1);
    }
    return table;
}

static const char *none_of(const struct table *table)
{
    return table->chinese ? "无" : "None";
}

/* What the page gives, by the model alone. */
static void print_expected(const struct table *table, FILE *out)
{
    for (unsigned i = 0; i < table->row_count; i++) {
        const struct row *row = &table->rows[i];
        char end[256] = "";
        for (unsigned k = 0; k < row->key_count; k++) {
            if (k > 0) strcat(end, ",");
            strcat(end, keys[k]);
        }
        strcat(end, row->key_count == 0 ? "- " : " ");
        for (unsigned k = 0; k < row->dependent_count; k++) {
            if (k > 0) strcat(end, ",");
            strcat(end, dependents[k]);
        }
        if (row->dependent_count == 0) strcat(end, "-");
        const char *level = levels[row->level][0] == '\0' ? "-" : levels[row->level];
        if (row->all) fprintf(out, "zoo:Action%u %s - required * %s\n", i, level, end);
        for (unsigned k = 0; k < row->resource_count; k++)
            fprintf(out, "zoo:Action%u %s %s %s %s %s\n", i, level, types[row->resources[k].type],
                    row->resources[k].star ? "required" : "optional", templates[row->resources[k].template], end);
    }
}

/* ---- the forms ---- */

struct form {
    const char *name;  /* of the file */
    const char *above; /* what says that a star marks what is required */
    const char *begin, *row, *cell, *cell_end, *row_end, *header_end, *end;
    const char *line, *item, *star, *code, *code_end; /* between lines of a cell */
    const char *breaks; /* ends a table before its next row */
};

static const struct form forms[] = {
    {"flat.md", "Marked with a prefix: shown with a prefix of \\* .\n\n", "", "", "", "\n\n", "", "", "## Next\n", "\n\n", "", "\\*", "`", "`", "A note.\n\n"},
    {"bars.md", "They are shown with a prefix of \\* .\n\n", "", "|", " ", " |", "\n", "| --- | --- |\n", "\nText.\n", "<br>", "- ", "\\*", "`", "`", "\n"},
    {"page.html", "<p>They are shown with a prefix of * .</p>", "<table>", "<tr>", "<td><p>", "</p></td>", "</tr>", "", "</table>", "</p><p>", "", "*", "<code>", "</code>", "</table><table>"},
};

static void print_cell(const struct form *form, FILE *out, const char *text)
{
    fprintf(out, "%s%s%s", form->cell, text, form->cell_end);
}

static void print_names(const struct table *table, const struct form *form, FILE *out, const char *const *names, unsigned count)
{
    fputs(form->cell, out);
    for (unsigned k = 0; k < count; k++) fprintf(out, "%s%s%s", k > 0 ? form->line : "", form->item, names[k]);
    fprintf(out, "%s%s", count == 0 ? none_of(table) : "", form->cell_end);
}

static void print_row(const struct table *table, const struct form *form, FILE *out, unsigned i)
{
    const struct row *row = &table->rows[i];
    char text[64];
    fputs(form->row, out);
    (void)snprintf(text, sizeof text, "zoo:Action%u", i);
    print_cell(form, out, text);
    (void)snprintf(text, sizeof text, form->cell_end[0] == '<' ? "<a href='/x'>Action%u</a>" : "[Action%u](/x)", i);
    if (table->api) print_cell(form, out, text);
    if (levels[row->level][0] != '\0' || form->row[0] != '\0') print_cell(form, out, levels[row->level]);
    fputs(form->cell, out);
    if (row->all) fprintf(out, "%s%s%s%s*%s", form->star, table->chinese ? "全部资源" : "All Resources", form->line, form->code, form->code_end);
    for (unsigned k = 0; k < row->resource_count; k++)
        fprintf(out, "%s%s%s%s%s%s%s", k > 0 ? form->line : "", row->resources[k].star ? form->star : "",
                types[row->resources[k].type], form->line, form->code, templates[row->resources[k].template], form->code_end);
    fputs(form->cell_end, out);
    print_names(table, form, out, keys, row->key_count);
    print_names(table, form, out, dependents, row->dependent_count);
    fputs(form->row_end, out);
}

/* Prints the page; something that ends a table stands before the row `broken`. Returns where its table ends. */
static long print_page(const struct table *table, const struct form *form, unsigned broken, FILE *out)
{
    static const char *const english[] = {"Action", "API", "Access level", "Resource type", "Condition key", "Dependent action"},
                             *const chinese[] = {"操作", "API", "访问级别", "资源类型", "条件关键字", "关联操作"};
    fputs(form->above, out);
    fputs(form->begin, out);
    fputs(form->row, out);
    for (unsigned i = 0; i < 6; i++)
        if (i != 1 || table->api) print_cell(form, out, table->chinese ? chinese[i] : english[i]);
    fputs(form->row_end, out);
    fputs(form->header_end, out);
    for (unsigned i = 0; i < table->row_count; i++) {
        if (i == broken) fputs(form->breaks, out);
        print_row(table, form, out, i);
    }
    const long end = ftell(out);
    fputs(form->end, out);
    return end;
}

/* ---- the test ---- */

static enum rampart_status read_text(const char *name, struct rampart_str text, char **ret_lines)
{
    struct page_facts read;
    struct rampart_diags *diags;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    page_facts_read(&read, NULL, name, text, diags);
    if (ret_lines != NULL) *ret_lines = strdup(read.lines.data);
    const enum rampart_status status = read.status;
    page_facts_free(&read);
    rampart_diags_free(diags);
    return status;
}

static void a_form_gives_the_table(const struct table *table, const struct form *form, struct chance *chance)
{
    char *page, *expected, *lines;
    size_t size, expected_size;
    FILE *out = open_memstream(&page, &size);
    assert_non_null(out);
    const long end = print_page(table, form, ROWS, out);
    (void)fclose(out);
    out = open_memstream(&expected, &expected_size);
    assert_non_null(out);
    print_expected(table, out);
    (void)fclose(out);
    const enum rampart_status status = read_text(form->name, (struct rampart_str){page, size}, &lines);
    if (status != RAMPART_OK || strcmp(lines, expected) != 0) fail_msg("%s:\n%s\ngives:\n%s", form->name, page, lines);
    const size_t cut = strlen(form->above) + 1 + chance_below(chance, (unsigned)((size_t)end - strlen(form->above)) - 1);
    assert_int_not_equal(read_text(form->name, (struct rampart_str){page, cut}, NULL), RAMPART_OK);
    free(lines);
    free(expected);
    free(page);
    out = open_memstream(&page, &size);
    assert_non_null(out);
    (void)print_page(table, form, chance_below(chance, table->row_count), out);
    (void)fclose(out);
    if (read_text(form->name, (struct rampart_str){page, size}, NULL) == RAMPART_OK) fail_msg("half a table is taken:\n%s", page);
    free(page);
}

static void every_form_gives_the_same_rows(void **state)
{
    struct chance chance = chance_begin();
    const char *wish = getenv("RAMPART_PAGES");
    const long pages = wish == NULL ? PAGES : strtol(wish, NULL, 10);
    (void)state;
    for (long i = 0; i < pages; i++) {
        const struct table table = make_table(&chance);
        for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
            a_form_gives_the_table(&table, &forms[k], &chance);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_form_gives_the_same_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
