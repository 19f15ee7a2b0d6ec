/* SPDX-License-Identifier: Apache-2.0 */
/*
 * By every way that a value comes into a request: what its key cannot have is refused, told of with the key, the place
 * and what it would be; what its key can have is taken as it is. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/catalog.h>

#include "base/str.h"
#include "decide/request_parts.h"
#include "support/diag_lines.h"
#include "support/typed_values.h"

enum { VALUES = 10000, FEW_VALUES = 300, TEXT = 1024 };

struct trial {
    struct rampart_request *request;
    struct rampart_diags *diags;
    const struct typed_key *key;
    const char *name; /* of this key or another of its type */
    const char *value;
    bool carried; /* by every request */
    bool list; /* none: an empty list in its place */
    char text[TEXT]; /* what is read */
    unsigned column; /* of the value in it; 0: it stands nowhere */
};

/* ---- writing ---- */

/* A JSON string of the text; where `escape` divides the number of a byte that is ASCII, it is escaped. */
static void put_string(struct trial *trial, const char *text, unsigned escape)
{
    size_t len = strlen(trial->text);
    char *out = trial->text + len;

    *out++ = '"';
    for (unsigned i = 0; text[i] != '\0'; i++) {
        unsigned char byte = (unsigned char)text[i];
        bool wanted = byte < 0x80 && escape > 0 && i % escape == 0;

        if (byte < ' ' || byte == '"' || byte == '\\' || wanted)
            out += sprintf(out, "\\u%04x", byte);
        else
            *out++ = (char)byte;
    }
    *out++ = '"';
    *out = '\0';
}

static void put_text(struct trial *trial, const char *text)
{
    (void)strcat(trial->text, text);
}

/* Columns count characters, and the keys and what stands before them are ASCII. */
static void put_value(struct trial *trial, unsigned escape)
{
    trial->column = (unsigned)strlen(trial->text) + 1;
    if (trial->list)
        put_text(trial, "[ ]");
    else
        put_string(trial, trial->value, escape);
}

/* ---- the ways in ---- */

static enum rampart_status by_setter(struct trial *trial)
{
    trial->column = 0;
    if (trial->list) return rampart_request_set_empty(trial->request, rampart_str(trial->name), trial->diags);
    return rampart_request_add_context(trial->request, rampart_str(trial->name),
                                       rampart_str(trial->value), trial->diags);
}

static enum rampart_status read_file(struct trial *trial)
{
    return rampart_request_read_context(trial->request, rampart_str(trial->text), rampart_str("file"),
                                        trial->diags);
}

static enum rampart_status by_json_file(struct trial *trial)
{
    put_text(trial, "{ ");
    put_string(trial, trial->name, 5);
    put_text(trial, trial->list ? " : " : " : [ ");
    put_value(trial, 0);
    put_text(trial, trial->list ? " }" : " ] }");
    return read_file(trial);
}

static enum rampart_status by_yaml_file(struct trial *trial)
{
    put_string(trial, trial->name, 0);
    put_text(trial, ": ");
    put_value(trial, 0);
    return read_file(trial);
}

static enum rampart_status read_line(struct trial *trial)
{
    struct rampart_str id;
    return rampart_request_read(trial->request, rampart_str(trial->text), rampart_str("lines"), &id,
                                trial->diags);
}

static enum rampart_status by_plain_line(struct trial *trial)
{
    put_text(trial, "{\"action\":\"ess:X\",\"resource\":\"*\",\"context\":{");
    put_string(trial, trial->name, 0);
    put_text(trial, ":");
    put_value(trial, 0);
    put_text(trial, "}}");
    return read_line(trial);
}

static enum rampart_status by_odd_line(struct trial *trial)
{
    put_text(trial, "{ \"context\" : { ");
    put_string(trial, trial->name, 1);
    put_text(trial, trial->list ? " : " : " : [");
    put_value(trial, 2);
    put_text(trial, trial->list ? "}, " : "]}, ");
    put_text(trial, "\"resource\" : [\"*\"], \"action\" : \"ess:X\"}");
    return read_line(trial);
}

static enum rampart_status (*const ways[])(struct trial *trial) = {by_setter, by_json_file, by_yaml_file,
                                                                   by_plain_line, by_odd_line};

/* ---- what comes of it ---- */

/* Says what differs, and in which text. */
static void wrong(const struct trial *trial, const char *had, const char *wanted)
{
    print_message("%s = \"%s\", by %s\nhad    %s\nwanted %s\n", trial->name, trial->value,
                  trial->column == 0 ? "the setter" : trial->text, had, wanted);
    fail();
}

static void is_taken(const struct trial *trial, enum rampart_status status)
{
    const struct rp_context_key *key = NULL;
    char said[TEXT];

    if (status != RAMPART_OK) wrong(trial, diag_lines(trial->diags, said, sizeof said), "nothing");
    const enum rp_key_state state = rp_request_key(trial->request, 0, rampart_str(trial->name), &key);
    if (trial->list) {
        if (state != RP_KEY_PRESENT || key != NULL) wrong(trial, "a value", "none");
        return;
    }
    if (state != RP_KEY_PRESENT || key->count != 1 || !rp_str_equal(key->first->text, rampart_str(trial->value)))
        wrong(trial, "another value", "it as it is");
}

