/* SPDX-License-Identifier: Apache-2.0 */
/* What the rows of the tables say, what contradicts itself, and what nobody knows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <rampart/decision.h>
#include <rampart/denial.h>

#include "base/buf.h"
#include "base/str.h"
#include "catalog/embedded.h"
#include "catalog/error_codes.h"
#include "catalog/tsv.h"
#include "support/diag_lines.h"

static struct rampart_diags *diags;

static struct rampart_denial *must_read(struct rampart_str text)
{
    struct rampart_denial *denial = NULL;
    char lines[1024];
    rampart_diags_clear(diags);
    if (rampart_denial_read(NULL, text, rampart_str("d.txt"), diags, &denial) != RAMPART_OK)
        fail_msg("%.*s: %s", RP_ARG(text), diag_lines(diags, lines, sizeof lines));
    return denial;
}

static void is(struct rampart_str of, struct rampart_str text, struct rampart_str expected)
{
    if (!rp_str_equal(text, expected))
        fail_msg("%.*s: \"%.*s\", expected \"%.*s\"", RP_ARG(of), RP_ARG(text), RP_ARG(expected));
}

/* ---- every row ---- */

/* A value of each slot that a sentence of a service has. */
static const struct {
    const char *name, *value;
} samples[] = {
    {"action", "a-b:CreateC"}, {"resource", "acs:a-b:cn-x:1:c/*"},
    {"conditions", "[a:k=v]"}, {"bucket", "b-1"},
    {"object", "dir/o.zip"},   {"word", "w-1"},
};

static const char *sample_of(struct rampart_str name)
{
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        if (rp_str_equal(name, rampart_str(samples[i].name))) return samples[i].value;
    fail_msg("there is no sample of {%.*s}", RP_ARG(name));
    return "";
}

static void fill(struct rp_buf *text, struct rampart_str template)
{
    while (template.len > 0) {
        size_t open = rp_str_find(template, '{');
        rp_buf_add(text, rp_str_part(template, 0, open));
        template = rp_str_from(template, open + 1);
        if (template.len == 0) return;
        size_t close = rp_str_find(template, '}');
        rp_buf_add(text, rampart_str(sample_of(rp_str_part(template, 0, close))));
        template = rp_str_from(template, close + 1);
    }
}

static bool has(struct rampart_str template, const char *name)
{
    char text[64];
    (void)snprintf(text, sizeof text, "{%s}", name);
    for (size_t i = 0; i < template.len; i++)
        if (rp_str_starts(rp_str_from(template, i), rampart_str(text))) return true;
    return false;
}

static enum rampart_denial_about about_of(struct rampart_str word)
{
    switch (rp_error_about_of(word)) {
    case RP_ERROR_DENIED: return RAMPART_DENIAL_PERMISSION;
    case RP_ERROR_OTHER: return RAMPART_DENIAL_OTHER;
    case RP_ERROR_UNTOLD: break;
    }
    return RAMPART_DENIAL_UNTOLD;
}

/* The columns that the rows of messages and of ECs share. */
static void is_row(const struct rampart_denial *denial, struct rampart_str row)
{
    const struct rampart_str key = rp_tsv_field(row, 0), meaning = rp_tsv_unless_dash(rp_tsv_field(row, 4));
    struct rampart_str layers = rp_tsv_unless_dash(rp_tsv_field(row, 3)), layer;
    size_t i = 0;
    if (denial->about != about_of(rp_tsv_field(row, 1))) fail_msg("%.*s: about", RP_ARG(key));
    is(key, denial->no_permission_type, rp_tsv_unless_dash(rp_tsv_field(row, 2)));
    for (; rp_part_next(&layers, ' ', &layer); i++) is(key, denial->layers.items[i], layer);
    assert_int_equal(denial->layers.count, i);
    assert_int_equal(denial->meaning_count, meaning.len > 0);
    if (meaning.len > 0) is(key, denial->meanings[0].text, meaning);
    if (meaning.len > 0) is(key, denial->meanings[0].source, rp_tsv_field(row, 5));
    assert_int_equal(denial->conflicts.count, 0);
    assert_int_equal(denial->not_understood.count, 0);
}

static void is_value(const struct rampart_denial *denial, struct rampart_str template, const char *name,
                     struct rampart_str value)
{
    (void)denial;
    is(template, value, rampart_str(has(template, name) ? sample_of(rampart_str(name)) : ""));
}

