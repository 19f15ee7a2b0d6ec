/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a principal has is compared with nothing: each gain is what it may do. Cells with equal resources, conditions and
 * layers that were not read make a row.
 */
#include "analysis/what_can.h"

#include "account/organisation.h"
#include "analysis/diff_account.h"
#include "analysis/diff_resources.h"
#include "analysis/diff_rows.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/set.h"
#include "decide/unseen.h"
#include "policy/arn.h"
#include "text/diag.h"

/* The question while it is answered. */
struct asking {
    struct rampart_what_can *can;
    const struct rampart_what_can_options *how;
    const struct rampart_account *account; /* NULL: policies alone */
    struct rp_identity identity;
    struct rampart_request *request;
    struct rp_arena *arena; /* of the pool */
    struct rp_diff_pool pool;
    struct rampart_diags *diags;
};

/* ---- who is asked about ---- */

static enum rampart_status can_refuse(struct asking *asking, const char *what, struct rampart_str text, const char *help)
{
    rp_diag(asking->diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE, "\"%.*s\" %s", RP_ARG(rp_str_part(text, 0, 80)), what);
    rp_diag_help(asking->diags, "%s", help);
    return rp_diags_failed(asking->diags) ? RAMPART_NO_MEMORY : RAMPART_INVALID_INPUT;
}

/* Of an organisation it is the member whose principal it is that is asked. */
static enum rampart_status can_find_set(struct asking *asking, const struct rampart_set *set, struct rampart_str principal)
{
    struct rampart_what_can *can = asking->can;
    can->set = set;
    if (set->members == NULL) return RAMPART_OK;
    const size_t at = asking->identity.account.len == 0 ? set->member_count
                                                        : rp_organisation_find(set->account, asking->identity.account);
    if (at == set->member_count)
        return can_refuse(asking, "is of no account of the organisation", principal,
                          "write acs:ram::ACCOUNT:user/NAME with the account's id");
    can->set = set->members[at];
    return RAMPART_OK;
}

static enum rampart_status can_read_principal(struct asking *asking, const struct rampart_set *set,
                                              struct rampart_str principal)
{
    static const char forms[] = "write user/NAME, role/NAME or root";
    const char *expected = NULL;
    struct rp_identity *identity = &asking->identity;
    if (principal.len == 0 && set->account == NULL) {
        asking->can->set = set;
        return RAMPART_OK;
    }
    if (!rp_identity_read(principal, identity, &expected)) return can_refuse(asking, "is no principal", principal, forms);
    if (identity->kind != RP_IDENTITY_USER && identity->kind != RP_IDENTITY_ROLE && identity->kind != RP_IDENTITY_ROOT)
        return can_refuse(asking, "has no policies of its own", principal, forms);
    RP_TRY(can_find_set(asking, set, principal));
    set = asking->can->set;
    asking->account = set->compiled != NULL ? set->compiled->account : set->account;
    const bool foreign = asking->account != NULL && !rp_account_is_own(asking->account->id, identity->account);
    if (foreign) return can_refuse(asking, "is of another account, whose policies are not here", principal, forms);
    const bool named = identity->account.len > 0 || asking->account == NULL;
    const struct rampart_str parts[] = {RP_STR("acs:ram::"), named ? RP_STR("") : asking->account->id, RP_STR(":"), principal};
    const size_t first = named ? 3 : 0;
    return rp_arena_join(&asking->can->arena, parts + first, 4 - first, &asking->can->principal) ? RAMPART_OK
                                                                                                : RAMPART_NO_MEMORY;
}

/* ---- what bears on it ---- */

enum rampart_status rp_what_can_probe(struct rampart_request *request, struct rampart_str principal, struct rampart_diags *diags)
{
    rampart_request_clear(request);
    if (principal.len > 0) RP_TRY(rampart_request_set_principal(request, principal, diags));
    RP_TRY(rampart_request_set_action(request, RP_STR("ram:ListUsers"), NULL));
    RP_TRY(rampart_request_add_resource(request, RP_STR("*"), NULL));
    return rampart_request_finish(request, diags);
}

