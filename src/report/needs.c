/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What plans need. For people: the needs of each address, and the numbers; of a principal that was asked those that are not
 * allowed, verbosely all. For programs: docs/needs.schema.json. Policies alone are printed as documents.
 */
#include "report/decision.h"
#include "report/report.h"
#include "report/version.h"

/* ---- what both formats say ---- */

static const unsigned all_operations[] = {RAMPART_NEED_CONFIGURE, RAMPART_NEED_REFRESH, RAMPART_NEED_PLAN,
                                          RAMPART_NEED_DATA,      RAMPART_NEED_IMPORT,  RAMPART_NEED_CREATE,
                                          RAMPART_NEED_UPDATE,    RAMPART_NEED_DELETE};

enum { OPERATIONS = sizeof all_operations / sizeof *all_operations, STATES = RAMPART_NEED_OPEN + 1 };

static bool needs_is_shown(const struct rampart_needs_report *report, const struct rampart_need *need)
{
    if (report->scope.reads != report->scope.writes && need->reads != report->scope.reads) return false;
    if (report->action.len == 0) return true;
    return rp_glob(report->action, need->action.len > 0 ? need->action : need->api);
}

/* Numbers of what the report is about. */
struct needs_sum {
    size_t certain, may, unknown, addresses, states[STATES];
};

static struct needs_sum needs_sum(const struct rampart_needs_report *report)
{
    struct needs_sum sum = {0};
    struct rampart_str last = {NULL, 0};
    size_t plan = 0;
    for (size_t i = 0; i < rampart_needs_count(report->needs); i++) {
        const struct rampart_need *need = rampart_needs_at(report->needs, i);
        if (!needs_is_shown(report, need) || need->harmless) continue;
        sum.certain += need->certainty == RAMPART_NEED_CERTAIN;
        sum.may += need->certainty == RAMPART_NEED_MAY;
        sum.unknown += need->certainty == RAMPART_NEED_UNKNOWN;
        sum.states[rampart_need_state(need, &report->gate)]++;
        sum.addresses += !rp_str_equal(last, need->address) || plan != need->plan;
        last = need->address;
        plan = need->plan;
    }
    return sum;
}

/* ---- for people ---- */

static enum rp_paint needs_paint(enum rampart_need_state state)
{
    if (state == RAMPART_NEED_ALLOWED) return RP_PAINT_GREEN;
    return state == RAMPART_NEED_DENIED ? RP_PAINT_RED : RP_PAINT_YELLOW;
}

/* The word of a line: how it was decided, else how sure it is. Padded outside the colours. */
static void needs_print_word(struct rp_print *print, const struct rampart_needs_report *report,
                             const struct rampart_need *need)
{
    const enum rampart_need_state state = rampart_need_state(need, &report->gate);
    const bool asked = report->decided;
    const char *word = asked ? rampart_need_state_name(state) : rampart_certainty_name(need->certainty);
    rp_print_words(print, "  ");
    if (asked)
        rp_print_painted(print, needs_paint(state), word);
    else if (need->certainty == RAMPART_NEED_CERTAIN)
        rp_print_words(print, word);
    else
        rp_print_painted(print, RP_PAINT_YELLOW, word);
    for (size_t i = strlen(word); i < sizeof "conditional" + 1; i++) rp_print_words(print, " ");
}

static void needs_print_operations(struct rp_print *print, unsigned operations)
{
    bool more = false;
    for (size_t i = 0; i < OPERATIONS; i++) {
        if ((operations & all_operations[i]) == 0) continue;
        rp_buf_printf(print->out, "%s%s", more ? ", " : "", rampart_need_operation_name(all_operations[i]));
        more = true;
    }
}

static void needs_print_detail(struct rp_print *print, const char *words, struct rampart_str text)
{
    rp_buf_printf(print->out, "%*s%s", (int)sizeof "conditional" + 3, "", words);
    rp_print_cut(print, text);
    rp_print_words(print, "\n");
}

static bool needs_is_allowed(const struct rampart_need_resource *resource)
{
    return resource->decision != NULL && resource->decision->verdict.outcome == RAMPART_OUTCOME_ALLOW &&
           resource->decision->dependence_count == 0;
}

/* "CiDeploy#0", of the statements that decided. */
static void needs_print_by(struct rp_print *print, const struct rampart_decision *decision)
{
    enum { MOST = 3 };
    size_t shown = 0;
    rp_buf_printf(print->out, "%*sby ", (int)sizeof "conditional" + 3, "");
    for (size_t i = 0; i < decision->matched_count && shown < MOST; i++, shown++) {
        if (shown > 0) rp_print_words(print, ", ");
        rp_print_cut(print, decision->matched[i].policy);
        rp_buf_printf(print->out, "#%zu", decision->matched[i].statement);
    }
    if (decision->matched_count > shown) rp_buf_printf(print->out, " and %zu more", decision->matched_count - shown);
    rp_print_words(print, "\n");
}

