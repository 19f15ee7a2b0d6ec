/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents by chance, each respelt in a way that keeps its meaning: lint has the same findings for both. A string for a
 * list, other capitals in actions, `*:*` for `*`, `acs:*:*:*:*` for `*`, principals and statements in another order, a statement
 * for each action. Policies of identities, of roles and of resources. Rules that are about the spelling itself are left out. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/lint.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/str.h"
#include "support/chance.h"

enum { DOCUMENTS = 1000, MOST_STATEMENTS = 4, MOST_VALUES = 3, MOST_CODES = 400 };

static const char *const actions[] = {"*",
                                      "oss:*",
                                      "ecs:*",
                                      "ram:*",
                                      "ram:PassRole",
                                      "ram:AttachPolicyToUser",
                                      "ram:Create*",
                                      "sts:AssumeRole",
                                      "ecs:RunInstances",
                                      "ecs:StartInstance",
                                      "ecs:StartInstnace",
                                      "ecs:Delete*",
                                      "ecs:Describe*",
                                      "oss:GetObject",
                                      "oss:PutObject",
                                      "oss:Head*",
                                      "oss:List*",
                                      "oss:ListObjects",
                                      "oss:ListBuckets",
                                      "ess:CancelInstanceRefresh",
                                      "ess:DescribeRegions"};
static const char *const resources[] = {"*",
                                        "acs:oss:*:*:*",
                                        "acs:oss:*:*:b",
                                        "acs:oss:*:*:b/*",
                                        "acs:ecs:*:*:*",
                                        "acs:ecs:cn-hangzhou:*:instance/i-1",
                                        "acs:ram:*:*:*",
                                        "acs:ram:*:*:role/*",
                                        "acs:ram:*:*:user/a",
                                        "acs:ess:*:*:scalinggroup/*",
                                        "acs:ess:*:*:instance/a"};
static const char *const conditions[] = {"", "", "{\"IpAddress\":{\"acs:SourceIp\":\"0.0.0.0/0\"}}",
                                         "{\"Bool\":{\"acs:MFAPresent\":\"true\"}}",
                                         "{\"StringEquals\":{\"acs:Service\":\"ecs.aliyuncs.com\"}}"};

/* Where the document stands. Without principals or resources it has no such element. */
struct pools {
    enum rampart_policy_kind kind;
    const char *const *actions, *const *resources, *const *principals;
    unsigned action_count, resource_count, principal_count;
    const char *before, *behind; /* of the list of principals */
};

#define COUNT(pool) (sizeof(pool) / sizeof *(pool))

static const char *const trust_actions[] = {"sts:AssumeRole", "*", "sts:*", "sts:SetSourceIdentity"};
static const char *const trusted[] = {"acs:ram::1234567890123456:root", "acs:ram::1234567890123456:user/alice",
                                      "acs:ram::1234567890123456:role/ci", "*"};
static const char *const bucket_actions[] = {"oss:*", "oss:GetObject", "oss:PutObject", "oss:ListObjects", "oss:List*", "oss:Head*"};
static const char *const bucket_resources[] = {"acs:oss:*:1234567890123456:b", "acs:oss:*:1234567890123456:b/*",
                                               "acs:oss:*:1234567890123456:*", "acs:oss:*:*:other/*"};
static const char *const uids[] = {"*", "27737962156157xxxx", "20214760404935xxxx", "1234567890123456"};
static const char *const key_actions[] = {"kms:*", "kms:Decrypt", "kms:Encrypt", "kms:Decrpyt", "kms:List*"};
static const char *const key_resources[] = {"*"};

static const struct pools identity = {
    .kind = RAMPART_POLICY_IDENTITY, .actions = actions, .resources = resources, .action_count = COUNT(actions), .resource_count = COUNT(resources)};
static const struct pools trust = {.kind = RAMPART_POLICY_TRUST,
                                   .actions = trust_actions,
                                   .principals = trusted,
                                   .action_count = COUNT(trust_actions),
                                   .principal_count = COUNT(trusted),
                                   .before = "{\"RAM\":",
                                   .behind = "}"};
