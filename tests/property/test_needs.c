/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What plans need. Every type of the table is known, in every operation. No call is certain whose condition the plan does
 * not decide. The printed policies allow every need that has an action; and with one of their pairs of an action and a
 * resource removed exactly those needs are not allowed that no other pair covers, by a way of covering of the test's own.
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

#include "base/buf.h"
#include "base/str.h"
#include "catalog/terraform_calls.h"
#include "catalog/tsv.h"
#include "support/chance.h"

enum { PLANS = 30, REMOVALS = 6, CHANGES = 8, MOST_PAIRS = 1024, LARGEST = 1 << 26 };

/* ---- plans ---- */

/* The attributes that conditions and parameters of a type name, each once, as members of a map. */
static void add_values(struct rp_buf *out, struct rampart_str type, struct chance *chance, bool change)
{
    static const char *const values[] = {"null", "\"\"", "\"v1\"", "\"v2\"", "true", "false", "3", "[]", "[\"x\", \"y\"]"};
    uint32_t first, end;
    struct rp_buf seen;
    rp_buf_init(&seen, NULL, LARGEST);
    assert_true(rp_terraform_calls_of(type, &first, &end));
    for (uint32_t row = first; row < end; row++) {
        const struct rp_terraform_call call = rp_terraform_call_at(row);
        const struct rampart_str texts[] = {call.when, call.parameters};
        for (size_t t = 0; t < 2; t++) {
            for (size_t at = 0; at < texts[t].len;) {
                size_t len = 0;
                while (at + len < texts[t].len && strchr(":,&|. =", texts[t].data[at + len]) == NULL) len++;
                char name[128];
                (void)snprintf(name, sizeof name, ",\"%.*s\":", (int)len, texts[t].data + at);
                const bool small = len > 0 && rp_lower(texts[t].data[at]) == texts[t].data[at] && len < 100;
                const struct rampart_str known = rp_buf_text(&seen);
                at += len + 1;
                bool old = !small || strcmp(name, ",\"id\":") == 0;
                for (size_t i = 0; i + strlen(name) <= known.len && !old; i++)
                    old = memcmp(known.data + i, name, strlen(name)) == 0;
                if (old) continue;
                rp_buf_printf(&seen, "%s", name);
                rp_buf_printf(out, "%s%s", name, values[change || chance == NULL ? chance == NULL ? 2 : chance_below(chance, 9) : 2]);
            }
        }
    }
    rp_buf_free(&seen);
}

static void add_change(struct rp_buf *out, struct rampart_str type, unsigned number, const char *actions, struct chance *chance)
{
    const bool data = rp_str_starts(type, RP_STR("data."));
    const struct rampart_str own = data ? rp_str_from(type, 5) : type;
    const bool before = strstr(actions, "create") == NULL || strstr(actions, "delete") != NULL;
    rp_buf_printf(out, "%s{\"address\":\"%.*s.r%u\",\"mode\":\"%s\",\"type\":\"%.*s\",\"change\":{\"actions\":[%s],\"before\":",
                  number == 0 ? "" : ",", RP_ARG(type), number, data ? "data" : "managed", RP_ARG(own), actions);
    if (before) {
        rp_buf_printf(out, "{\"id\":\"id-%u:part:third\"", number);
        add_values(out, type, chance, true);
        rp_buf_printf(out, "},\"after\":{\"id\":\"id-%u:part:third\"", number);
    } else {
        rp_buf_printf(out, "null,\"after\":{\"unused\":1");
    }
    add_values(out, type, chance, true);
    rp_buf_printf(out, "},\"after_unknown\":{%s}}}", before ? "" : "\"id\":true");
}

static void begin_plan(struct rp_buf *out)
{
    rp_buf_init(out, NULL, LARGEST);
    rp_buf_printf(out, "{\"format_version\":\"1.2\",\"resource_changes\":[");
}

