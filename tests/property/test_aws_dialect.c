/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents of AWS by chance, translated. What RAM cannot say refuses them, and nothing else does. Every other document is one
 * of RAM under the strictest reading, has all of its statements, and decides each request, its names translated too, as
 * AWS's rules do (docs.aws.amazon.com, "Policy evaluation logic"), which are written down here once more, naively.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <rampart/write.h>

#include "base/buf.h"
#include "base/str.h"
#include "policy/ast.h"
#include "support/ask.h"
#include "support/chance.h"
#include "support/naive_pattern.h"

enum { DOCUMENTS = 3000, REQUESTS = 6, STATEMENTS = 3, CONDITIONS = 2, TEXT = 4096 };

#define PICK(chance, list) ((list)[chance_below((chance), sizeof(list) / sizeof *(list))])

/* ---- requests of AWS ---- */

struct asked {
    const char *action, *resource;        /* the resource without "arn:aws:" */
    const char *ip, *tag, *prefix, *tls; /* NULL: the request does not have the key */
};

static const char *const principal = "arn:aws:iam::1:user/alice";

static struct asked make_request(struct chance *chance)
{
    static const char *const actions[] = {"s3:GetObject", "s3:PutObject", "ec2:RunInstances"};
    static const char *const resources[] = {"s3:r:1:b/x", "s3:r:1:b/x/y", "ec2:q:1:i/1", "s3:r:1:B/x"};
    static const char *const ips[] = {"10.0.0.1", "192.0.2.7", NULL};
    static const char *const tags[] = {"web", "Web", "db", NULL};
    static const char *const prefixes[] = {"a", "a/b", NULL};
    static const char *const truths[] = {"true", "false"};
    return (struct asked){PICK(chance, actions), PICK(chance, resources), PICK(chance, ips),
                          PICK(chance, tags),    PICK(chance, prefixes),  PICK(chance, truths)};
}

/* ---- conditions: how AWS writes and reads them ---- */

struct operator {
    const char *name, *ram; /* ram: NULL: RAM cannot say it */
    char compares;          /* '=' texts, '*' patterns, 'i' addresses, 'b' truth values */
    bool negated, if_exists;
};

static const struct operator operators[] = {
    {"StringEquals", "StringEquals", '=', false, false},
    {"StringNotEquals", "StringNotEquals", '=', true, false},
    {"StringNotEqualsIfExists", "StringNotEquals", '=', true, true},
    {"StringLike", "StringLike", '*', false, false},
    {"StringNotLike", "StringNotLike", '*', true, false},
    {"ArnLike", "StringLike", '*', false, false},
    {"ArnEquals", "StringLike", '*', false, false},
    {"ArnNotLike", "StringNotLike", '*', true, false},
    {"IpAddress", "IpAddress", 'i', false, false},
    {"NotIpAddress", "NotIpAddress", 'i', true, false},
    {"Bool", "Bool", 'b', false, false},
    {"StringEqualsIfExists", NULL, '=', false, true},
    {"ArnLikeIfExists", NULL, '*', false, true},
    {"ForAnyValue:StringEquals", NULL, '=', false, false},
    {"ForAllValues:StringLike", NULL, '*', false, false},
    {"BoolIfExists", NULL, 'b', false, true},
};

static const char *const texts[] = {"web", "w*", "a/?", "*"}, *const arns[] = {"arn:aws:iam::1:user/*", "arn:aws:iam::1:user/alice",
                                                                             "arn:aws:iam::*:user/a*", "arn:aws:iam::1:role/x"},
                         *const addresses[] = {"10.0.0.0/8", "192.0.2.7"}, *const truths[] = {"true", "false"};

struct condition {
    const struct operator *op;
    const char *key, *value;
};

static struct condition make_condition(struct chance *chance)
{
    static const char *const keys[] = {"aws:ResourceTag/team", "aws:resourcetag/team", "s3:prefix", "aws:PrincipalArn"};
    struct condition made = {&operators[chance_below(chance, sizeof operators / sizeof *operators - (chance_of(chance, 80) ? 5 : 0))], NULL, NULL};
    switch (made.op->compares) {
    case 'i': return (struct condition){made.op, "aws:SourceIp", PICK(chance, addresses)};
    case 'b': return (struct condition){made.op, "aws:SecureTransport", PICK(chance, truths)};
    default: break;
    }
    const bool of_arns = made.op->name[0] == 'A';
    made.key = of_arns ? "aws:PrincipalArn" : PICK(chance, keys);
    if (!of_arns && chance_of(chance, 3)) made.key = "aws:username"; /* nothing like it */
    made.value = strcmp(made.key, "aws:PrincipalArn") == 0 ? PICK(chance, arns) : PICK(chance, texts);
    if (chance_of(chance, 3)) made.value = "${aws:username}";
    return made;
}

