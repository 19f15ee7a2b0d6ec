/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated accounts and suites, mutated in two ways: by rampart_suite_mutate(), and by writing each mutant as a text, reading
 * that account, and asking every test and every request of a small universe. A mutant is killed when a test fails, and only
 * then; no request of the universe tells an equivalent one; a witness is decided as it is told, and the test that is offered
 * passes before and fails after. RAMPART_SEED repeats a run, RAMPART_TRIALS says how many worlds there are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "base/str.h"
#include "support/chance.h"
#include "support/diag_lines.h"
#include "support/sets.h"

enum { TRIALS = 4, TEXT = 16384, WORD = 96, LIST = 3, DOCUMENTS = 4, STATEMENTS = 2, PRINCIPALS = 4, TESTS = 10, MOST = 4096 };

#define ID "1234567890123456"

/* ---- a world ---- */

struct words {
    char items[LIST][WORD];
    unsigned count;
};

struct condition {
    char op[WORD], key[WORD];
    struct words values;
};

struct statement {
    bool deny, dropped, not_action, not_resource;
    struct words actions, resources, principals;
    struct condition conditions[2];
    unsigned condition_count;
};

struct document {
    struct statement statements[STATEMENTS];
    unsigned count;
};

/* Documents 0 to 2 are held or control; the last one is the trust policy of the role. */
struct world {
    struct document documents[DOCUMENTS];
    unsigned held[3], scoped, control; /* by alice, bob, the role: a bit for each document */
    bool member;
    char suite[TEXT];
};

static const char *const action_patterns[] = {"ess:*", "ess:Cancel*", "ess:CancelInstanceRefresh", "ess:Describe*",
                                              "ess:*InstanceRefresh", "ecs:StopInstance", "sts:AssumeRole", "*", "ecs:*"};
static const char *const resource_patterns[] = {"*", "acs:ess:*:*:scalinggroup/*", "acs:ess:cn-hangzhou:*:scalinggroup/a",
                                                "acs:ess:*:*:scalinggroup/a*", "acs:ecs:*:*:instance/*", "acs:ess:*:*:*",
                                                "acs:ram:*:*:role/ci"};
static const char *const trusted[] = {"acs:ram::" ID ":root", "acs:ram::" ID ":user/alice", "acs:ram::" ID ":user/bob",
                                      "acs:ram::9999999999999999:root"};
static const char *const actions[] = {"ess:CancelInstanceRefresh", "ess:DescribeScalingGroups", "ess:StartInstanceRefresh",
                                      "ecs:StopInstance"};
static const char *const resources[] = {"acs:ess:cn-hangzhou:" ID ":scalinggroup/a", "acs:ess:cn-beijing:" ID ":scalinggroup/ab",
                                        "acs:ess:cn-beijing:" ID ":scalinggroup/c", "acs:ecs:cn-hangzhou:" ID ":instance/i", "*"};
static const char *const principals[PRINCIPALS] = {"user/alice", "user/bob", "role/ci", "root"};
static const char *const addresses[] = {"10.0.0.1", "192.168.0.1", "8.8.8.8", NULL};
static const char *const networks[] = {"vpc-1", "vpc-2", "vpc-3", NULL};

#define COUNT(list) ((unsigned)(sizeof(list) / sizeof *(list)))

static void choose_words(struct chance *chance, const char *const *list, unsigned count, struct words *words)
{
    words->count = 0;
    for (unsigned wanted = 1 + (chance_of(chance, 40) ? 1 : 0); words->count < wanted;) {
        const char *word = list[chance_below(chance, count)];
        if (words->count == 1 && strcmp(words->items[0], word) == 0) continue;
        snprintf(words->items[words->count++], WORD, "%s", word);
    }
}