static void every_message_is_read(void **state)
{
    struct rampart_str rows = rp_tsv_rows(rp_catalog_denial_messages()), row;
    (void)state;
    while (rp_tsv_next(&rows, &row)) {
        const struct rampart_str template = rp_tsv_field(row, 0);
        struct rp_buf text;
        rp_buf_init(&text, NULL, 4096);
        rp_buf_add(&text, RP_STR("it says: "));
        fill(&text, template);
        rp_buf_add(&text, RP_STR("\n"));
        struct rampart_denial *denial = must_read(rp_buf_text(&text));
        is_row(denial, row);
        is_value(denial, template, "action", denial->action);
        is_value(denial, template, "resource", denial->resource);
        is_value(denial, template, "bucket", denial->bucket);
        assert_int_equal(denial->condition_count, has(template, "conditions"));
        rampart_denial_free(denial);
        rp_buf_free(&text);
    }
}

static void every_ec_is_read(void **state)
{
    struct rampart_str rows = rp_tsv_rows(rp_catalog_oss_error_codes()), row;
    (void)state;
    while (rp_tsv_next(&rows, &row)) {
        char text[128];
        (void)snprintf(text, sizeof text, "<Error><EC>%.*s</EC></Error>", RP_ARG(rp_tsv_field(row, 0)));
        struct rampart_denial *denial = must_read(rampart_str(text));
        is(rp_tsv_field(row, 0), denial->ec, rp_tsv_field(row, 0));
        is_row(denial, row);
        rampart_denial_free(denial);
    }
}

static void every_code_is_read(void **state)
{
    struct rampart_str rows = rp_tsv_rows(rp_catalog_error_codes()), row;
    (void)state;
    while (rp_tsv_next(&rows, &row)) {
        char text[128];
        struct rampart_str code = rp_tsv_field(row, 0);
        if (rp_has_wildcard(code)) continue;
        (void)snprintf(text, sizeof text, "ErrorCode: %.*s\n", RP_ARG(code));
        struct rampart_denial *denial = must_read(rampart_str(text));
        is(code, denial->code, code);
        if (denial->about != about_of(rp_tsv_field(row, 1))) fail_msg("%.*s: about", RP_ARG(code));
        rampart_denial_free(denial);
    }
}

/* Names of layers are those of the library. */
static void layers_have_their_names(void **state)
{
    const struct rampart_str tables[] = {rp_catalog_denial_messages(), rp_catalog_oss_error_codes()};
    struct rampart_str rows, row, layers, name;
    (void)state;
    for (size_t i = 0; i < 2; i++)
        for (rows = rp_tsv_rows(tables[i]); rp_tsv_next(&rows, &row);)
            for (layers = rp_tsv_unless_dash(rp_tsv_field(row, 3)); rp_part_next(&layers, ' ', &name);) {
                bool known = false;
                for (int layer = 0; layer < RAMPART_LAYERS; layer++)
                    known |= rp_str_equal(name, rampart_str(rampart_layer_name((enum rampart_layer)layer)));
                if (!known) fail_msg("%.*s is no layer", RP_ARG(name));
            }
}

/* ---- several rows ---- */

/* "about; conflicts; not understood", each text with a stroke before it. */
static void tells(const char *text, const char *expected)
{
    static const char *const abouts[] = {"untold", "permission", "other"};
    char told[1024];
    struct rampart_denial *denial = must_read(rampart_str(text));
    (void)snprintf(told, sizeof told, "%s", abouts[denial->about]);
    for (size_t i = 0; i < denial->conflicts.count; i++)
        (void)snprintf(told + strlen(told), sizeof told - strlen(told), " / %.*s",
                       RP_ARG(denial->conflicts.items[i]));
    for (size_t i = 0; i < denial->not_understood.count; i++)
        (void)snprintf(told + strlen(told), sizeof told - strlen(told), " | %.*s",
                       RP_ARG(denial->not_understood.items[i]));
    assert_string_equal(told, expected);
    rampart_denial_free(denial);
}

static void the_closer_word_counts(void **state)
{
    (void)state;
    tells("<Error><Code>AccessDenied</Code><EC>0003-00001403</EC></Error>", "other");
    tells("{\"Code\":\"AccessDenied\",\"Message\":\"FC service is not enabled for current user\"}", "other");
    tells("{\"Code\":\"Forbidden.X\",\"Message\":\"x\"}",
          "permission | the message: its wording is not known");
    tells("{\"Code\":\"Unauthorized\"}", "untold");
}