static const char *value_of(const struct asked *asked, const char *key)
{
    if (strcmp(key, "aws:SourceIp") == 0) return asked->ip;
    if (strcmp(key, "aws:SecureTransport") == 0) return asked->tls;
    if (strcmp(key, "s3:prefix") == 0) return asked->prefix;
    return strcmp(key, "aws:PrincipalArn") == 0 ? principal : asked->tag;
}

static bool holds(const struct condition *condition, const struct asked *asked)
{
    const char *value = value_of(asked, condition->key), *wanted = condition->value;
    if (value == NULL) return condition->op->negated || condition->op->if_exists;
    bool met = strcmp(value, wanted) == 0;
    if (condition->op->compares == '*') met = naive_pattern_match(rampart_str(wanted), rampart_str(value));
    if (condition->op->compares == 'i' && strchr(wanted, '/') != NULL) met = strncmp(value, "10.", 3) == 0;
    return met != condition->op->negated;
}

/* ---- statements ---- */

struct statement {
    bool denies, not_action, not_resource;
    const char *actions[2], *resource;
    struct condition conditions[CONDITIONS];
    size_t condition_count;
};

static struct statement make_statement(struct chance *chance)
{
    static const char *const actions[] = {"*", "s3:*", "S3:Get*", "s3:GetObject", "ec2:Run?nstances"};
    static const char *const resources[] = {"*", "arn:aws:s3:r:1:b/*", "arn:aws:s3:*:*:?/x", "arn:aws-cn:ec2:q:1:i/1", "arn:*:s3:r:1:b/x"};
    struct statement made = {.denies = chance_of(chance, 40),
                             .not_action = chance_of(chance, 15),
                             .not_resource = chance_of(chance, 15),
                             .actions = {PICK(chance, actions), PICK(chance, actions)},
                             .resource = PICK(chance, resources),
                             .condition_count = chance_below(chance, CONDITIONS + 1)};
    for (size_t i = 0; i < made.condition_count; i++) made.conditions[i] = make_condition(chance);
    if (made.condition_count == 2 && made.conditions[0].op == made.conditions[1].op) made.condition_count = 1;
    return made;
}

/* The part of an ARN behind its partition. */
static const char *behind(const char *arn)
{
    return strchr(strchr(arn, ':') + 1, ':') + 1;
}

static bool names(const char *pattern, const char *action)
{
    char folded[2][64] = {"", ""};
    for (size_t i = 0; pattern[i] != '\0'; i++) folded[0][i] = rp_lower(pattern[i]);
    for (size_t i = 0; action[i] != '\0'; i++) folded[1][i] = rp_lower(action[i]);
    return naive_pattern_match(rampart_str(folded[0]), rampart_str(folded[1]));
}

static bool matches(const struct statement *statement, const struct asked *asked)
{
    const bool action = names(statement->actions[0], asked->action) || names(statement->actions[1], asked->action);
    const bool all = strcmp(statement->resource, "*") == 0;
    const bool resource = all || naive_pattern_match(rampart_str(behind(statement->resource)), rampart_str(asked->resource));
    if (action == statement->not_action || resource == statement->not_resource) return false;
    for (size_t i = 0; i < statement->condition_count; i++)
        if (!holds(&statement->conditions[i], asked)) return false;
    return true;
}

static bool same_key(const struct condition *a, const struct condition *b)
{
    return rp_str_equal_fold(rampart_str(a->key), rampart_str(b->key));
}

static bool can_be_said(const struct statement *statement)
{
    const struct condition *conditions = statement->conditions;
    for (size_t i = 0; i < statement->condition_count; i++)
        if (conditions[i].op->ram == NULL || strcmp(conditions[i].key, "aws:username") == 0 || conditions[i].value[0] == '$')
            return false;
    return statement->condition_count < 2 || strcmp(conditions[0].op->ram, conditions[1].op->ram) != 0 ||
           !same_key(&conditions[0], &conditions[1]);
}

static void print_statement(char *text, const struct statement *statement)
{
    size_t len = strlen(text);
    len += (size_t)snprintf(text + len, TEXT - len, "{\"Effect\":\"%s\",\"%s\":[\"%s\",\"%s\"],\"%s\":\"%s\",\"Condition\":{",
                            statement->denies ? "Deny" : "Allow", statement->not_action ? "NotAction" : "Action",
                            statement->actions[0], statement->actions[1], statement->not_resource ? "NotResource" : "Resource",
                            statement->resource);
    for (size_t i = 0; i < statement->condition_count; i++)
        len += (size_t)snprintf(text + len, TEXT - len, "%s\"%s\":{\"%s\":\"%s\"}", i > 0 ? "," : "",
                                statement->conditions[i].op->name, statement->conditions[i].key, statement->conditions[i].value);
    snprintf(text + len, TEXT - len, "}}");
}

/* ---- translating, and asking both ---- */

static bool keep(void *context, struct rampart_str piece)
{
    rp_buf_add(context, piece);
    return true;
}