static struct rampart_needs *read_plan(const struct rp_buf *plan)
{
    static const struct rampart_limits limits = {.account_bytes = LARGEST};
    const struct rampart_options options = {.limits = limits};
    const struct rampart_needs_options how = {.account = RP_STR("1234567890123456"), .region = RP_STR("cn-hangzhou")};
    struct rampart_needs *needs = NULL;
    struct rampart_diags *diags = NULL;
    assert_int_equal(plan->failed, RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_needs_new(&options, &how, &needs), RAMPART_OK);
    const enum rampart_status status = rampart_needs_read(needs, rp_buf_text(plan), RP_STR("plan.json"), diags);
    if (status != RAMPART_OK)
        fail_msg("%s: %.*s", rampart_status_name(status),
                 RP_ARG(rampart_diags_count(diags) > 0 ? rampart_diags_at(diags, 0)->message : RP_STR("")));
    rampart_diags_free(diags);
    return needs;
}

/* ---- every type ---- */

static void every_type_is_known_in_every_operation(void **state)
{
    static const char *const actions[] = {"\"no-op\"", "\"create\"", "\"update\"", "\"delete\"", "\"delete\",\"create\""};
    (void)state;
    for (size_t a = 0; a < sizeof actions / sizeof *actions; a++) {
        struct rp_buf plan;
        struct rampart_str type;
        unsigned count = 0, resources = 0;
        begin_plan(&plan);
        for (uint32_t i = 0; rp_terraform_call_type(i, &type); i++) {
            const bool data = rp_str_starts(type, RP_STR("data."));
            if (data && a > 0) continue;
            add_change(&plan, type, count++, data ? "\"read\"" : actions[a], NULL);
            resources += !data;
        }
        rp_buf_printf(&plan, "]}");
        struct rampart_needs *needs = read_plan(&plan);
        assert_int_equal(resources, 1184);
        assert_int_equal(rampart_needs_plan(needs, 0)->resources, count);
        assert_true(rampart_needs_count(needs) > count / 2);
        for (size_t i = 0; i < rampart_needs_count(needs); i++) {
            const struct rampart_need *need = rampart_needs_at(needs, i);
            assert_true(need->action.len > 0 || need->api.len > 0);
            assert_true(need->certainty == RAMPART_NEED_CERTAIN || need->condition.len > 0);
            assert_true(need->action.len == 0 || need->resource_count > 0);
        }
        rampart_needs_free(needs);
        rp_buf_free(&plan);
    }
}

/* ---- certainty ---- */

/* An alternative holds for certain only without clauses that nothing but a value or the state of the cloud decides. */
static bool may_be_certain(struct rampart_str when)
{
    char text[2048];
    assert_true(when.len < sizeof text);
    memcpy(text, when.data, when.len);
    text[when.len] = '\0';
    for (char *alternative = text, *next; alternative != NULL; alternative = next) {
        next = strstr(alternative, " or ");
        if (next != NULL) {
            *next = '\0';
            next += 4;
        }
        bool open = false;
        for (char *clause = strtok(alternative, "&"); clause != NULL; clause = strtok(NULL, "&"))
            open |= strstr(clause, "always") == NULL && strstr(clause, "if-changed") == NULL && strstr(clause, "if-set") == NULL;
        if (!open) return true;
    }
    return false;
}

/* The call is authorised by the action of its own name, or as the catalogue has it. */
static bool is_authorised_by(struct rampart_str api, struct rampart_str action)
{
    struct rampart_api_action actions[8];
    const size_t count = rampart_api_actions(NULL, api, actions, 8);
    for (size_t i = 0; i < count; i++)
        if (rp_str_equal(actions[i].action, action)) return true;
    return count == 0 && rp_str_equal(api, action);
}

static bool is_called_for_certain(const struct rampart_need *need)
{
    uint32_t first, end;
    assert_true(rp_terraform_calls_of(need->type, &first, &end));
    for (uint32_t row = first; row < end; row++) {
        const struct rp_terraform_call call = rp_terraform_call_at(row);
        if (is_authorised_by(call.action, need->action) && may_be_certain(call.when)) return true;
    }
    return false;
}

/* ---- policies ---- */

struct pair {
    struct rampart_str action, arn;
};

/* Takes the strings of an element, "Action": one or a list; the documents are canonical, and have no escapes here. */
static size_t take_strings(const char *at, struct rampart_str *ret, size_t most)
{
    size_t count = 0;
    const bool list = *at == '[';
    do {
        at = strchr(at, '"') + 1;
        const char *end = strchr(at, '"');
        assert_true(count < most);
        ret[count++] = (struct rampart_str){at, (size_t)(end - at)};
        at = end + 1 + strspn(end + 1, " \n");
    } while (list && *at == ',');
    return count;
}