static void what_is_said_in_two_ways_is_taken_from_neither(void **state)
{
    struct rampart_denial *denial;
    (void)state;
    tells("RAM policy Forbidden for action cs:A\nRAM policy Forbidden for action cs:B\n",
          "permission / action: \"cs:A\" in the message, \"cs:B\" in the message");
    denial =
        must_read(RP_STR("RAM policy Forbidden for action cs:A\nRAM policy Forbidden for action cs:B\n"));
    is(RP_STR("two"), denial->action, RP_STR(""));
    rampart_denial_free(denial);
    tells("{\"Message\":\"RAM policy Forbidden for action "
          "cs:A\",\"AccessDeniedDetail\":{\"AuthAction\":\"cs:B\"}}",
          "permission / action: \"cs:B\" in AccessDeniedDetail, \"cs:A\" in the message");
    tells(
        "{\"AuthAction\":\"cs:A\",\"NoPermissionType\":\"ImplicitDeny\",\"EC\":\"0003-00000101\"}",
        "permission / NoPermissionType: \"ImplicitDeny\" in AccessDeniedDetail, \"ExplicitDeny\" in the EC");
    tells("{\"AuthAction\":\"oss:A\",\"PolicyType\":\"SessionPolicy\",\"EC\":\"0003-00000101\"}",
          "permission / layer: PolicyType is SessionPolicy, and the code or the message stand for "
          "BucketPolicy");
    denial = must_read(RP_STR("{\"AuthAction\":\"oss:A\",\"PolicyType\":\"SessionPolicy\",\"EC\":\"0003-00000101\"}"));
    is(RP_STR("contested layer"), denial->policy_type, RP_STR(""));
    assert_int_equal(denial->layers.count, 0);
    rampart_denial_free(denial);
    denial = must_read(RP_STR("{\"AuthAction\":\"oss:A\",\"NoPermissionType\":\"ImplicitDeny\",\"EC\":\"0003-00000101\"}"));
    assert_int_equal(denial->layers.count, 0); /* the EC is wrong of the type, so nothing else is taken from it */
    rampart_denial_free(denial);
    tells("{\"AuthAction\":\"oss:A\",\"PolicyType\":\"ResourceBasedPolicy\",\"EC\":\"0003-00000101\"}",
          "permission");
    tells("{\"AuthAction\":\"oss:A\",\"EC\":\"0003-00001403\"}",
          "untold / one part says that a permission is missing, another names a different reason");
    tells("{\"EC\":\"0003-00000301\",\"Message\":\"Access denied by VPC endpoint policy.\"}",
          "permission / layer: SessionPolicy by what else it says, EndpointPolicy by the message");
}

static void what_is_not_known_is_named(void **state)
{
    (void)state;
    tells("{\"Code\":\"Odd\",\"Message\":\"x\"}",
          "untold | the message: its wording is not known | the error code Odd");
    tells("<Error><Code>AccessDenied</Code><EC>9999-00000001</EC></Error>",
          "permission | the EC 9999-00000001");
    tells("<Error><Code>AccessDenied</Code><Message>You have",
          "permission | the rest of the XML, which is cut off or malformed");
    tells("{\"e\":\"x {\\\"AuthAction\\\":[1],\\\"NoPermissionType\\\":\\\"ImplicitDeny\\\"}\"}",
          "permission | a member of a wrong type in a string");
    tells("{\"Code\":\"NoPermission\",\"AccessDeniedDetail\":7}",
          "permission | AccessDeniedDetail: it is no object with the members of one");
    tells("{\"Code\":\"NoPermission\",\"accessDeniedDetail\":[1,\"x\"]}",
          "permission | accessDeniedDetail: it is no object with the members of one");
    tells("{\"Code\":\"NoPermission\",\"AccessDeniedDetail\":\"AQE=\"}",
          "permission | AccessDeniedDetail: it is no object with the members of one");
    tells("{\"Code\":\"NoPermission\",\"AccessDeniedDetail\":{}}", "permission");
    tells("{\"Code\":\"NoPermission\",\"AccessDeniedDetail\":null}", "permission");
    tells("{\"Code\":\"NoPermission\",\"AccessDeniedDetail\":[{\"AuthAction\":\"a:B\"}]}", "permission");
    tells("{\"Code\":\"NoPermission\",\"AccessDeniedDetail\":\"{\\\"AuthAction\\\":\\\"a:B\\\"}\"}", "permission");
    tells("{\"AuthAction\":\"a:B\",\"NoPermissionType\":\"NoDeny\",\"PolicyType\":\"MyPolicy\",\"AuthPrincipalType\":\"Robot\"}",
          "permission | the NoPermissionType NoDeny | the AuthPrincipalType Robot | the PolicyType MyPolicy");
    tells("the caller is not authorized to perform 'fc:A' on resource '*' with condition '[fc:B=true or so]'",
          "permission | the conditions \"[fc:B=true or so]\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message_is_read),
        cmocka_unit_test(every_ec_is_read),
        cmocka_unit_test(every_code_is_read),
        cmocka_unit_test(layers_have_their_names),
        cmocka_unit_test(the_closer_word_counts),
        cmocka_unit_test(what_is_said_in_two_ways_is_taken_from_neither),
        cmocka_unit_test(what_is_not_known_is_named),
    };
    if (rampart_diags_new(NULL, &diags) != RAMPART_OK) return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    rampart_diags_free(diags);
    return failed;
}