static const struct pools bucket = {.kind = RAMPART_POLICY_BUCKET,
                                    .actions = bucket_actions,
                                    .resources = bucket_resources,
                                    .principals = uids,
                                    .action_count = COUNT(bucket_actions),
                                    .resource_count = COUNT(bucket_resources),
                                    .principal_count = COUNT(uids),
                                    .before = "",
                                    .behind = ""};
static const struct pools key = {.kind = RAMPART_POLICY_KEY,
                                 .actions = key_actions,
                                 .resources = key_resources,
                                 .principals = trusted,
                                 .action_count = COUNT(key_actions),
                                 .resource_count = COUNT(key_resources),
                                 .principal_count = COUNT(trusted),
                                 .before = "{\"RAM\":",
                                 .behind = "}"};
static const struct pools endpoint = {.kind = RAMPART_POLICY_ENDPOINT,
                                      .actions = bucket_actions,
                                      .resources = bucket_resources,
                                      .principals = trusted,
                                      .action_count = COUNT(bucket_actions),
                                      .resource_count = COUNT(bucket_resources),
                                      .principal_count = COUNT(trusted),
                                      .before = "{\"RAM\":",
                                      .behind = "}"};

struct statement {
    bool deny;
    const char *actions[MOST_VALUES], *resources[MOST_VALUES], *principals[MOST_VALUES];
    size_t action_count, resource_count, principal_count;
    const char *condition;
};

struct document {
    const struct pools *pools;
    struct statement statements[MOST_STATEMENTS * MOST_VALUES];
    size_t count;
};

/* ---- what is generated ---- */

static size_t pick(struct chance *chance, const char *const *pool, unsigned size, const char **values)
{
    size_t count = chance_of(chance, 60) ? 1 : chance_below(chance, MOST_VALUES) + 1;
    for (size_t i = 0; i < count; i++) values[i] = pool[chance_below(chance, size)];
    return count;
}

static void generate(struct chance *chance, const struct pools *pools, struct document *document)
{
    document->pools = pools;
    document->count = chance_below(chance, MOST_STATEMENTS) + 1;
    for (size_t i = 0; i < document->count; i++) {
        struct statement *statement = &document->statements[i];
        *statement = (struct statement){.deny = chance_of(chance, 15)};
        statement->action_count = pick(chance, pools->actions, pools->action_count, statement->actions);
        if (pools->resource_count > 0)
            statement->resource_count = pick(chance, pools->resources, pools->resource_count, statement->resources);
        if (pools->principal_count > 0)
            statement->principal_count = pick(chance, pools->principals, pools->principal_count, statement->principals);
        statement->condition = conditions[chance_below(chance, sizeof conditions / sizeof *conditions)];
    }
}

/* ---- other spellings ---- */

/* A statement for each action. */
static void split(const struct document *document, struct document *ret_split)
{
    ret_split->count = 0;
    ret_split->pools = document->pools;
    for (size_t i = 0; i < document->count; i++)
        for (size_t k = 0; k < document->statements[i].action_count; k++) {
            struct statement *one = &ret_split->statements[ret_split->count++];
            *one = document->statements[i];
            one->actions[0] = document->statements[i].actions[k];
            one->action_count = 1;
        }
}

static void swap(struct document *document, struct chance *chance)
{
    for (size_t i = document->count; i > 1; i--) {
        size_t other = chance_below(chance, (unsigned)i);
        struct statement kept = document->statements[i - 1];
        document->statements[i - 1] = document->statements[other];
        document->statements[other] = kept;
    }
}

/* Actions with other capitals; a `*` at the end in another way. */
static void put_action(struct rp_buf *buf, const char *action, struct chance *chance)
{
    static const char *const all[] = {"*", "*:*", "**", "?*", "*:?*"}, *const ends[] = {"*", "**", "?*"};
    const size_t len = strlen(action);
    const bool open = len > 1 && action[len - 1] == '*';
    if (chance == NULL || strcmp(action, "*") == 0) {
        rp_buf_printf(buf, "\"%s\"", chance == NULL ? action : all[chance_below(chance, 5)]);
        return;
    }
    rp_buf_printf(buf, "\"");
    for (size_t i = 0; i < (open ? len - 1 : len); i++) {
        const char c = action[i];
        const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        rp_buf_printf(buf, "%c", letter && chance_of(chance, 20) ? c ^ 0x20 : c);
    }
    rp_buf_printf(buf, "%s\"", open ? ends[chance_below(chance, action[len - 2] == ':' ? 3 : 2)] : "");
}