static size_t take_pairs(const struct rampart_needs_policies *policies, struct pair *pairs)
{
    static struct rampart_str actions[MOST_PAIRS], arns[MOST_PAIRS];
    size_t count = 0;
    for (size_t i = 0; i < policies->count; i++) {
        assert_true(policies->items[i].document.len <= RAMPART_NEEDS_POLICY_BYTES);
        for (const char *at = policies->items[i].document.data; (at = strstr(at, "\"Action\": ")) != NULL; at++) {
            const size_t action_count = take_strings(at + 10, actions, MOST_PAIRS);
            const size_t arn_count = take_strings(strstr(at, "\"Resource\": ") + 12, arns, MOST_PAIRS);
            for (size_t a = 0; a < action_count; a++)
                for (size_t r = 0; r < arn_count; r++) {
                    assert_true(count < MOST_PAIRS);
                    pairs[count++] = (struct pair){actions[a], arns[r]};
                }
        }
    }
    return count;
}

/* A set with a statement for each pair but one. */
static struct rampart_set *make_set(const struct pair *pairs, size_t count, size_t but, struct rampart_policy **ret_policy)
{
    struct rp_buf text;
    struct rampart_set *set = NULL;
    struct rampart_options options = {.limits = {.statements = 2 * MOST_PAIRS}};
    for (int layer = RAMPART_LAYER_BUCKET_POLICY; layer < RAMPART_LAYERS; layer++) /* nobody gave them, and they are not meant */
        assert_int_equal(rampart_assume_absent(&options.absent_layers, rampart_str(rampart_layer_name((enum rampart_layer)layer)), NULL), RAMPART_OK);
    rp_buf_init(&text, NULL, LARGEST);
    rp_buf_printf(&text, "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"none:None\",\"Resource\":\"*\"}");
    for (size_t i = 0; i < count; i++)
        if (i != but)
            rp_buf_printf(&text, ",{\"Effect\":\"Allow\",\"Action\":\"%.*s\",\"Resource\":\"%.*s\"}", RP_ARG(pairs[i].action),
                          RP_ARG(pairs[i].arn));
    rp_buf_printf(&text, "]}");
    const struct rampart_document document = {.text = rp_buf_text(&text), .name = RP_STR("least")};
    assert_int_equal(rampart_policy_read(&options, &document, NULL, ret_policy), RAMPART_OK);
    const struct rampart_attachment attachment = {.policy = *ret_policy};
    const struct rampart_set_parts parts = {.attachments = &attachment, .attachment_count = 1};
    assert_int_equal(rampart_set_new(&options, &parts, NULL, &set), RAMPART_OK);
    rp_buf_free(&text);
    return set;
}

/* The simplest way to tell whether `*` and letters match a text. */
static bool naive_covers(const char *pattern, const char *pattern_end, const char *text, const char *text_end)
{
    if (pattern == pattern_end) return text == text_end;
    if (*pattern != '*')
        return text < text_end && *text == *pattern && naive_covers(pattern + 1, pattern_end, text + 1, text_end);
    for (; text <= text_end; text++)
        if (naive_covers(pattern + 1, pattern_end, text, text_end)) return true;
    return false;
}

static bool is_covered(const struct pair *pairs, size_t count, size_t but, struct rampart_str action, struct rampart_str arn)
{
    for (size_t i = 0; i < count; i++)
        if (i != but && rp_str_equal_fold(pairs[i].action, action) &&
            naive_covers(pairs[i].arn.data, pairs[i].arn.data + pairs[i].arn.len, arn.data, arn.data + arn.len))
            return true;
    return false;
}

static enum rampart_status begin(void *context, struct rampart_request *request, struct rampart_diags *diags)
{
    (void)context;
    return rampart_request_set_account(request, RP_STR("1234567890123456"), diags);
}

