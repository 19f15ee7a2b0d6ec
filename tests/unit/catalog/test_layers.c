/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of layers.tsv as they are found, and what each is about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "catalog/layers.h"
#include "policy/layer.h"

static const struct rp_layer_row *row_of(struct rp_layer_memo *memo, const char *code, const char *layer)
{
    size_t count = rp_layers_find(memo, rampart_str(code));

    for (size_t i = 0; i < count; i++)
        if (rp_str_equal(memo->rows[i].layer, rampart_str(layer))) return &memo->rows[i];
    return NULL;
}

static bool covers(const char *code, const char *layer, const char *operation, const char *field)
{
    struct rp_layer_memo memo = {.known = false};
    const struct rp_layer_row *row = row_of(&memo, code, layer);

    assert_non_null(row);
    bool asked = (rp_layers_asked(&memo, rampart_str(operation)) & 1U << (row - memo.rows)) != 0;
    return rp_layer_is_about(row, rampart_str(field)) && asked;
}

static void only_listed_services_have_layers(void **state)
{
    static const char *const without[] = {"ess", "ecs", "ram", "sts", "", "*", "OSS", "a-code-that-is-longer-than-any-code-there-is"};
    struct rp_layer_memo memo = {.known = false};

    (void)state;
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        assert_int_equal(rp_layers_find(&memo, rampart_str(without[i])), 0);
        assert_int_equal(rp_layers_find(&memo, rampart_str(without[i])), 0);
        assert_non_null(row_of(&memo, "oss", "BucketPolicy"));
    }
}

/* A name that the program does not know would be a layer that nobody asks. */
static void every_layer_that_counts_is_known(void **state)
{
    static const char *const codes[] = {"aiworkspace", "kms", "log", "odps", "oss", "ossvector", "ots"};
    struct rp_layer_memo memo = {.known = false};
    enum rampart_layer layer;

    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        size_t count = rp_layers_find(&memo, rampart_str(codes[i]));

        assert_in_range(count, 1, RP_LAYER_ROWS - 1);
        for (size_t j = 0; j < count; j++)
            if (memo.rows[j].when != RP_LAYER_NEVER)
                assert_true(rp_layer_read(memo.rows[j].layer, &layer));
    }
}

static void rules_are_those_of_the_table(void **state)
{
    struct rp_layer_memo memo = {.known = false};
    const struct rp_layer_row *row = row_of(&memo, "kms", "KeyPolicy");

    (void)state;
    assert_true(row->own == RP_LAYER_UNION && row->other == RP_LAYER_BOTH && row->when == RP_LAYER_ALWAYS);
    row = row_of(&memo, "oss", "EndpointPolicy");
    assert_true(row->own == RP_LAYER_GATE && row->other == RP_LAYER_GATE && row->when == RP_LAYER_WITH_VPC);
    row = row_of(&memo, "oss", "BlockPublicAccess");
    assert_true(row->own == RP_LAYER_IDLE && row->when == RP_LAYER_NEVER);
    row = row_of(&memo, "ots", "InstancePolicy");
    assert_true(row->own == RP_LAYER_GATE && row->other == RP_LAYER_IDLE);
    assert_null(row_of(&memo, "kms", "BucketPolicy"));
}

static void a_layer_is_about_what_the_table_says(void **state)
{
    (void)state;
    assert_true(covers("oss", "BucketPolicy", "getobject", "b/o"));
    assert_true(covers("oss", "BucketPolicy", "GetBucketInfo", "b"));
    assert_false(covers("oss", "BucketPolicy", "listbuckets", "*"));
    assert_true(covers("oss", "BucketPolicy", "GetObject", ""));
    assert_false(covers("oss", "ObjectAcl", "GetObject", ""));
    assert_true(covers("oss", "ObjectAcl", "GetObject", "b/o"));
    assert_true(covers("oss", "ObjectAcl", "GetObject", "b*"));
    assert_false(covers("oss", "ObjectAcl", "GetObject", "b"));
    assert_false(covers("oss", "ObjectAcl", "GetObjectAcl", "b/o"));
    assert_true(covers("kms", "KeyPolicy", "Decrypt", "key/k"));
    assert_false(covers("kms", "KeyPolicy", "CreateKey", "key"));
    assert_true(covers("kms", "KeyPolicy", "Decrypt", "key/"));
    assert_true(covers("kms", "KeyPolicy", "Decrypt", "alias/a"));
    assert_false(covers("kms", "KeyPolicy", "Decrypt", "secret/s"));
    assert_false(covers("kms", "SecretPolicy", "Decrypt", "alias/a"));
    assert_false(covers("log", "ProjectPolicy", "ListProject", "project/*"));
}