static void put_resource(struct rp_buf *buf, const char *resource, struct chance *chance)
{
    static const char *const all[] = {"*", "acs:*:*:*:*", "acs:*:*:*:**", "a*:*:*:*:*"};
    if (chance != NULL && strcmp(resource, "*") == 0)
        rp_buf_printf(buf, "\"%s\"", all[chance_below(chance, 4)]);
    else
        rp_buf_printf(buf, "\"%s%s\"", resource,
                      chance != NULL && strlen(resource) > 1 && strstr(resource, "*\0") != NULL &&
                              resource[strlen(resource) - 1] == '*' && chance_of(chance, 50)
                          ? "*"
                          : "");
}

static void put_exactly(struct rp_buf *buf, const char *text, struct chance *chance)
{
    (void)chance;
    rp_buf_printf(buf, "\"%s\"", text);
}

static void put_list(struct rp_buf *buf, const char *name, const char *const *values, size_t count,
                     void (*put)(struct rp_buf *, const char *, struct chance *), struct chance *chance)
{
    const bool list = count > 1 || chance == NULL || chance_of(chance, 50);
    rp_buf_printf(buf, ",\"%s\":%s", name, list ? "[" : "");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) rp_buf_printf(buf, ",");
        put(buf, values[i], chance);
    }
    rp_buf_printf(buf, "%s", list ? "]" : "");
}

/* In another order; one alone is a list or none, where the kind has both. */
static void put_principals(struct rp_buf *buf, const struct pools *pools, const struct statement *one, struct chance *chance)
{
    const size_t first = chance == NULL ? 0 : chance_below(chance, (unsigned)one->principal_count);
    const bool list = one->principal_count > 1 || chance == NULL || pools->before[0] == '\0' || chance_of(chance, 50);
    rp_buf_printf(buf, ",\"Principal\":%s%s", pools->before, list ? "[" : "");
    for (size_t i = 0; i < one->principal_count; i++)
        rp_buf_printf(buf, "%s\"%s\"", i > 0 ? "," : "", one->principals[(first + i) % one->principal_count]);
    rp_buf_printf(buf, "%s%s", list ? "]" : "", pools->behind);
}

/* With chance NULL as it was generated. */
static void put_document(struct rp_buf *buf, const struct document *document, struct chance *chance)
{
    rp_buf_printf(buf, "{\"Version\":\"1\",\"Statement\":[");
    for (size_t i = 0; i < document->count; i++) {
        const struct statement *one = &document->statements[i];
        rp_buf_printf(buf, "%s{\"Effect\":\"%s\"", i > 0 ? ",\n" : "", one->deny ? "Deny" : "Allow");
        put_list(buf, "Action", one->actions, one->action_count, put_action, chance);
        const bool exact = document->pools->kind == RAMPART_POLICY_KEY; /* the cloud takes "*" alone there */
        if (one->resource_count > 0)
            put_list(buf, "Resource", one->resources, one->resource_count, exact ? put_exactly : put_resource, chance);
        if (one->principal_count > 0) put_principals(buf, document->pools, one, chance);
        if (one->condition[0] != '\0') rp_buf_printf(buf, ",\"Condition\":%s", one->condition);
        rp_buf_printf(buf, "}");
    }
    rp_buf_printf(buf, "]}");
}

/* ---- the comparison ---- */

struct side {
    struct rp_buf text;
    struct rampart_diags *findings;
};

static bool has(const struct rampart_diags *findings, const char *code)
{
    for (size_t i = 0; i < rampart_diags_count(findings); i++)
        if (strcmp(rampart_diags_at(findings, i)->code, code) == 0) return true;
    return false;
}