static void choose_condition(struct chance *chance, struct condition *condition, unsigned kind)
{
    static const char *const ops[][2] = {{"IpAddress", "NotIpAddress"}, {"StringEquals", "StringNotLike"}, {"Bool", "Bool"}, {"Null", "Null"}};
    static const char *const keys[] = {"acs:SourceIp", "acs:SourceVpc", "acs:MFAPresent", "acs:SourceVpc"};
    static const char *const values[][2] = {{"10.0.0.0/8", "192.168.0.0/16"}, {"vpc-1", "vpc-2"}, {"true", "false"}, {"true", "false"}};
    snprintf(condition->op, WORD, "%s", ops[kind][chance_below(chance, 2)]);
    snprintf(condition->key, WORD, "%s", keys[kind]);
    condition->values.count = kind < 2 && chance_of(chance, 40) ? 2 : 1;
    const unsigned first = chance_below(chance, 2);
    for (unsigned i = 0; i < condition->values.count; i++)
        snprintf(condition->values.items[i], WORD, "%s", values[kind][(first + i) % 2]);
}

static void choose_statement(struct chance *chance, struct statement *statement, bool trust)
{
    memset(statement, 0, sizeof *statement);
    statement->deny = chance_of(chance, trust ? 15 : 35);
    statement->not_action = !trust && chance_of(chance, 10);
    statement->not_resource = !trust && chance_of(chance, 10);
    choose_words(chance, action_patterns, COUNT(action_patterns), &statement->actions);
    if (trust) statement->actions.count = 1;
    if (trust) snprintf(statement->actions.items[0], WORD, "sts:AssumeRole");
    choose_words(chance, resource_patterns, COUNT(resource_patterns), &statement->resources);
    choose_words(chance, trusted, COUNT(trusted), &statement->principals);
    statement->condition_count = chance_of(chance, 45) ? 1 + chance_below(chance, 2) : 0;
    const unsigned first = chance_below(chance, 4);
    for (unsigned i = 0; i < statement->condition_count; i++)
        choose_condition(chance, &statement->conditions[i], (first + i) % 4);
    if (statement->condition_count == 2 && first >= 2) /* values of Bool and Null look alike, and a key stands once */
        statement->condition_count = 1;
}

static void choose_world(struct chance *chance, struct world *world)
{
    memset(world, 0, sizeof *world);
    for (unsigned i = 0; i < DOCUMENTS; i++) {
        world->documents[i].count = 1 + chance_below(chance, STATEMENTS);
        for (unsigned k = 0; k < world->documents[i].count; k++)
            choose_statement(chance, &world->documents[i].statements[k], i == DOCUMENTS - 1);
    }
    for (int i = 0; i < 3; i++) world->held[i] = chance_below(chance, 8);
    world->scoped = chance_below(chance, 8);
    world->control = chance_below(chance, 3) == 0 ? 1 + chance_below(chance, 7) : 0;
    world->member = chance_of(chance, 50);
}

/* ---- as a text ---- */

struct text {
    char *data;
    size_t len;
};

__attribute__((format(printf, 2, 3))) static void put(struct text *text, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    const int len = vsnprintf(text->data + text->len, TEXT - text->len, format, values);
    va_end(values);
    assert_true(len >= 0 && (size_t)len < TEXT - text->len);
    text->len += (size_t)len;
}

static void put_words(struct text *text, const struct words *words)
{
    put(text, "[");
    for (unsigned i = 0; i < words->count; i++) put(text, "%s\"%s\"", i == 0 ? "" : ", ", words->items[i]);
    put(text, "]");
}

static void put_statement(struct text *text, const struct statement *statement, bool trust)
{
    put(text, "{Effect: %s, %s: ", statement->deny ? "Deny" : "Allow", statement->not_action ? "NotAction" : "Action");
    if (statement->dropped)
        put(text, "\"none:None\"");
    else
        put_words(text, &statement->actions);
    put(text, trust ? ", Principal: {RAM: " : statement->not_resource ? ", NotResource: " : ", Resource: ");
    put_words(text, trust ? &statement->principals : &statement->resources);
    put(text, trust ? "}" : "");
    for (unsigned i = 0; i < statement->condition_count; i++) {
        put(text, "%s\"%s\": {\"%s\": ", i == 0 ? ", Condition: {" : ", ", statement->conditions[i].op, statement->conditions[i].key);
        put_words(text, &statement->conditions[i].values);
        put(text, "}");
    }
    put(text, statement->condition_count > 0 ? "}}" : "}");
}