/* The key of a secret is not in the request: an allow stays open by kms:Decrypt on it (docs/decisions/0064). */
static bool is_right(struct rampart_str action, const struct rampart_decision *decision, bool covered)
{
    const enum rampart_outcome outcome = decision->verdict.outcome;
    if (!covered) return outcome != RAMPART_OUTCOME_ALLOW;
    if (!rp_str_equal(action, RP_STR("kms:GetSecretValue"))) return outcome == RAMPART_OUTCOME_ALLOW;
    return outcome == RAMPART_OUTCOME_CONDITIONAL && decision->unseen_count == 1 &&
           decision->unseen[0].layer == RAMPART_LAYER_KEY_POLICY;
}

/* Decides all needs without one of the pairs; `but` SIZE_MAX: with all of them. */
static void check_without(const struct rp_buf *plan, const struct pair *pairs, size_t count, size_t but)
{
    static const struct rampart_needs_asker asker = {begin, NULL};
    struct rampart_needs *needs = read_plan(plan);
    struct rampart_policy *policy = NULL;
    struct rampart_set *set = make_set(pairs, count, but, &policy);
    size_t lost = 0;
    assert_int_equal(rampart_needs_decide(needs, set, &asker, NULL), RAMPART_OK);
    for (size_t i = 0; i < rampart_needs_count(needs); i++) {
        const struct rampart_need *need = rampart_needs_at(needs, i);
        if (need->action.len == 0 || need->unasked || need->outer || need->harmless) continue;
        for (size_t r = 0; r < need->resource_count; r++) {
            const struct rampart_need_resource *resource = &need->resources[r];
            const bool covered = is_covered(pairs, count, but, need->action, resource->arn);
            assert_non_null(resource->decision);
            if (!is_right(need->action, resource->decision, covered))
                fail_msg("%.*s on %.*s is %s, and %s", RP_ARG(need->action), RP_ARG(resource->arn),
                         rampart_outcome_name(resource->decision->verdict.outcome), covered ? "covered" : "not covered");
            lost += !covered;
        }
    }
    assert_true(but == SIZE_MAX ? lost == 0 : lost > 0); /* a pair that covers nothing alone is one too many */
    rampart_needs_free(needs);
    rampart_set_free(set);
    rampart_policy_free(policy);
}

static void without_one_pair_its_needs_alone_are_lost(void **state)
{
    static const char *const actions[] = {"\"no-op\"", "\"create\"", "\"update\"", "\"delete\"", "\"create\",\"delete\""};
    static struct pair pairs[MOST_PAIRS];
    const char *wanted = getenv("RAMPART_NEEDS_PLANS");
    const unsigned plans = wanted == NULL ? PLANS : (unsigned)strtoul(wanted, NULL, 10);
    struct chance chance = chance_begin();
    (void)state;
    for (unsigned p = 0; p < plans; p++) {
        struct rp_buf plan;
        struct rampart_needs_policies policies;
        begin_plan(&plan);
        for (unsigned i = 0; i < CHANGES; i++) {
            struct rampart_str type;
            do {
                assert_true(rp_terraform_call_type(chance_below(&chance, rp_terraform_calls.type_count), &type));
            } while (rp_str_starts(type, RP_STR("data.")));
            add_change(&plan, type, i, actions[chance_below(&chance, 5)], &chance);
        }
        rp_buf_printf(&plan, "]}");
        struct rampart_needs *needs = read_plan(&plan);
        for (size_t i = 0; i < rampart_needs_count(needs); i++) {
            const struct rampart_need *need = rampart_needs_at(needs, i);
            if (need->certainty == RAMPART_NEED_CERTAIN && need->origin == RAMPART_NEED_CALL)
                assert_true(is_called_for_certain(need));
        }
        assert_int_equal(rampart_needs_make_policies(needs, (struct rampart_needs_scope){.reads = false}, &policies), RAMPART_OK);
        const size_t count = take_pairs(&policies, pairs);
        check_without(&plan, pairs, count, SIZE_MAX);
        for (unsigned i = 0; i < REMOVALS && count > 0; i++)
            check_without(&plan, pairs, count, chance_below(&chance, (unsigned)count));
        rampart_needs_free(needs);
        rp_buf_free(&plan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_is_known_in_every_operation),
        cmocka_unit_test(without_one_pair_its_needs_alone_are_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