static void assert_has_all_of(const struct side *one, const struct side *other)
{
    for (size_t i = 0; i < rampart_diags_count(other->findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(other->findings, i);
        if (!has(one->findings, diag->code))
            fail_msg("%s \"%.*s\" is found in\n%.*s\nbut not in\n%.*s", diag->code, RP_ARG(diag->message),
                     RP_ARG(rp_buf_text(&other->text)), RP_ARG(rp_buf_text(&one->text)));
    }
}

static void look(const struct rampart_linter *linter, const struct document *document, struct chance *chance,
                 struct side *side)
{
    rp_buf_init(&side->text, NULL, SIZE_MAX);
    put_document(&side->text, document, chance);
    const struct rampart_document given = {.text = rp_buf_text(&side->text), .kind = document->pools->kind};
    rampart_diags_clear(side->findings);
    assert_int_equal(rampart_lint_document(linter, &given, side->findings), RAMPART_OK);
}

/* ---- a family ---- */

static struct rampart_linter *open_linter(const char *family)
{
    /* What is said of the spelling itself: `acs:*` has two fields of five. */
    static const char *const of_spelling[] = {"RAM314", "RAM612"};
    struct rampart_linter *linter = NULL;
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, rampart_str("all"), RAMPART_LINT_OFF, NULL), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, rampart_str(family), RAMPART_LINT_DEFAULT, NULL), RAMPART_OK);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(rampart_linter_set(linter, rampart_str(of_spelling[i]), RAMPART_LINT_OFF, NULL), RAMPART_OK);
    return linter;
}

static void assert_family(const char *family, const struct pools *pools, size_t least)
{
    struct chance chance = chance_begin();
    struct rampart_linter *linter = open_linter(family);
    struct side one, other;
    size_t found = 0;
    assert_int_equal(rampart_diags_new(NULL, &one.findings), RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &other.findings), RAMPART_OK);
    for (size_t i = 0; i < DOCUMENTS; i++) {
        static struct document document, respelt;
        generate(&chance, pools, &document);
        respelt = document;
        if (chance_of(&chance, 50)) split(&document, &respelt);
        if (chance_of(&chance, 50)) swap(&respelt, &chance);
        look(linter, &document, NULL, &one);
        look(linter, &respelt, &chance, &other);
        assert_has_all_of(&one, &other);
        assert_has_all_of(&other, &one);
        found += rampart_diags_count(one.findings);
        rp_buf_free(&one.text);
        rp_buf_free(&other.text);
    }
    assert_true(found >= least); /* or little was compared */
    rampart_diags_free(one.findings);
    rampart_diags_free(other.findings);
    rampart_linter_free(linter);
}

static void broad(void **state)
{
    (void)state;
    assert_family("broad", &identity, DOCUMENTS / 2);
    assert_family("broad", &trust, DOCUMENTS / 2);
    assert_family("broad", &bucket, DOCUMENTS / 20);
    assert_family("broad", &key, DOCUMENTS / 20);
    assert_family("broad", &endpoint, 0);
}

static void never_matches(void **state)
{
    (void)state;
    assert_family("never-matches", &identity, DOCUMENTS / 20);
    assert_family("never-matches", &trust, 0);
    assert_family("never-matches", &bucket, DOCUMENTS / 20);
    assert_family("never-matches", &key, 0);
    assert_family("never-matches", &endpoint, DOCUMENTS / 20);
}

static void means_otherwise(void **state)
{
    (void)state;
    assert_family("means-otherwise", &identity, 1);
    assert_family("means-otherwise", &trust, 0);
    assert_family("means-otherwise", &bucket, 0);
    assert_family("means-otherwise", &key, 0);
    assert_family("means-otherwise", &endpoint, 0);
}

static void refused(void **state)
{
    (void)state;
    assert_family("refused", &identity, 0);
    assert_family("refused", &bucket, 0);
    assert_family("refused", &key, 0);
    assert_family("refused", &endpoint, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broad),
        cmocka_unit_test(never_matches),
        cmocka_unit_test(means_otherwise),
        cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