static void put_document(struct text *text, const struct document *document, bool trust)
{
    put(text, "{Version: \"1\", Statement: [");
    for (unsigned i = 0; i < document->count; i++) {
        if (i > 0) put(text, ", ");
        put_statement(text, &document->statements[i], trust);
    }
    put(text, "]}");
}

static void put_held(struct text *text, unsigned held, unsigned scoped)
{
    const char *before = "";
    put(text, "policies: [");
    for (unsigned i = 0; i < DOCUMENTS - 1; i++) {
        if ((held >> i & 1) != 0) put(text, "%sP%u", before, i);
        if ((held >> i & 1) != 0) before = ", ";
        if ((scoped >> i & 1) == 0) continue;
        put(text, "%s{name: P%u, resourceGroup: rg}", before, i);
        before = ", ";
    }
    put(text, "]");
}

static void write_account(const struct world *world, char buffer[TEXT])
{
    struct text text = {buffer, 0};
    put(&text, "rampart: 1\naccount: \"" ID "\"\npolicies:\n");
    for (unsigned i = 0; i < DOCUMENTS - 1; i++) {
        put(&text, "  P%u: ", i);
        put_document(&text, &world->documents[i], false);
        put(&text, "\n");
    }
    put(&text, "users:\n  alice: {groups: [g]}\n  bob: {");
    put_held(&text, world->held[1], world->scoped & ~world->held[1]);
    put(&text, "}\ngroups:\n  g: {");
    put_held(&text, world->held[0], 0);
    put(&text, "}\nroles:\n  ci: {trust: ");
    put_document(&text, &world->documents[DOCUMENTS - 1], true);
    put(&text, ", ");
    put_held(&text, world->held[2], 0);
    put(&text, "}\nresourceGroups:\n  rg: [\"acs:ess:*:*:scalinggroup/a*\"]\n");
    if (!world->member) return;
    put(&text, "resourceDirectory:\n  controlPolicies: [[FullAliyunAccess");
    for (unsigned i = 0; i < DOCUMENTS - 1; i++)
        if ((world->control >> i & 1) != 0) put(&text, ", P%u", i);
    put(&text, "]]\n");
}

/* ---- a mutant, made of what is told of it ---- */

static unsigned find_word(const struct words *words, const char *word)
{
    for (unsigned i = 0; i < words->count; i++)
        if (strcmp(words->items[i], word) == 0) return i;
    fail_msg("no \"%s\" stands there", word);
    return 0;
}

static void change_word(struct words *words, const char *was, const char *now)
{
    const unsigned at = find_word(words, was);
    if (now[0] != '\0') {
        snprintf(words->items[at], WORD, "%s", now);
        return;
    }
    words->count--;
    for (unsigned i = at; i < words->count; i++) memcpy(words->items[i], words->items[i + 1], WORD);
    assert_true(words->count > 0);
}

static void drop_condition(struct statement *statement, unsigned at)
{
    statement->condition_count--;
    if (at == 0) statement->conditions[0] = statement->conditions[1];
}

static unsigned find_condition(const struct statement *statement, const char *told)
{
    char text[2 * WORD + 2];
    for (unsigned i = 0; i < statement->condition_count; i++) {
        snprintf(text, sizeof text, "%s %s", statement->conditions[i].op, statement->conditions[i].key);
        if (strcmp(text, told) == 0) return i;
    }
    fail_msg("no condition \"%s\" stands there", told);
    return 0;
}