static void needs_print_resource(struct rp_print *print, const struct rampart_need_resource *resource, bool first, bool explain)
{
    if (!first) needs_print_detail(print, resource->perhaps ? "perhaps on " : "and on ", resource->arn);
    if (resource->open.len > 0 && (explain || print->verbose)) needs_print_detail(print, "open: ", resource->open);
    if (resource->decision == NULL) return;
    if (!needs_is_allowed(resource)) needs_print_detail(print, "", resource->decision->message);
    if (resource->decision->matched_count > 0 && (explain || print->verbose || !needs_is_allowed(resource)))
        needs_print_by(print, resource->decision);
}

/* What is to be known of the knowledge itself. */
static void needs_print_evidence(struct rp_print *print, const struct rampart_need *need, bool full)
{
    const struct rampart_str code = rp_str_part(need->action, 0, rp_str_find(need->action, ':'));
    if (need->certainty != RAMPART_NEED_CERTAIN || need->harmless) needs_print_detail(print, "", need->condition);
    if (need->guessed) needs_print_detail(print, "the code of the service is a guess: ", code);
    if (need->no_template && !full) needs_print_detail(print, "", RP_STR("no page says what the action is authorised on"));
    if (need->unasked) needs_print_detail(print, "", RP_STR("by its page the call needs no permission"));
    if (need->disputed && full)
        needs_print_detail(print, "", RP_STR("an older page names other resources; the newest counts"));
    if (need->outer)
        needs_print_detail(print, "", RP_STR("of the credentials that assume the provider's role, not of the role"));
}

static void needs_print_need(struct rp_print *print, const struct rampart_needs_report *report, const struct rampart_need *need)
{
    const bool explain = report->action.len > 0;
    needs_print_word(print, report, need);
    if (report->decided && need->certainty == RAMPART_NEED_MAY) rp_print_words(print, "may: ");
    rp_print_cut(print, need->action.len > 0 ? need->action : need->api.len > 0 ? need->api : need->type);
    if (need->resource_count > 0) {
        rp_print_words(print, need->resources[0].perhaps ? " perhaps on " : " on ");
        rp_print_cut(print, need->resources[0].arn);
    }
    rp_print_words(print, " (");
    needs_print_operations(print, need->operations);
    rp_print_words(print, ")\n");
    needs_print_evidence(print, need, explain || print->verbose);
    for (size_t i = 0; i < need->resource_count; i++)
        needs_print_resource(print, &need->resources[i], i == 0, explain);
}

/* Of a principal what is allowed is not listed unless somebody wants it. */
static bool needs_is_listed(const struct rp_print *print, const struct rampart_needs_report *report,
                            const struct rampart_need *need)
{
    if (!needs_is_shown(report, need)) return false;
    if (need->harmless) return print->verbose || report->action.len > 0;
    if (!report->decided || print->verbose || report->action.len > 0) return true;
    return rampart_need_state(need, &report->gate) != RAMPART_NEED_ALLOWED;
}

static void needs_print_sum(struct rp_print *print, const struct rampart_needs_report *report)
{
    const struct needs_sum sum = needs_sum(report);
    const struct rampart_needs_provider provider = rampart_needs_provider();
    const size_t all = sum.certain + sum.may + sum.unknown;
    rp_buf_printf(print->out, "%zu need%s of %zu address%s: %zu certain, %zu may be, %zu unknown\n", all, all == 1 ? "" : "s",
                  sum.addresses, sum.addresses == 1 ? "" : "es", sum.certain, sum.may, sum.unknown);
    if (report->decided) {
        rp_print_cut(print, report->principal.len > 0 ? report->principal : RP_STR("the policies"));
        rp_buf_printf(print->out, ": %zu allowed, %zu denied, %zu conditional, %zu not known\n",
                      sum.states[RAMPART_NEED_ALLOWED], sum.states[RAMPART_NEED_DENIED],
                      sum.states[RAMPART_NEED_CONDITIONAL], sum.states[RAMPART_NEED_OPEN]);
    }
    for (size_t i = 0; i < rampart_needs_plan_count(report->needs); i++) {
        const struct rampart_needs_plan *plan = rampart_needs_plan(report->needs, i);
        if (plan->others == 0) continue;
        rp_print_cut(print, plan->file);
        rp_buf_printf(print->out, ": %zu of other providers call%s nothing of this cloud\n", plan->others,
                      plan->others == 1 ? "s" : "");
    }
    rp_buf_printf(print->out, "calls of the provider %.*s (%.*s, %.*s)\n", RP_ARG(provider.version),
                  RP_ARG(rp_str_part(provider.commit, 0, 7)), RP_ARG(provider.date));
}