static void a_pattern_is_about_all_that_it_may_stand_for(void **state)
{
    static const char *const may[] = {"*", "k*", "ke?/x", "key/*", "?", "key?x"},
                             *const may_not[] = {"secret/*", "keys*", "kez*", "key"};

    (void)state;
    for (size_t i = 0; i < sizeof may / sizeof *may; i++)
        assert_true(covers("kms", "KeyPolicy", "Decrypt", may[i]));
    for (size_t i = 0; i < sizeof may_not / sizeof *may_not; i++)
        assert_false(covers("kms", "KeyPolicy", "Decrypt", may_not[i]));
}

/* What is kept of the last operation is not told of another one, nor of another service. */
static void operations_take_turns(void **state)
{
    static const struct {
        const char *code, *operation;
        bool bucket, acl; /* the first row of each service, and ObjectAcl */
    } cases[] = {
        {"oss", "getobject", true, true},    {"oss", "GetObject", true, true},  {"oss", "listbuckets", false, false},
        {"oss", "getbucketinfo", true, false}, {"kms", "listkeys", false, false}, {"kms", "decrypt", true, false},
        {"oss", "decrypt", true, false},     {"kms", "createkey", false, false}, {"oss", "createkey", true, false},
        {"oss", "", true, false},
        {"oss", "an-operation-that-is-longer-than-what-is-kept-of-one-operation", true, false},
        {"oss", "listbuckets", false, false},
    };
    struct rp_layer_memo memo = {.known = false};

    (void)state;
    for (size_t i = 0; i < 2 * (sizeof cases / sizeof *cases); i++) {
        const char *code = cases[i / 2].code; /* each twice: as it is found and as it is kept */
        const struct rp_layer_row *first = row_of(&memo, code, strcmp(code, "oss") == 0 ? "BucketPolicy" : "KeyPolicy"),
                                  *acl = row_of(&memo, code, "ObjectAcl");
        unsigned asked = rp_layers_asked(&memo, rampart_str(cases[i / 2].operation));

        assert_non_null(first);
        assert_int_equal((asked >> (first - memo.rows)) & 1U, cases[i / 2].bucket);
        if (acl != NULL) assert_int_equal((asked >> (acl - memo.rows)) & 1U, cases[i / 2].acl);
    }
}

static bool knows(const char *code, const char *field)
{
    struct rp_layer_memo memo = {.known = false};

    (void)rp_layers_find(&memo, rampart_str(code));
    return rp_layers_know_shape(&memo, rampart_str(field));
}

/* A pattern is of a known shape where all that it stands for is. */
static void a_shape_is_known_that_a_row_tells_of(void **state)
{
    static const char *const of_kms[] = {"key/k", "key/", "key/*", "secret/s", "alias/a"},
                             *const odd[] = {"Key/k", "keys/k", "key", "k*", "*", "", "instance/i-1", "alia?/a"};

    (void)state;
    for (size_t i = 0; i < sizeof of_kms / sizeof *of_kms; i++) assert_true(knows("kms", of_kms[i]));
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) assert_false(knows("kms", odd[i]));
    assert_true(knows("oss", ""));
    assert_true(knows("oss", "b/o"));
    assert_true(knows("log", "project/p"));
    assert_true(knows("log", "service"));
    assert_true(knows("log", "app/audit"));
    assert_false(knows("log", "services"));
    assert_false(knows("log", "serv*"));
    assert_false(knows("log", "projects/p"));
    assert_true(knows("ots", "agentstorage/a"));
}

/* What of an ARN names the key whose policy it is. */
static void only_the_first_pattern_names_an_owner(void **state)
{
    static const struct {
        const char *code, *layer, *field, *owner;
    } cases[] = {
        {"kms", "KeyPolicy", "key/k/v", "k/v"},    {"kms", "KeyPolicy", "alias/a", ""},
        {"kms", "KeyPolicy", "?ey/long-name", ""}, {"oss", "BucketPolicy", "b/o", "b/o"},
        {"oss", "ObjectAcl", "b/o", "b/o"},        {"oss", "BucketPolicy", "", ""},
        {"oss", "EndpointPolicy", "b/o", ""},
    };
    struct rp_layer_memo memo = {.known = false};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct rp_layer_row *row = row_of(&memo, cases[i].code, cases[i].layer);
        struct rampart_str owner = rp_layer_owner(row, rampart_str(cases[i].field));

        assert_true(rp_str_equal(owner, rampart_str(cases[i].owner)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_listed_services_have_layers),
        cmocka_unit_test(every_layer_that_counts_is_known),
        cmocka_unit_test(rules_are_those_of_the_table),
        cmocka_unit_test(a_layer_is_about_what_the_table_says),
        cmocka_unit_test(a_pattern_is_about_all_that_it_may_stand_for),
        cmocka_unit_test(operations_take_turns),
        cmocka_unit_test(a_shape_is_known_that_a_row_tells_of),
        cmocka_unit_test(only_the_first_pattern_names_an_owner),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