/* The value, or the operator, of whichever condition has it. */
static void change_condition(struct statement *statement, const char *was, const char *now)
{
    for (unsigned i = 0; i < statement->condition_count; i++) {
        struct condition *condition = &statement->conditions[i];
        if (strcmp(condition->op, was) == 0) {
            assert_true(strlen(now) < WORD);
            strcpy(condition->op, now);
            return;
        }
        for (unsigned k = 0; k < condition->values.count; k++)
            if (strcmp(condition->values.items[k], was) == 0) {
                change_word(&condition->values, was, now);
                return;
            }
    }
    fail_msg("nothing has \"%s\"", was);
}

static void change(struct world *world, const struct rampart_mutant *mutant)
{
    char was[2 * WORD], now[2 * WORD];
    snprintf(was, sizeof was, "%.*s", RP_ARG(mutant->was));
    snprintf(now, sizeof now, "%.*s", RP_ARG(mutant->now));
    const bool trust = mutant->policy.data[0] != 'P';
    const unsigned at = trust ? DOCUMENTS - 1 : (unsigned)(mutant->policy.data[1] - '0');
    assert_true(at < DOCUMENTS && mutant->statement < world->documents[at].count);
    struct statement *statement = &world->documents[at].statements[mutant->statement];
    switch (mutant->op) {
    case RAMPART_MUTATION_STATEMENT_DROPPED: statement->dropped = true; statement->not_action = false; break;
    case RAMPART_MUTATION_EFFECT_TURNED: statement->deny = !statement->deny; break;
    case RAMPART_MUTATION_ACTION_DROPPED:
    case RAMPART_MUTATION_ACTION_WIDENED:
    case RAMPART_MUTATION_ACTION_NARROWED: change_word(&statement->actions, was, now); break;
    case RAMPART_MUTATION_ACTION_TURNED: statement->not_action = !statement->not_action; break;
    case RAMPART_MUTATION_RESOURCE_DROPPED:
    case RAMPART_MUTATION_RESOURCE_WIDENED:
    case RAMPART_MUTATION_RESOURCE_NARROWED: change_word(&statement->resources, was, now); break;
    case RAMPART_MUTATION_RESOURCE_TURNED: statement->not_resource = !statement->not_resource; break;
    case RAMPART_MUTATION_PRINCIPAL_DROPPED: change_word(&statement->principals, was, ""); break;
    case RAMPART_MUTATION_CONDITIONS_DROPPED: statement->condition_count = 0; break;
    case RAMPART_MUTATION_KEY_DROPPED: drop_condition(statement, find_condition(statement, was)); break;
    case RAMPART_MUTATION_VALUE_DROPPED:
    case RAMPART_MUTATION_OPERATOR_NEGATED: change_condition(statement, was, now); break;
    }
}

/* ---- asking ---- */

struct side {
    struct rampart_account *account;
    struct rampart_set *set;
};

static void open_side(const struct world *world, struct side *side)
{
    static char text[TEXT];
    char lines[2048];
    struct rampart_diags *diags = NULL;
    write_account(world, text);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    if (rampart_account_read(NULL, rampart_str(text), RP_STR("a.yaml"), diags, &side->account) != RAMPART_OK)
        fail_msg("%s\n%s", diag_lines(diags, lines, sizeof lines), text);
    rampart_diags_free(diags);
    assert_int_equal(set_of_account(NULL, side->account, NULL, &side->set), RAMPART_OK);
}

static void close_side(struct side *side)
{
    rampart_set_free(side->set);
    rampart_account_free(side->account);
}

