/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables with damage: bytes replaced, dropped and repeated by chance. Each is read, or refused with a place; one that is
 * read answers every question. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/embedded.h"
#include "support/chance.h"
#include "support/folder.h"
#include <rampart/catalog.h>

enum { ROUNDS = 400, BYTES = 2000 };

/* Some whole lines of a table, then some bytes of them replaced, dropped or copied elsewhere. */
static struct rampart_str damage(struct chance *chance, struct rampart_str table, char *buffer)
{
    static const char bytes[] = "\t\t\n\n#a:\xff\x80-*{\r\x01";
    size_t from = chance_below(chance, (unsigned)table.len / 2),
           len = BYTES < table.len - from ? BYTES : table.len - from;
    while (from > 0 && from < table.len && table.data[from - 1] != '\n') from++;
    if (from + len > table.len) len = table.len - from;
    memcpy(buffer, table.data + from, len);
    for (unsigned edits = chance_below(chance, 4); edits > 0 && len > 10; edits--) {
        size_t at = chance_below(chance, (unsigned)len - 8);
        unsigned how = chance_below(chance, 3);
        if (how == 0) buffer[at] = bytes[chance_below(chance, sizeof bytes)];
        if (how == 1) memmove(buffer + at, buffer + at + 1, --len - at);
        if (how == 2) memmove(buffer + chance_below(chance, (unsigned)len - 8), buffer + at, 8);
    }
    return (struct rampart_str){buffer, len};
}

static void ask_everything(const struct rampart_catalog *catalog)
{
    struct rampart_catalog_action action, found;
    struct rampart_catalog_service service;
    struct rampart_catalog_arn arn;
    struct rampart_catalog_type type;
    struct rampart_catalog_key key;
    size_t cursor = 0, inner = 0, count = 0;
    while (rampart_catalog_next_action(catalog, RP_STR(""), &cursor, &action) && count++ < 200) {
        assert_true(rampart_catalog_find_action(catalog, action.action, &found));
        assert_ptr_equal(found.action.data, action.action.data);
        for (inner = 0; rampart_catalog_next_arn(catalog, action.action, &inner, &arn);) count++;
    }
    for (cursor = 0; rampart_catalog_next_service(catalog, &cursor, &service);)
        assert_true(rampart_catalog_find_service(catalog, service.code, &service));
    for (cursor = 0; rampart_catalog_next_type(catalog, RP_STR(""), &cursor, &type);)
        assert_true(type.type.len > 0);
    for (cursor = 0; rampart_catalog_next_key(catalog, RP_STR(""), &cursor, &key);)
        assert_true(key.key.len > 0);
    (void)rampart_catalog_near_action(catalog, RP_STR("ess:CancleInstanceRefresh"), &action);
    struct rampart_catalog_pattern pattern = rampart_catalog_pattern(RP_STR("*:*a*"));
    while (rampart_catalog_next_match(catalog, &pattern, &action)) count++;
}

static void damaged_tables_are_read_or_refused(void **state)
{
    (void)state;
    struct chance chance = chance_begin();
    const struct {
        const char *name;
        struct rampart_str text;
    } tables[] = {
        {"actions.tsv", rp_catalog_actions()},   {"authorization.tsv", rp_catalog_authorization()},
        {"ess.tsv", rp_catalog_ess()},           {"condition-keys.tsv", rp_catalog_condition_keys()},
        {"services.tsv", rp_catalog_services()}, {"resource-types.tsv", rp_catalog_resource_types()},
        {"regions.tsv", rp_catalog_regions()}};
    static char buffer[BYTES];
    char path[FOLDER_PATH];
    size_t good = 0;
    folder_make(path);
    for (size_t i = 0; i < ROUNDS; i++) {
        size_t which = chance_below(&chance, sizeof tables / sizeof *tables);
        struct rampart_catalog *catalog = NULL;
        struct rampart_diags *diags = NULL;
        assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
        folder_remove(path);
        folder_make(path);
        folder_write(path, tables[which].name, damage(&chance, tables[which].text, buffer));
        enum rampart_status status = rampart_catalog_read_folder(NULL, path, diags, &catalog);
        assert_true(status == RAMPART_OK || status == RAMPART_INVALID_INPUT);
        if (status == RAMPART_OK) ask_everything(catalog);
        if (status != RAMPART_OK) assert_true(rampart_diags_at(diags, 0)->line > 0);
        good += status == RAMPART_OK;
        rampart_catalog_free(catalog);
        rampart_diags_free(diags);
    }
    folder_remove(path);
    assert_true(good > 0 && good < ROUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_tables_are_read_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