/* Texts in messages are printable: what is not is shown in another way, and not compared here. */
static void is_refused(const struct trial *trial, enum rampart_status status)
{
    const struct rampart_diag *diag = NULL;
    char wanted[TEXT], said[TEXT];

    (void)snprintf(wanted, sizeof wanted, "write %s%s", trial->key->expected,
                   trial->value[0] == '\0' && !trial->carried
                       ? ", or give the key as absent if the request does not have it"
                       : "");
    (void)diag_lines(trial->diags, said, sizeof said);
    if (status != RAMPART_INVALID_INPUT || rampart_diags_count(trial->diags) != 1)
        wrong(trial, rampart_status_name(status), "one error");
    diag = rampart_diags_at(trial->diags, 0);
    if (diag->severity != RAMPART_ERROR || strcmp(diag->code, "REQ007") != 0) wrong(trial, said, "REQ007");
    if (!rp_str_equal(diag->help, rampart_str(wanted))) wrong(trial, said, wanted);
    (void)snprintf(wanted, sizeof wanted, trial->list ? "%s has no value" : "invalid value for %s: \"",
                   trial->name);
    if (!rp_str_starts(diag->message, rampart_str(wanted))) wrong(trial, said, wanted);
    (void)snprintf(wanted, sizeof wanted, "line %u column %u", trial->column > 0, trial->column);
    if (diag->line != (trial->column > 0) || diag->column != trial->column) wrong(trial, said, wanted);
}

static void try_value(struct trial *trial, bool good)
{
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        rampart_request_clear(trial->request);
        rampart_diags_clear(trial->diags);
        trial->text[0] = '\0';
        const enum rampart_status status = ways[i](trial);
        if (good)
            is_taken(trial, status);
        else
            is_refused(trial, status);
    }
}

static void try_key(struct trial *trial, struct chance *chance, unsigned values, bool good)
{
    for (unsigned i = 0; i < values; i++) {
        char text[TYPED_TEXT];

        trial->value = text;
        (good ? trial->key->well_formed : trial->key->ill_formed)(chance, text);
        try_value(trial, good);
    }
}

/* Those whose values have a form: one of each type the most times, for the others have it from the same table. */
static void try_keys(struct trial *trial, struct chance *chance, const struct rampart_catalog *catalog, bool good)
{
    static const char *const types[TYPED_KEYS] = {"Date", "IP", "Bool", "Numeric"};
    struct rampart_catalog_key row;
    unsigned typed = 0;
    size_t cursor = 0;

    while (rampart_catalog_next_key(catalog, RP_STR(""), &cursor, &row))
        for (size_t i = 0; i < TYPED_KEYS; i++) {
            char name[TYPED_TEXT];

            if (!rp_str_equal(row.type, rampart_str(types[i]))) continue;
            (void)snprintf(name, sizeof name, "%.*s", RP_ARG(row.key));
            trial->key = &typed_keys[i];
            trial->name = name;
            trial->carried = rp_str_equal(row.carried, RP_STR("every"));
            try_key(trial, chance, strcmp(name, typed_keys[i].name) == 0 ? VALUES : FEW_VALUES, good);
            typed++;
        }
    assert_true(typed >= TYPED_KEYS);
}

static const struct typed_key *form_of(struct rampart_str type)
{
    static const char *const types[TYPED_KEYS] = {"Date", "IP", "Bool", "Numeric"};
    static const struct typed_key text = {.expected = "its value"};

    for (size_t i = 0; i < TYPED_KEYS; i++)
        if (rp_str_equal(type, rampart_str(types[i]))) return &typed_keys[i];
    return &text;
}

/* An empty shell variable, and a list that nothing was put into: by the table's own words. */
static void what_is_empty_is_no_value(void **state)
{
    struct trial trial = {.value = ""};
    struct rampart_catalog *catalog = NULL;
    struct rampart_catalog_key row;
    unsigned refused = 0, taken = 0;
    size_t cursor = 0;

    (void)state;
    assert_int_equal(rampart_catalog_open(NULL, &catalog), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &trial.request), RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &trial.diags), RAMPART_OK);
    while (rampart_catalog_next_key(catalog, RP_STR(""), &cursor, &row)) {
        bool open = row.key.data[row.key.len - 1] == '*', filled = rp_str_equal(row.empty, RP_STR("no"));
        char name[TYPED_TEXT];

        (void)snprintf(name, sizeof name, "%.*s%s", (int)(row.key.len - open), row.key.data, open ? "team" : "");
        trial.name = name;
        trial.key = form_of(row.type);
        trial.carried = rp_str_equal(row.carried, RP_STR("every"));
        trial.list = false;
        try_value(&trial, !filled);
        trial.list = true;
        try_value(&trial, !rp_str_equal(row.values, RP_STR("single")));
        *(filled ? &refused : &taken) += 1;
    }
    assert_true(refused > 20 && taken > 20);
    rampart_diags_free(trial.diags);
    rampart_request_free(trial.request);
    rampart_catalog_free(catalog);
}

static void try_values(bool good)
{
    struct chance chance = chance_begin();
    struct trial trial = {.request = NULL};
    struct rampart_catalog *catalog = NULL;

    assert_int_equal(rampart_catalog_open(NULL, &catalog), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &trial.request), RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &trial.diags), RAMPART_OK);
    try_keys(&trial, &chance, catalog, good);
    rampart_diags_free(trial.diags);
    rampart_request_free(trial.request);
    rampart_catalog_free(catalog);
}

static void what_a_key_cannot_have_is_refused(void **state)
{
    (void)state;
    try_values(false);
}

static void what_a_key_can_have_is_taken(void **state)
{
    (void)state;
    try_values(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_key_cannot_have_is_refused),
        cmocka_unit_test(what_a_key_can_have_is_taken),
        cmocka_unit_test(what_is_empty_is_no_value),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