/* A request of the universe, as a line of --requests says it. */
static void write_request(unsigned number, char line[1024], bool *ret_is)
{
    const unsigned principal = number % PRINCIPALS, action = number / PRINCIPALS % (COUNT(actions) + 1);
    const unsigned resource = number / PRINCIPALS / (COUNT(actions) + 1) % COUNT(resources);
    const unsigned rest = number / PRINCIPALS / (COUNT(actions) + 1) / COUNT(resources);
    const char *address = addresses[rest % COUNT(addresses)], *network = networks[rest / COUNT(addresses) % COUNT(networks)];
    const bool mfa = rest / COUNT(addresses) / COUNT(networks) % 2 != 0, assumes = action == COUNT(actions);
    *ret_is = !assumes || resource == 0;
    int len = snprintf(line, 1024, "{\"principal\": \"%s\", \"action\": \"%s\", \"resource\": \"%s\", \"context\": {\"acs:MFAPresent\": \"%s\"",
                       principals[principal], assumes ? "sts:AssumeRole" : actions[action],
                       assumes ? "acs:ram::" ID ":role/ci" : resources[resource], mfa ? "true" : "false");
    if (address != NULL) len += snprintf(line + len, 1024 - (size_t)len, ", \"acs:SourceIp\": \"%s\"", address);
    if (network != NULL) len += snprintf(line + len, 1024 - (size_t)len, ", \"acs:SourceVpc\": \"%s\"", network);
    snprintf(line + len, 1024 - (size_t)len, "}, \"complete\": true}");
}

enum { UNIVERSE = PRINCIPALS * 5 * 5 * 4 * 4 * 2 };

struct trial {
    struct rampart_request *requests[UNIVERSE];
    unsigned count;
    struct rampart_verdict *before, *now;
    size_t mutants[4]; /* by their outcomes */
    size_t without_test;
};

static void make_requests(struct trial *trial)
{
    char line[1024];
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    for (unsigned i = 0; i < UNIVERSE; i++) {
        struct rampart_str id;
        bool is = false;
        write_request(i, line, &is);
        if (!is) continue;
        struct rampart_request **request = &trial->requests[trial->count++];
        assert_int_equal(rampart_request_new(NULL, request), RAMPART_OK);
        assert_int_equal(rampart_request_set_account(*request, RP_STR(ID), NULL), RAMPART_OK);
        assert_int_equal(rampart_request_set_time(*request, RP_STR("unknown"), NULL), RAMPART_OK);
        assert_int_equal(rampart_request_read(*request, rampart_str(line), RP_STR("r"), &id, diags), RAMPART_OK);
        assert_int_equal(rampart_request_finish(*request, NULL), RAMPART_OK);
    }
    rampart_diags_free(diags);
}

/* ---- the suite ---- */

static const char *kind_of(struct rampart_verdict verdict)
{
    if (verdict.outcome == RAMPART_OUTCOME_ALLOW) return "Allow";
    if (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) return "Conditional";
    return verdict.deny == RAMPART_EXPLICIT_DENY ? "ExplicitDeny" : "ImplicitDeny";
}

/* Tests of some requests, with the decisions of today, some with the statement that decides. */
static void write_suite(struct chance *chance, const struct trial *trial, const struct side *side, char suite[TEXT])
{
    struct text text = {suite, 0};
    char line[1024];
    bool is = false;
    put(&text, "account: a.yaml\ndefaults: {complete: true}\ntests:\n");
    for (unsigned i = 0, count = 1 + chance_below(chance, TESTS); i < count;) {
        const unsigned number = chance_below(chance, UNIVERSE);
        struct rampart_decision *decision = NULL;
        unsigned at = 0;
        write_request(number, line, &is);
        if (!is) continue;
        for (unsigned k = 0; k < number; k++) {
            char other[1024];
            write_request(k, other, &is);
            at += is;
        }
        struct rampart_request *request = trial->requests[at];
        assert_int_equal(rampart_explain(side->set, &request, 1, RAMPART_EXPLAIN_BRIEF, NULL, &decision, NULL), RAMPART_OK);
        const bool loose = decision->verdict.outcome == RAMPART_OUTCOME_DENY && chance_of(chance, 40);
        line[strlen(line) - 1] = '\0';
        put(&text, "  - %s, \"name\": \"t%u\", \"expect\": \"%s\"", line, i, loose ? "Deny" : kind_of(decision->verdict));
        const struct rampart_reason *reason = decision->matched_count == 0 ? NULL : &decision->matched[0];
        if (!loose && reason != NULL && decision->verdict.outcome != RAMPART_OUTCOME_CONDITIONAL &&
            (decision->verdict.outcome == RAMPART_OUTCOME_ALLOW) == (reason->effect == RAMPART_ALLOW) && chance_of(chance, 40))
            put(&text, ", \"by\": \"%.*s#%zu\"", RP_ARG(reason->policy), reason->statement);
        put(&text, "}\n");
        rampart_decision_free(decision);
        i++;
    }
}