static bool can_is_root(const struct asking *asking)
{
    return asking->identity.kind == RP_IDENTITY_ROOT;
}

/* The account's owner needs no policy. */
static enum rampart_status can_pool_everything(struct asking *asking)
{
    static const struct rampart_str star = {"*", 1};
    const struct rampart_strs all = {&star, 1};
    return rp_diff_pool_add_frame(&asking->pool, RP_DIFF_NEW, all, all);
}

static enum rampart_status can_add_document(struct asking *asking, struct rampart_str name, size_t room)
{
    struct rampart_strs *documents = &asking->can->documents;
    struct rampart_str *items = (struct rampart_str *)(uintptr_t)documents->items;
    if (items == NULL) {
        items = RP_NEW_ARRAY(&asking->can->arena, struct rampart_str, room);
        RP_TRY_MEMORY(items != NULL);
        documents->items = items;
    }
    for (size_t i = 0; i < documents->count; i++)
        if (rp_str_equal(items[i], name)) return RAMPART_OK;
    return rp_arena_copy(&asking->can->arena, name, &items[documents->count++]) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status can_pool_attachments(struct asking *asking, const struct rp_rules *rules)
{
    for (size_t i = 0; i < rules->attachment_count; i++) {
        const struct rampart_attachment *attachment = &rules->attachments[i];
        const bool known = attachment->policy != NULL && !attachment->policy->unknown;
        if (attachment->layer > RAMPART_LAYER_RESOURCE_GROUP) continue;
        if (known) RP_TRY(rp_diff_pool_add(&asking->pool, RP_DIFF_NEW, attachment));
        if (!known && !attachment->absent) RP_TRY(can_add_document(asking, attachment->unseen, rules->attachment_count));
    }
    return RAMPART_OK;
}

static enum rampart_status can_pool_resources(struct asking *asking)
{
    const struct rampart_account *account = asking->account;
    const size_t count = account == NULL ? 0 : account->resource_document_count;
    const struct rampart_diff_open more = {.reason = RAMPART_DIFF_UNREAD, .what = RP_STR("policies and settings of resources, which are too many")};
    for (size_t i = 0; i < count && i < RP_WHAT_CAN_DOCUMENTS; i++)
        if (account->resource_documents[i].layer != RAMPART_LAYER_SESSION) /* a gate of a role's sessions */
            RP_TRY(rp_diff_resources_pool_one(&asking->pool, account, &account->resource_documents[i], true));
    return count > RP_WHAT_CAN_DOCUMENTS ? rp_diff_add_open(asking->can->diff, &more) : RAMPART_OK;
}

static enum rampart_status can_list_roles(struct asking *asking)
{
    const struct rampart_account *account = asking->account;
    size_t count = account == NULL ? 0 : account->role_count;
    const struct rampart_diff_open more = {.reason = RAMPART_DIFF_CASES};
    if (count > RP_DIFF_ROLES) RP_TRY(rp_diff_add_open(asking->can->diff, &more));
    if (count > RP_DIFF_ROLES) count = RP_DIFF_ROLES;
    struct rampart_str *arns = RP_NEW_ARRAY(&asking->can->arena, struct rampart_str, count);
    RP_TRY_MEMORY(arns != NULL);
    for (size_t i = 0; i < count; i++)
        RP_TRY_MEMORY(rp_arena_printf(&asking->can->arena, &arns[i], "acs:ram::%.*s:role/%.*s", RP_ARG(account->id),
                                      RP_ARG(account->roles[i].name)));
    asking->can->roles = (struct rampart_strs){arns, count};
    return RAMPART_OK;
}

static enum rampart_status can_pool(struct asking *asking, const struct rp_rules *rules)
{
    RP_TRY(can_pool_attachments(asking, rules));
    if (can_is_root(asking)) RP_TRY(can_pool_everything(asking));
    RP_TRY(can_pool_resources(asking));
    return can_list_roles(asking);
}

/* ---- comparing with nothing ---- */

static enum rampart_status can_service(struct asking *asking, struct rampart_str *ret_pattern)
{
    const struct rampart_str service = asking->how->service;
    struct rampart_str lower;
    *ret_pattern = RP_STR("");
    if (service.len == 0) return RAMPART_OK;
    if (rp_has_wildcard(service) || rp_str_find(service, ':') < service.len) {
        rp_diag(asking->diags, RAMPART_ERROR, RP_REQ_ACTION, RP_NOWHERE, "\"%.*s\" is no code of a service",
                RP_ARG(rp_str_part(service, 0, 80)));
        rp_diag_help(asking->diags, "write what stands before the colon of its actions, such as ess");
        return RAMPART_INVALID_INPUT;
    }
    RP_TRY_MEMORY(rp_arena_lower(&asking->can->arena, service, &lower));
    const struct rampart_str parts[] = {lower, RP_STR(":?*")};
    return rp_arena_join(&asking->can->arena, parts, 2, ret_pattern) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status can_compare(struct asking *asking, struct rp_diff_asker *asker)
{
    struct rampart_what_can *can = asking->can;
    struct rp_diff_subject subject = {.asker = asker, .pool = &asking->pool, .roles = can->roles, .catalog = can->catalog,
                                      .gains = true, .grants = true};
    if (asking->account != NULL) subject.account = asking->account->id;
    RP_TRY(can_service(asking, &subject.actions));
    RP_TRY(rp_diff_compare(can->diff, &subject));
    return rp_diff_finish(can->diff);
}

/* ---- rows ---- */

/* The request of a witness, where nothing is said of its keys. */
static enum rampart_status can_explain(struct asking *asking, const struct rampart_diff_witness *witness,
                                       struct rampart_decision **ret_decision)
{
    struct rampart_what_can *can = asking->can;
    struct rampart_request *request = asking->request;
    rampart_request_clear(request);
    if (can->principal.len > 0) RP_TRY(rampart_request_set_principal(request, can->principal, NULL));
    RP_TRY(rampart_request_set_action(request, witness->action, NULL));
    RP_TRY(rampart_request_add_resource(request, witness->resource, NULL));
    RP_TRY(rampart_request_finish(request, NULL));
    RP_TRY(rampart_explain(can->set, &request, 1, RAMPART_EXPLAIN_BRIEF | RAMPART_EXPLAIN_FORMULA, NULL, ret_decision, NULL));
    can->decisions[can->decision_count++] = *ret_decision;
    return RAMPART_OK;
}

static enum rampart_status can_put_key(struct rp_buf *buf, const struct rampart_what_can_row *row)
{
    const struct rampart_decision *decision = row->decision;
    rp_buf_printf(buf, "%d", (int)row->outcome);
    rp_diff_key_regions(buf, row->resources, row->resource_count);
    if (row->outcome == RAMPART_OUTCOME_CONDITIONAL) rp_diff_key_formula(buf, row->when);
    for (size_t i = 0; i < decision->unknown_layer_count; i++) rp_buf_printf(buf, "l%d", (int)decision->unknown_layers[i]);
    for (size_t i = 0; i < row->turn_count; i++) rp_buf_printf(buf, "d%s", row->turns[i].name);
    for (size_t i = 0; i < decision->unknown_documents.count; i++) {
        rp_buf_add(buf, decision->unknown_documents.items[i]);
        rp_buf_add(buf, RP_STR("\0"));
    }
    return buf->failed;
}

static enum rampart_status can_find_row(struct rampart_what_can *can, struct rampart_str key, struct rp_what_can_row **ret_row)
{
    for (size_t i = 0; i < can->made_count; i++)
        if (rp_str_equal(can->made[i].key, key)) {
            *ret_row = &can->made[i];
            return RAMPART_OK;
        }
    void *grown = rp_arena_grow(&can->arena, can->made, can->made_count, &can->made_room, sizeof *can->made);
    RP_TRY_MEMORY(grown != NULL);
    can->made = grown;
    *ret_row = &can->made[can->made_count];
    **ret_row = (struct rp_what_can_row){.action_room = 0};
    RP_TRY_MEMORY(rp_arena_copy(&can->arena, key, &(*ret_row)->key));
    can->made_count++;
    return RAMPART_OK;
}

static bool can_is_same_cause(const struct rampart_diff_cause *a, const struct rampart_diff_cause *b)
{
    return a->layer == b->layer && a->statement == b->statement && rp_str_equal(a->policy, b->policy) &&
           rp_str_equal(a->place.file, b->place.file) && a->place.line == b->place.line && a->place.column == b->place.column;
}

/* A policy of a resource may be about others: then the explanation does not have it. */
static bool can_is_granted_by(const struct rampart_decision *decision, const struct rampart_diff_cause *cause)
{
    if (cause->effect != RAMPART_ALLOW) return false;
    if (cause->layer == RAMPART_LAYER_IDENTITY || cause->layer == RAMPART_LAYER_RESOURCE_GROUP) return true;
    if (cause->layer == RAMPART_LAYER_CONTROL || cause->layer == RAMPART_LAYER_SESSION) return false; /* they let through */
    for (size_t i = 0; i < decision->matched_count; i++)
        if (decision->matched[i].layer == cause->layer && decision->matched[i].statement == cause->statement &&
            rp_str_equal(decision->matched[i].policy, cause->policy))
            return true;
    return false;
}

static enum rampart_status can_add_cause(struct rp_arena *arena, struct rp_what_can_row *made,
                                         const struct rampart_diff_cause *cause)
{
    struct rampart_what_can_row *row = &made->row;
    for (size_t i = 0; i < row->by_count; i++)
        if (can_is_same_cause(&row->by[i], cause)) return RAMPART_OK;
    struct rampart_diff_cause *grown =
        rp_arena_grow(arena, (void *)(uintptr_t)row->by, row->by_count, &made->by_room, sizeof *grown);
    RP_TRY_MEMORY(grown != NULL);
    grown[row->by_count++] = *cause;
    row->by = grown;
    return RAMPART_OK;
}

/* Adds what a difference has to the row that is alike. */
static enum rampart_status can_append(struct rp_arena *arena, struct rp_what_can_row *made, const struct rampart_diff_row *more,
                                      const struct rampart_decision *decision, struct rampart_str service)
{
    struct rampart_what_can_row *row = &made->row;
    for (size_t i = 0; i < more->action_count; i++) {
        struct rampart_diff_region *grown = rp_arena_grow(arena, (void *)(uintptr_t)row->actions, row->action_count,
                                                          &made->action_room, sizeof *grown);
        RP_TRY_MEMORY(grown != NULL);
        row->actions = grown;
        grown[row->action_count] = more->actions[i];
        RP_TRY(rp_what_can_narrow(arena, service, &grown[row->action_count]));
        row->action_count++;
    }
    for (size_t i = 0; i < more->cause_count; i++)
        if (can_is_granted_by(decision, &more->causes[i])) RP_TRY(can_add_cause(arena, made, &more->causes[i]));
    struct rampart_diff_witness *grown = rp_arena_grow(arena, (void *)(uintptr_t)row->witnesses, row->witness_count,
                                                       &made->witness_room, sizeof *grown);
    RP_TRY_MEMORY(grown != NULL);
    grown[row->witness_count++] = more->witness;
    row->witnesses = grown;
    return RAMPART_OK;
}

/* Nobody knows how an action is spelt that the catalogue does not know: that its letters' case counts says nothing. */
static enum rampart_status can_list_turns(struct asking *asking, struct rampart_what_can_row *row)
{
    const struct rampart_decision *decision = row->decision;
    struct rampart_catalog_action action;
    const bool known = rampart_catalog_find_action(asking->can->catalog, decision->action, &action);
    struct rampart_dependence *turns = RP_NEW_ARRAY(&asking->can->arena, struct rampart_dependence, decision->dependence_count);
    RP_TRY_MEMORY(turns != NULL);
    for (size_t i = 0; i < decision->dependence_count; i++)
        if (known || decision->dependences[i].assumption != RAMPART_ASSUME_ACTION_CASE) turns[row->turn_count++] = decision->dependences[i];
    row->turns = turns;
    return RAMPART_OK;
}

static enum rampart_status can_add_row(struct asking *asking, const struct rampart_diff_row *more)
{
    struct rampart_what_can *can = asking->can;
    struct rampart_decision *decision = NULL;
    struct rp_what_can_row *made = NULL;
    struct rp_buf buf;
    RP_TRY(can_explain(asking, &more->witness, &decision));
    const bool granted = more->witness.now.outcome == RAMPART_OUTCOME_ALLOW || decision->matched_count > 0;
    if (!granted && !can_is_root(asking)) return RAMPART_OK; /* nothing but what was not read, which is named, may grant it */
    const bool certain = decision->without_unseen.outcome == RAMPART_OUTCOME_ALLOW;
    struct rampart_what_can_row row = {.outcome = certain ? RAMPART_OUTCOME_ALLOW : RAMPART_OUTCOME_CONDITIONAL,
                                       .resources = more->resources,
                                       .resource_count = more->resource_count,
                                       .when = certain ? NULL : decision->formula,
                                       .decision = decision};
    RP_TRY(can_list_turns(asking, &row));
    rp_buf_init(&buf, &can->allocator, SIZE_MAX / 2);
    enum rampart_status status = can_put_key(&buf, &row);
    if (status == RAMPART_OK) status = can_find_row(can, rp_buf_text(&buf), &made);
    rp_buf_free(&buf);
    RP_TRY(status);
    if (made->row.decision == NULL) made->row = row;
    return can_append(&can->arena, made, more, decision, asking->how->service);
}

/* What is certain comes first. A row without an action that is asked about is left out. */
static enum rampart_status can_finish_rows(struct asking *asking)
{
    struct rampart_what_can *can = asking->can;
    can->rows = RP_NEW_ARRAY(&can->arena, struct rampart_what_can_row, can->made_count);
    RP_TRY_MEMORY(can->rows != NULL);
    for (int certain = 1; certain >= 0; certain--)
        for (size_t i = 0; i < can->made_count; i++) {
            struct rampart_what_can_row *row = &can->rows[can->count];
            if ((can->made[i].row.outcome == RAMPART_OUTCOME_ALLOW) != (certain == 1)) continue;
            *row = can->made[i].row;
            RP_TRY(rp_what_can_actions(&can->arena, can->catalog, asking->how, row));
            can->count += !asking->how->write || row->known_count + row->other_count > 0;
        }
    return RAMPART_OK;
}

static enum rampart_status can_make_rows(struct asking *asking)
{
    struct rampart_what_can *can = asking->can;
    const size_t count = rampart_diff_count(can->diff);
    can->decisions = RP_NEW_ARRAY(&can->arena, struct rampart_decision *, count);
    RP_TRY_MEMORY(can->decisions != NULL);
    for (size_t i = 0; i < count; i++) {
        if (asking->how->progress != NULL) asking->how->progress(asking->how->progress_context, i, count);
        RP_TRY(can_add_row(asking, rampart_diff_row(can->diff, i)));
    }
    return can_finish_rows(asking);
}

/* ---- what was not read ---- */

static enum rampart_status can_add_unread(struct asking *asking, struct rampart_str service, unsigned layers)
{
    struct rampart_what_can *can = asking->can;
    const struct rampart_str wanted = asking->how->service;
    if (layers == 0 || (wanted.len > 0 && !rp_str_equal_fold(service, wanted))) return RAMPART_OK;
    void *grown = rp_arena_grow(&can->arena, can->unread, can->unread_count, &can->unread_room, sizeof *can->unread);
    RP_TRY_MEMORY(grown != NULL);
    can->unread = grown;
    can->unread[can->unread_count++] = (struct rampart_what_can_unread){service, layers};
    return RAMPART_OK;
}

/* Whether a statement lets the principal assume roles of other accounts, if these trust it. */
static enum rampart_status can_assumes_elsewhere(struct asking *asking, struct rp_matcher *matcher, bool *ret_does)
{
    struct rampart_str own, text;
    RP_TRY_MEMORY(rp_arena_printf(asking->arena, &own, "acs:ram:*:%.*s:*", RP_ARG(asking->account->id)));
    const struct rp_cell_pattern patterns[] = {{.text = RP_STR("acs:ram:*:*:role/*"), .wild = true, .crossing = RP_WITHIN_FIELDS},
                                               {.text = own, .wild = true, .crossing = RP_WITHIN_FIELDS}};
    const struct rp_text_set roles = {.patterns = patterns, .count = 1}, others = {.patterns = patterns + 1, .count = 1};
    *ret_does = false;
    for (size_t i = 0; i < asking->pool.count && !*ret_does; i++) {
        const struct rp_diff_statement *statement = &asking->pool.statements[i];
        const struct rp_text_set *sets[] = {&roles, &asking->pool.resources[statement->resource].set, &others};
        static const bool in[] = {true, true, false};
        enum rp_sets_answer answer = RP_SETS_UNDECIDED;
        bool assumes = false;
        if (!rp_diff_grants(statement)) continue;
        RP_TRY(rp_text_set_has(asking->arena, matcher, &asking->pool.actions[statement->action].set, RP_STR("sts:assumerole"),
                               &assumes));
        if (!assumes) continue;
        RP_TRY(rp_text_cell_find(asking->arena, sets, in, 3, &asking->can->diff->steps_left, &answer, &text));
        *ret_does = answer != RP_SETS_NONE;
    }
    return RAMPART_OK;
}

static enum rampart_status can_list_trusts(struct asking *asking)
{
    struct rp_matcher matcher;
    bool does = false;
    if (asking->account == NULL) return RAMPART_OK;
    RP_TRY(rp_matcher_init(&matcher, &asking->can->allocator));
    const enum rampart_status status = can_assumes_elsewhere(asking, &matcher, &does);
    rp_matcher_free(&matcher);
    RP_TRY(status);
    return does ? can_add_unread(asking, RP_STR("sts"), 1U << RAMPART_LAYER_TRUST) : RAMPART_OK;
}

static enum rampart_status can_list_unread(struct asking *asking)
{
    const unsigned absent = rp_options_absent(&asking->can->set->options) |
                            (asking->account == NULL ? 0 : asking->account->absent_layers);
    struct rampart_catalog_service service;
    size_t cursor = 0;
    while (rampart_catalog_next_service(asking->can->catalog, &cursor, &service))
        RP_TRY(can_add_unread(asking, service.code, rp_unseen_deciders(service.code) & ~absent));
    return can_list_trusts(asking);
}

/* ---- all of it ---- */

static enum rampart_status can_answer_with(struct asking *asking, const struct rp_rules *rules)
{
    struct rampart_what_can *can = asking->can;
    struct rp_diff_asker asker = {.sides = {can->set, can->set}, .request = asking->request, .principal = can->principal};
    asker.missing[RP_DIFF_OLD] = true;
    RP_TRY(can_pool(asking, rules));
    RP_TRY(can_compare(asking, &asker));
    RP_TRY(can_make_rows(asking));
    return can_list_unread(asking);
}

static enum rampart_status can_answer(struct asking *asking)
{
    struct rp_set_rules rules = {NULL, NULL};
    struct rp_arena arena;
    RP_TRY(rp_what_can_probe(asking->request, asking->can->principal, asking->diags));
    RP_TRY(rp_set_rules(asking->can->set, asking->request, asking->diags, &rules));
    rp_arena_init(&arena, &asking->can->allocator);
    asking->arena = &arena;
    rp_diff_pool_init(&asking->pool, &arena);
    asking->can->rules = rules.own; /* regions have texts of it */
    asking->can->bearing = rules.rules;
    asking->can->owner = can_is_root(asking);
    const enum rampart_status status = can_answer_with(asking, rules.rules);
    rp_arena_free(&arena);
    return status;
}

static enum rampart_status can_ask(struct asking *asking, const struct rampart_set *set, struct rampart_str principal)
{
    struct rampart_what_can *can = asking->can;
    RP_TRY(can_read_principal(asking, set, principal));
    RP_TRY_MEMORY(rp_arena_copy(&can->arena, asking->how->service, &can->service));
    can->write = asking->how->write;
    RP_TRY(rp_diff_new(&can->allocator, &can->diff));
    can->catalog = can->set->options.catalog;
    if (can->catalog == NULL) {
        RP_TRY(rampart_catalog_open(&can->set->options, &can->own));
        can->catalog = can->own;
    }
    RP_TRY(rampart_request_new(&can->set->options, &asking->request));
    const enum rampart_status status = can_answer(asking);
    rampart_request_free(asking->request);
    return status;
}

enum rampart_status rampart_what_can(const struct rampart_set *set, struct rampart_str principal,
                                     const struct rampart_what_can_options *how, struct rampart_diags *diags,
                                     struct rampart_what_can **ret_can)
{
    static const struct rampart_what_can_options everything = {.write = false};
    struct rp_arena arena;
    if (set == NULL || ret_can == NULL || set->few) return RAMPART_MISUSE;
    rp_arena_init(&arena, &set->allocator);
    struct rampart_what_can *can = RP_NEW(&arena, struct rampart_what_can);
    RP_TRY_MEMORY(can != NULL);
    can->arena = arena;
    can->allocator = arena.allocator;
    struct asking asking = {.can = can, .how = how != NULL ? how : &everything, .diags = diags};
    const enum rampart_status status = can_ask(&asking, set, principal);
    if (status == RAMPART_OK)
        *ret_can = can;
    else
        rampart_what_can_free(can);
    return status;
}

void rampart_what_can_free(struct rampart_what_can *can)
{
    if (can == NULL) return;
    for (size_t i = 0; i < can->decision_count; i++) rampart_decision_free(can->decisions[i]);
    rampart_diff_free(can->diff);
    rp_rules_free(can->rules);
    rampart_catalog_free(can->own);
    struct rp_arena arena = can->arena; /* the answer lives in it */
    rp_arena_free(&arena);
}

struct rampart_str rampart_what_can_principal(const struct rampart_what_can *can)
{
    return can->principal;
}

size_t rampart_what_can_count(const struct rampart_what_can *can)
{
    return can->count;
}

const struct rampart_what_can_row *rampart_what_can_row(const struct rampart_what_can *can, size_t i)
{
    return i < can->count ? &can->rows[i] : NULL;
}

size_t rampart_what_can_open_count(const struct rampart_what_can *can)
{
    return rampart_diff_open_count(can->diff);
}

const struct rampart_diff_open *rampart_what_can_open(const struct rampart_what_can *can, size_t i)
{
    return rampart_diff_open(can->diff, i);
}

struct rampart_strs rampart_what_can_unread_documents(const struct rampart_what_can *can)
{
    return can->documents;
}

const struct rampart_what_can_unread *rampart_what_can_unread(const struct rampart_what_can *can, size_t i)
{
    return i < can->unread_count ? &can->unread[i] : NULL;
}