static bool translate(const char *text, struct rp_buf *out)
{
    struct rampart_diags *diags = NULL;
    const struct rampart_writer writer = {out, keep};
    const struct rampart_document document = {.text = rampart_str(text), .file = RP_STR("a.json")};
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    const enum rampart_status status = rampart_write_from_aws(NULL, &document, diags, &writer);
    assert_true(status == RAMPART_OK || status == RAMPART_INVALID_INPUT);
    assert_int_equal(status == RAMPART_OK, rampart_diags_found(diags, RAMPART_ERROR) == 0);
    rampart_diags_free(diags);
    return status == RAMPART_OK;
}

static void is_of_ram(struct rampart_str text, size_t statements)
{
    struct rampart_options strict = {.assumptions = 0};
    struct rampart_policy *policy = NULL;
    const struct rampart_document document = {.text = text, .kind = RAMPART_POLICY_IDENTITY};
    assert_int_equal(rampart_assume(&strict.assumptions, RP_STR("unsupported-ops"), RP_STR("refused"), NULL), RAMPART_OK);
    assert_int_equal(rampart_assume(&strict.assumptions, RP_STR("unreadable-value"), RP_STR("refused"), NULL), RAMPART_OK);
    assert_int_equal(rampart_assume(&strict.assumptions, RP_STR("operator-type"), RP_STR("refused"), NULL), RAMPART_OK);
    assert_int_equal(rampart_policy_read(&strict, &document, NULL, &policy), RAMPART_OK);
    assert_int_equal(policy->statement_count, statements);
    rampart_policy_free(policy);
}

static void add_key(struct ask *question, const char *name, const char *value)
{
    if (value == NULL)
        question->absent[question->absent_count++] = rampart_str(name);
    else
        question->context[question->context_count++] =
            (struct ask_key){.name = rampart_str(name), .values = {rampart_str(value)}, .count = 1};
}

static void decides(const char *text, struct rampart_str translated, const struct asked *asked, const char *expected)
{
    char resource[64];
    struct answer answer;
    snprintf(resource, sizeof resource, "acs:%s", asked->resource);
    struct ask question = {.policies = {{.name = RP_STR("p"), .text = translated, .kind = RAMPART_POLICY_IDENTITY}},
                           .policy_count = 1,
                           .principal = RP_STR("user/alice"),
                           .account = RP_STR("1"),
                           .action = rampart_str(asked->action),
                           .resources = {rampart_str(resource)},
                           .resource_count = 1,
                           .complete = true};
    add_key(&question, "acs:SourceIp", asked->ip);
    add_key(&question, "acs:ResourceTag/team", asked->tag);
    add_key(&question, "s3:prefix", asked->prefix);
    add_key(&question, "acs:SecureTransport", asked->tls);
    ask(&question, &answer);
    if (strcmp(answer.outcome, expected) == 0) return;
    fail_msg("%s, not %s (%s%s)\n%s\n%.*s\n%s on %s, %s, %s", answer.outcome, expected, answer.problem, answer.errors, text,
             RP_ARG(translated), asked->action, resource, asked->ip, asked->tag);
}

static const char *evaluate(const struct statement *statements, size_t count, const struct asked *asked)
{
    const char *outcome = "ImplicitDeny";
    for (size_t i = 0; i < count; i++) {
        if (!matches(&statements[i], asked)) continue;
        if (statements[i].denies) return "ExplicitDeny";
        outcome = "Allow";
    }
    return outcome;
}

static void one_document(struct chance *chance, unsigned *refused)
{
    struct statement statements[STATEMENTS];
    char text[TEXT] = "{\"Version\":\"2012-10-17\",\"Id\":\"x\",\"Statement\":[";
    bool good = true;
    const size_t count = 1 + chance_below(chance, STATEMENTS);
    for (size_t i = 0; i < count; i++) {
        statements[i] = make_statement(chance);
        good &= can_be_said(&statements[i]);
        if (i > 0) strcat(text, ",");
        print_statement(text, &statements[i]);
    }
    strcat(text, "]}");
    struct rp_buf out;
    rp_buf_init(&out, NULL, 1 << 20);
    if (translate(text, &out) != good) fail_msg("%s: %s", good ? "refused" : "taken", text);
    *refused += !good;
    if (good) is_of_ram(rp_buf_text(&out), count);
    for (unsigned i = 0; good && i < REQUESTS; i++) {
        const struct asked asked = make_request(chance);
        decides(text, rp_buf_text(&out), &asked, evaluate(statements, count, &asked));
    }
    rp_buf_free(&out);
}

static void translated_documents_decide_alike(void **state)
{
    (void)state;
    struct chance chance = chance_begin();
    unsigned refused = 0;
    for (unsigned i = 0; i < DOCUMENTS; i++) one_document(&chance, &refused);
    assert_in_range(refused, DOCUMENTS / 10, DOCUMENTS / 2); /* both happen */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(translated_documents_decide_alike)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