static struct rampart_suite *read_suite(const char *text)
{
    char lines[2048];
    struct rampart_suite *suite = NULL;
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    if (rampart_suite_read(NULL, rampart_str(text), RP_STR("t.yaml"), diags, &suite) != RAMPART_OK)
        fail_msg("%s\n%s", diag_lines(diags, lines, sizeof lines), text);
    rampart_diags_free(diags);
    return suite;
}

/* The outcome of a test. Its decision, if it is wanted, is copied as its verdict. */
static bool passes(const struct rampart_suite *suite, size_t i, const struct side *side, struct rampart_verdict *ret_verdict)
{
    struct rampart_suite_result result;
    assert_int_equal(rampart_suite_ask(suite, i, side->set, side->account, NULL, NULL, &result), RAMPART_OK);
    const bool passed = result.outcome == RAMPART_SUITE_PASSED;
    assert_true(result.decision != NULL);
    if (ret_verdict != NULL) *ret_verdict = result.decision->verdict;
    rampart_suite_result_free(&result);
    return passed;
}

/* ---- the comparison ---- */

static void show(const struct world *world, const struct rampart_mutant *mutant, const char *what)
{
    static char text[TEXT];
    write_account(world, text);
    printf("%s%s", text, world->suite);
    fail_msg("%s: %s, %s of %.*s#%zu, %.*s -> %.*s (%.*s)", what, rampart_mutant_outcome_name(mutant->outcome),
             rampart_mutation_operator_name(mutant->op), RP_ARG(mutant->policy), mutant->statement, RP_ARG(mutant->was),
             RP_ARG(mutant->now), RP_ARG(mutant->reason));
}

/* The first request that tells an equivalent one. */
static void show_request(const struct trial *trial, const struct world *world, const struct rampart_mutant *mutant)
{
    char what[1200], line[1024];
    unsigned at = 0, seen = 0;
    bool is = false;
    while (trial->before[at].outcome == trial->now[at].outcome) at++;
    for (unsigned i = 0; seen <= at; i++) {
        write_request(i, line, &is);
        seen += is;
    }
    snprintf(what, sizeof what, "%s was %s and is %s", line, kind_of(trial->before[at]), kind_of(trial->now[at]));
    show(world, mutant, what);
}

static void check_witness(struct trial *trial, const struct world *world, const struct rampart_mutant *mutant,
                          const struct side *base, const struct side *changed)
{
    static char text[TEXT];
    struct rampart_verdict before, now;
    if (mutant->test.len == 0) {
        trial->without_test++;
        if (mutant->witness.before.outcome == mutant->witness.now.outcome) show(world, mutant, "no difference");
        return;
    }
    snprintf(text, sizeof text, "account: a.yaml\ndefaults: {complete: true}\ntests:\n%.*s", RP_ARG(mutant->test));
    struct rampart_suite *one = read_suite(text);
    if (!passes(one, 0, base, &before)) show(world, mutant, "the test fails today");
    if (passes(one, 0, changed, &now)) show(world, mutant, "the test does not kill it");
    if (strcmp(kind_of(before), kind_of(mutant->witness.before)) != 0 || strcmp(kind_of(now), kind_of(mutant->witness.now)) != 0)
        show(world, mutant, "another verdict than told");
    rampart_suite_free(one);
}