static void needs_print_documents(struct rp_print *print, const struct rampart_needs_policies *policies)
{
    for (size_t i = 0; i < policies->count; i++) rp_buf_add(print->out, policies->items[i].document);
}

RP_REPORTER(rp_needs_text)
{
    const struct rampart_needs_report *report = what;
    struct rampart_str last = {NULL, 0};
    size_t plan = 0;
    if (report->policies != NULL) {
        needs_print_documents(print, report->policies);
        return RAMPART_OK;
    }
    for (size_t i = 0; i < rampart_needs_count(report->needs); i++) {
        const struct rampart_need *need = rampart_needs_at(report->needs, i);
        if (!needs_is_listed(print, report, need)) continue;
        if (!rp_str_equal(last, need->address) || plan != need->plan) {
            if (rampart_needs_plan_count(report->needs) > 1) {
                rp_print_cut(print, rampart_needs_plan(report->needs, need->plan)->file);
                rp_print_words(print, ": ");
            }
            rp_print_cut(print, need->address);
            rp_print_words(print, "\n");
            last = need->address;
            plan = need->plan;
        }
        needs_print_need(print, report, need);
    }
    if (last.len > 0) rp_print_words(print, "\n");
    needs_print_sum(print, report);
    return RAMPART_OK;
}

/* ---- for programs ---- */

static void needs_put_plans(struct rp_json at, const struct rampart_needs *needs)
{
    const struct rp_json list = rp_put_list(at, "plans");
    for (size_t i = 0; i < rampart_needs_plan_count(needs); i++) {
        const struct rampart_needs_plan *plan = rampart_needs_plan(needs, i);
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "file", plan->file);
        rp_put_text_or_null(item, "terraformVersion", plan->terraform_version);
        rp_put_text_or_null(item, "providerConstraint", plan->provider_constraint);
        rp_put_bool(item, "otherVersion", plan->other_version);
        if (plan->session_policy) rp_put_bool(item, "sessionPolicy", true);
        rp_put_number(item, "resources", plan->resources);
        rp_put_number(item, "otherProviders", plan->others);
    }
}

static void needs_put_provider(struct rp_json at)
{
    const struct rampart_needs_provider provider = rampart_needs_provider();
    const struct rp_json item = rp_put_object(at, "provider");
    rp_put_text(item, "version", provider.version);
    rp_put_text(item, "commit", provider.commit);
    rp_put_text(item, "date", provider.date);
}

static void needs_put_decision(struct rp_json item, const struct rampart_decision *decision)
{
    if (decision == NULL) return;
    rp_put_verdict(item, decision->verdict);
    const struct rp_json list = rp_put_list_of(item, "decidedBy", decision->matched_count);
    for (size_t i = 0; i < decision->matched_count; i++) {
        const struct rampart_reason *reason = &decision->matched[i];
        const struct rp_json by = rp_put_object(list, NULL);
        rp_put_text(by, "policy", reason->policy);
        rp_put_number(by, "statement", reason->statement);
        rp_put_word(by, "effect", rampart_effect_name(reason->effect));
        rp_put_word(by, "layer", rampart_layer_name(reason->layer));
    }
    rp_put_texts(item, "unknownKeys", decision->unknown_keys);
    const struct rp_json layers = rp_put_list_of(item, "unknownLayers", decision->unknown_layer_count);
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        rp_put_word(layers, NULL, rampart_layer_name(decision->unknown_layers[i]));
    const struct rp_json points = rp_put_list_of(item, "dependsOn", decision->dependence_count);
    for (size_t i = 0; i < decision->dependence_count; i++) rp_put_word(points, NULL, decision->dependences[i].name);
    rp_put_text(item, "message", decision->message);
}