static void check_mutant(struct trial *trial, const struct world *world, const struct rampart_suite *suite,
                         const struct rampart_mutant *mutant, const struct side *base)
{
    struct world other = *world;
    struct side changed;
    bool differs = false, killed = false;
    change(&other, mutant);
    open_side(&other, &changed);
    for (size_t i = 0; i < rampart_suite_count(suite); i++) {
        const bool passed = passes(suite, i, &changed, NULL);
        killed |= !passed;
        if (mutant->outcome == RAMPART_MUTANT_KILLED && i == mutant->killed_by && passed)
            show(world, mutant, "the test does not notice it");
    }
    if (killed != (mutant->outcome == RAMPART_MUTANT_KILLED)) show(world, mutant, killed ? "a test kills it" : "no test kills it");
    assert_int_equal(rampart_decide(changed.set, trial->requests, trial->count, NULL, trial->now, NULL), RAMPART_OK);
    for (unsigned i = 0; i < trial->count; i++) differs |= trial->before[i].outcome != trial->now[i].outcome;
    if (mutant->outcome == RAMPART_MUTANT_EQUIVALENT && differs) show_request(trial, world, mutant);
    const bool trust = mutant->policy.data[0] != 'P'; /* it lets in strangers, of whom nobody knows what they may do */
    if (mutant->outcome == RAMPART_MUTANT_UNDECIDED && !trust) show(world, mutant, "undecided");
    if (mutant->outcome == RAMPART_MUTANT_SURVIVED) check_witness(trial, world, mutant, base, &changed);
    trial->mutants[mutant->outcome]++;
    close_side(&changed);
}

static void try_one(struct chance *chance, struct trial *trial, struct world *world)
{
    struct side base;
    struct rampart_mutation *mutation = NULL;
    choose_world(chance, world);
    open_side(world, &base);
    write_suite(chance, trial, &base, world->suite);
    struct rampart_suite *suite = read_suite(world->suite);
    assert_int_equal(rampart_decide(base.set, trial->requests, trial->count, NULL, trial->before, NULL), RAMPART_OK);
    assert_int_equal(rampart_suite_mutate(suite, base.set, base.account, NULL, &mutation), RAMPART_OK);
    for (size_t i = 0; i < rampart_mutation_count(mutation); i++)
        check_mutant(trial, world, suite, rampart_mutation_at(mutation, i), &base);
    rampart_mutation_free(mutation);
    rampart_suite_free(suite);
    close_side(&base);
}

static void it_tells_what_every_mutant_tells(void **state)
{
    static struct trial trial;
    static struct world world;
    struct chance chance = chance_begin();
    const char *wanted = getenv("RAMPART_TRIALS");
    const unsigned trials = wanted == NULL ? TRIALS : (unsigned)strtoul(wanted, NULL, 10);
    (void)state;
    make_requests(&trial);
    trial.before = calloc(trial.count, sizeof *trial.before);
    trial.now = calloc(trial.count, sizeof *trial.now);
    assert_true(trial.before != NULL && trial.now != NULL);
    for (unsigned i = 0; i < trials; i++) try_one(&chance, &trial, &world);
    print_message("%u worlds, %u requests: %zu killed, %zu survived (%zu without a test), %zu equivalent\n", trials, trial.count,
                  trial.mutants[RAMPART_MUTANT_KILLED], trial.mutants[RAMPART_MUTANT_SURVIVED], trial.without_test,
                  trial.mutants[RAMPART_MUTANT_EQUIVALENT]);
    for (unsigned i = 0; i < trial.count; i++) rampart_request_free(trial.requests[i]);
    free(trial.before);
    free(trial.now);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_tells_what_every_mutant_tells)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