static void needs_put_need(struct rp_json list, const struct rampart_needs_report *report, const struct rampart_need *need)
{
    static const char *const origins[] = {[RAMPART_NEED_CALL] = "call", [RAMPART_NEED_ROLE] = "role",
                                          [RAMPART_NEED_KEY] = "key", [RAMPART_NEED_DEPENDENT] = "dependent"};
    const struct rp_json item = rp_put_object(list, NULL);
    rp_put_number(item, "plan", need->plan);
    rp_put_text(item, "address", need->address);
    rp_put_text(item, "type", need->type);
    const struct rp_json operations = rp_put_list(item, "operations");
    for (size_t i = 0; i < OPERATIONS; i++)
        if ((need->operations & all_operations[i]) != 0)
            rp_put_word(operations, NULL, rampart_need_operation_name(all_operations[i]));
    rp_put_word(item, "certainty", rampart_certainty_name(need->certainty));
    rp_put_text_or_null(item, "condition", need->condition);
    rp_put_word(item, "origin", origins[need->origin]);
    rp_put_text_or_null(item, "beside", need->beside);
    rp_put_text_or_null(item, "action", need->action);
    rp_put_text_or_null(item, "api", need->api);
    rp_put_word(item, "access", need->reads ? "read" : "write");
    if (need->guessed) rp_put_bool(item, "guessedCode", true);
    if (need->unasked) rp_put_bool(item, "needsNoPermission", true);
    if (need->harmless) rp_put_bool(item, "harmless", true);
    if (need->outer) rp_put_bool(item, "ofOuterCredentials", true);
    if (need->no_template) rp_put_bool(item, "noTemplate", true);
    if (need->disputed) rp_put_bool(item, "disputed", true);
    if (report->decided) rp_put_word(item, "state", rampart_need_state_name(rampart_need_state(need, &report->gate)));
    const struct rp_json resources = rp_put_list_of(item, "resources", need->resource_count);
    for (size_t i = 0; i < need->resource_count; i++) {
        const struct rp_json resource = rp_put_object(resources, NULL);
        rp_put_text(resource, "resource", need->resources[i].arn);
        rp_put_text_or_null(resource, "open", need->resources[i].open);
        if (need->resources[i].perhaps) rp_put_bool(resource, "perhaps", true);
        needs_put_decision(resource, need->resources[i].decision);
    }
}

static enum rampart_status needs_put_policies(struct rp_json at, const struct rampart_needs_policies *policies)
{
    struct rp_buf line;
    rp_buf_init(&line, &at.report->out->allocator, SIZE_MAX / 4);
    const struct rp_json list = rp_put_list_of(at, "policies", policies->count);
    for (size_t i = 0; i < policies->count; i++) {
        const struct rampart_needs_policy *policy = &policies->items[i];
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_word(item, "access", policy->reads && policy->writes ? "both" : policy->reads ? "read" : "write");
        rp_put_number(item, "bytes", policy->document.len);
        rp_put_document(item, &line, policy->document);
    }
    const enum rampart_status status = line.failed;
    rp_buf_free(&line);
    const struct rp_json stars = rp_put_list_of(at, "wildcards", policies->star_count);
    for (size_t i = 0; i < policies->star_count; i++) {
        const struct rampart_needs_star *star = &policies->stars[i];
        const struct rp_json item = rp_put_object(stars, NULL);
        rp_put_number(item, "policy", star->policy);
        rp_put_number(item, "statement", star->statement);
        rp_put_text(item, "action", star->action);
        rp_put_text(item, "resource", star->arn);
        rp_put_text(item, "open", star->open);
    }
    rp_put_number(at, "notInPolicies", policies->unknown);
    rp_put_number(at, "beyondPolicies", policies->beyond);
    return status;
}

static void needs_put_sum(struct rp_json at, const struct rampart_needs_report *report)
{
    const struct needs_sum sum = needs_sum(report);
    const struct rp_json item = rp_put_object(at, "summary");
    rp_put_number(item, "needs", sum.certain + sum.may + sum.unknown);
    rp_put_number(item, "addresses", sum.addresses);
    rp_put_number(item, "certain", sum.certain);
    rp_put_number(item, "may", sum.may);
    rp_put_number(item, "unknown", sum.unknown);
    if (!report->decided) return;
    rp_put_number(item, "allowed", sum.states[RAMPART_NEED_ALLOWED]);
    rp_put_number(item, "denied", sum.states[RAMPART_NEED_DENIED]);
    rp_put_number(item, "conditional", sum.states[RAMPART_NEED_CONDITIONAL]);
    rp_put_number(item, "notKnown", sum.states[RAMPART_NEED_OPEN]);
}

RP_REPORTER(rp_needs_json)
{
    const struct rampart_needs_report *report = what;
    struct rp_json_report json;
    const struct rp_json root = rp_put_object(rp_json_start(&json, print->out), NULL);
    needs_put_plans(root, report->needs);
    needs_put_provider(root);
    rp_put_text_or_null(root, "principal", report->principal);
    const struct rp_json list = rp_put_list(root, "needs");
    for (size_t i = 0; i < rampart_needs_count(report->needs); i++) {
        const struct rampart_need *need = rampart_needs_at(report->needs, i);
        if (needs_is_shown(report, need)) needs_put_need(list, report, need);
    }
    needs_put_sum(root, report);
    const enum rampart_status status =
        report->policies == NULL ? RAMPART_OK : needs_put_policies(root, report->policies);
    rp_put_catalog(root, print->catalog);
    return rp_json_finish(&json, status);
}
