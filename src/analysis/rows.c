/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of an answer, counting them, and the layers of the resource that were not seen. */
#include "analysis/who_can.h"

#include <limits.h>

#include "account/organisation.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/unseen.h"
#include "policy/arn.h"

enum { DENY = 2, LAYER = 3, OUTCOMES = 3, DENIES = 1 };

uint8_t rp_verdict_pack(struct rampart_verdict verdict)
{
    return (uint8_t)((unsigned)verdict.outcome | (unsigned)verdict.deny << DENY |
                     (unsigned)verdict.layer << LAYER);
}

struct rampart_verdict rp_verdict_unpack(uint8_t packed)
{
    return (struct rampart_verdict){(enum rampart_outcome)(packed & OUTCOMES),
                                    (enum rampart_deny)(packed >> DENY & DENIES),
                                    (enum rampart_layer)(packed >> LAYER)};
}

uint8_t rp_verdict_worse(uint8_t packed, uint8_t other)
{
    const struct rampart_verdict one = rp_verdict_unpack(packed), second = rp_verdict_unpack(other);
    return rampart_verdict_worse(&second, &one) ? other : packed;
}

/* ---- rows of one account: roles, root, users ---- */

/* Whose row it is. The ARN lies in the arena. */
static bool rows_name(const struct rampart_who_can *result, struct rp_arena *arena, size_t i,
                      struct rampart_who_can_row *ret_row)
{
    const struct rampart_account *account = result->account;
    const bool several = account->home != NULL; /* then a name alone says too little */
    const size_t prefix = sizeof "acs:ram:::" - 1 + account->id.len, roles = account->role_count;
    struct rampart_who_can_row row = {.kind = i == roles ? RAMPART_PRINCIPAL_ROOT : RAMPART_PRINCIPAL_USER};
    if (i < roles) {
        row.kind = RAMPART_PRINCIPAL_ROLE;
        row.service_linked = account->roles[i].service_linked;
    }
    if (!rp_principal_arn(arena, account, i, &row.principal)) return false;
    row.name = several ? row.principal : rp_str_from(row.principal, prefix);
    *ret_row = row;
    return true;
}

struct rp_row_cell *rp_who_can_cells(const struct rampart_who_can *result)
{
    struct rp_who_can_cells *cells = result->cells;
    for (size_t i = 0; i < result->principal_count && !cells->made; i++)
        cells->items[i] = (struct rp_row_cell){.verdict = result->direct[i], .alone = result->direct[i]};
    cells->made = true;
    return cells->items;
}

enum rampart_status rp_who_can_make_pages(struct rampart_who_can *result)
{
    struct rp_made_rows *made = RP_NEW(&result->arena, struct rp_made_rows);
    RP_TRY_MEMORY(made != NULL);
    made->page_count = result->principal_count / RP_ROW_PAGE + 1;
    made->pages = RP_NEW_ARRAY(&result->arena, struct rp_made_row **, made->page_count);
    RP_TRY_MEMORY(made->pages != NULL);
    rp_arena_init(&made->arena, &result->allocator);
    result->made = made;
    return RAMPART_OK;
}

enum rampart_status rp_who_can_make_fixed(struct rampart_who_can *result)
{
    const size_t count = result->role_count + 1;
    result->fixed = RP_NEW_ARRAY(&result->arena, struct rp_made_row, count);
    RP_TRY_MEMORY(result->fixed != NULL);
    for (size_t i = 0; i < count; i++) {
        RP_TRY_MEMORY(rows_name(result, &result->arena, i, &result->fixed[i].row));
        result->fixed[i].place = i;
    }
    return rp_who_can_make_pages(result);
}

void rp_who_can_free_rows(struct rampart_who_can *result)
{
    if (result->made != NULL) rp_arena_free(&result->made->arena);
}

/* ---- ways: roles by their numbers ---- */

/* The member of an organisation whose role has the number. */
static const struct rampart_who_can *rows_member_of_role(const struct rampart_who_can *whole, size_t number)
{
    size_t low = 0, high = whole->member_count - 1;
    while (low < high) {
        const size_t middle = low + (high - low + 1) / 2;
        if (whole->members[middle]->first_role <= number)
            low = middle;
        else
            high = middle - 1;
    }
    return whole->members[low];
}

static const struct rampart_who_can_row *rows_way(const struct rampart_who_can *result, uint32_t via)
{
    if (via == 0) return NULL;
    const size_t number = via - 1;
    const struct rampart_who_can *owner = result->whole == NULL ? result : rows_member_of_role(result->whole, number);
    return &owner->fixed[number - owner->first_role].row;
}

/* What the row came to. Where several answers are put together, its way stands in one of them. */
static void rows_put(const struct rampart_who_can *result, size_t i, struct rampart_who_can_row *row)
{
    const struct rp_row_cell *cell = &rp_who_can_cells(result)[i];
    row->verdict = rp_verdict_unpack(cell->verdict);
    row->without_unseen = rp_verdict_unpack(cell->alone);
    row->via_count = cell->via_count;
    row->answer = result->numbers != NULL ? result->numbers[i] : result->first_answer + i;
    row->depends_on = result->depends != NULL ? result->depends[i] : 0;
    if (result->parts == NULL)
        row->via = rows_way(result, cell->via);
    else
        row->via = cell->via == 0 ? NULL : rp_who_can_glance(result->parts[cell->via - 1].answer, i).via;
}

void rp_who_can_fix(const struct rampart_who_can *result)
{
    for (size_t i = 0; i < result->role_count + 1; i++) rows_put(result, i, &result->fixed[i].row);
}

/* ---- rows that are asked for ---- */

/* The names of an answer that is put together are those of its first part. */
static bool rows_make(const struct rampart_who_can *result, size_t i, struct rp_made_row *made)
{
    struct rp_arena *arena = &result->made->arena;
    if (result->parts == NULL) {
        if (!rows_name(result, arena, i, &made->row)) return false;
    } else {
        const struct rampart_who_can_row *named = rampart_who_can_row(result->parts[0].answer, i);
        if (named == NULL) return false;
        made->row = *named;
        if (!rp_arena_copy(arena, named->principal, &made->row.principal)) return false;
        made->row.name = rp_str_from(made->row.principal, made->row.principal.len - named->name.len);
    }
    made->place = i;
    rows_put(result, i, &made->row);
    return true;
}

/* The row of one account, or of answers that are put together; NULL: memory was refused. */
static const struct rampart_who_can_row *rows_find(const struct rampart_who_can *result, size_t i)
{
    if (result->parts == NULL && i <= result->role_count) return &result->fixed[i].row;
    struct rp_made_rows *rows = result->made;
    struct rp_made_row **page = rows->pages[i / RP_ROW_PAGE];
    if (page == NULL) page = rows->pages[i / RP_ROW_PAGE] = RP_NEW_ARRAY(&rows->arena, struct rp_made_row *, RP_ROW_PAGE);
    if (page == NULL) return NULL;
    struct rp_made_row *made = page[i % RP_ROW_PAGE];
    if (made == NULL) {
        made = RP_NEW(&rows->arena, struct rp_made_row);
        if (made == NULL || !rows_make(result, i, made)) return NULL;
        page[i % RP_ROW_PAGE] = made;
    }
    return &made->row;
}

static void rows_drop(const struct rampart_who_can *result)
{
    struct rp_made_rows *rows = result->made;
    if (rows == NULL) return;
    rp_arena_reset(&rows->arena);
    for (size_t i = 0; i < rows->page_count; i++) rows->pages[i] = NULL;
}

void rampart_who_can_drop_rows(struct rampart_who_can *result)
{
    rows_drop(result);
    for (size_t i = 0; i < result->member_count; i++) rampart_who_can_drop_rows(result->members[i]);
    for (size_t i = 0; i < result->part_count; i++) rampart_who_can_drop_rows(result->parts[i].answer);
}

/* ---- the rows of all members ---- */

size_t rampart_who_can_count(const struct rampart_who_can *result)
{
    if (result->members == NULL) return result->principal_count;
    return result->member_count == 0 ? 0 : result->member_ends[result->member_count - 1];
}

/* The first member whose rows end behind this one. */
static size_t rows_member_at(const struct rampart_who_can *result, size_t row)
{
    size_t low = 0, high = result->member_count - 1;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (result->member_ends[middle] <= row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Of an organisation the answer of its member that the row stands in, and its place there. */
static const struct rampart_who_can *rows_locate(const struct rampart_who_can *result, size_t *i)
{
    if (result->members == NULL) return result;
    const size_t member = rows_member_at(result, *i);
    if (member > 0) *i -= result->member_ends[member - 1];
    return result->members[member];
}

const struct rampart_who_can_row *rampart_who_can_row(const struct rampart_who_can *result, size_t i)
{
    if (i >= rampart_who_can_count(result)) return NULL;
    result = rows_locate(result, &i);
    return rows_find(result, i);
}

struct rampart_who_can_row rp_who_can_glance(const struct rampart_who_can *result, size_t i)
{
    struct rampart_who_can_row row = {.kind = RAMPART_PRINCIPAL_USER};
    result = rows_locate(result, &i);
    rows_put(result, i, &row);
    if (result->parts != NULL)
        row.kind = rp_who_can_glance(result->parts[0].answer, i).kind;
    else if (i <= result->role_count)
        row.kind = i < result->role_count ? RAMPART_PRINCIPAL_ROLE : RAMPART_PRINCIPAL_ROOT;
    return row;
}

bool rampart_who_can_glance(const struct rampart_who_can *result, size_t i, struct rampart_who_can_row *ret_row)
{
    if (i >= rampart_who_can_count(result)) return false;
    *ret_row = rp_who_can_glance(result, i);
    return true;
}

/* The part that a row is told by: the first that is not denied, and else the first. */
const struct rampart_who_can_part *rp_who_can_told_part(const struct rampart_who_can *result,
                                                        const struct rampart_who_can_row *row,
                                                        const struct rampart_who_can_row **ret_row)
{
    const size_t i = rp_row_place(row);
    const struct rampart_who_can_part *part = NULL;
    for (size_t k = 0; k < result->part_count && part == NULL; k++)
        if (rp_who_can_glance(result->parts[k].answer, i).without_unseen.outcome != RAMPART_OUTCOME_DENY)
            part = &result->parts[k];
    if (part == NULL) part = &result->parts[0];
    *ret_row = rampart_who_can_row(part->answer, i);
    return part;
}

/* Rows are told apart by the account in their ARN. */
struct rampart_who_can *rp_who_can_member_of(const struct rampart_who_can *result,
                                             const struct rampart_who_can_row *row)
{
    struct rp_arn arn = {.account = {NULL, 0}};
    (void)rp_arn_split(row->principal, &arn);
    return result->members[rp_organisation_find(result->organisation, arn.account)];
}

static enum rampart_outcome rows_outcome(const struct rampart_who_can *result, size_t i)
{
    if (result->cells->made) return rp_packed_outcome(result->cells->items[i].verdict);
    return rp_packed_outcome(result->direct[i]);
}

/* Adds the rows from `first` up to `end`. */
static void rows_add_up(const struct rampart_who_can *result, size_t first, size_t end,
                        struct rampart_who_can_summary *sum)
{
    size_t allow = 0, conditional = 0;
    for (size_t i = first; i < end; i++) {
        allow += rows_outcome(result, i) == RAMPART_OUTCOME_ALLOW;
        conditional += rows_outcome(result, i) == RAMPART_OUTCOME_CONDITIONAL;
    }
    sum->principals += end - first;
    sum->allow += allow;
    sum->conditional += conditional;
    sum->deny += end - first - allow - conditional;
}

static struct rampart_who_can_summary rows_sum_members(const struct rampart_who_can *result, unsigned kinds)
{
    struct rampart_who_can_summary sum = {0};
    for (size_t i = 0; i < result->member_count; i++) {
        const struct rampart_who_can_summary part = rampart_who_can_sum(result->members[i], kinds);
        sum.principals += part.principals;
        sum.allow += part.allow;
        sum.conditional += part.conditional;
        sum.deny += part.deny;
    }
    return sum;
}

/* Of rows of several accounts, in whichever order. */
static struct rampart_who_can_summary rows_sum_made(const struct rampart_who_can *result, unsigned kinds)
{
    struct rampart_who_can_summary sum = {0};
    for (size_t i = 0; i < result->principal_count; i++)
        if (kinds == 0 || (kinds & 1U << rp_who_can_glance(result, i).kind) != 0) rows_add_up(result, i, i + 1, &sum);
    return sum;
}

/* The principals are sorted: roles, root, users. */
struct rampart_who_can_summary rampart_who_can_sum(const struct rampart_who_can *result, unsigned kinds)
{
    struct rampart_who_can_summary sum = {0};
    if (result->members != NULL) return rows_sum_members(result, kinds);
    if (result->parts != NULL) return rows_sum_made(result, kinds);
    size_t root = result->role_count, count = rampart_who_can_count(result);
    if (kinds == 0) kinds = UINT_MAX;
    if ((kinds & 1U << RAMPART_PRINCIPAL_ROLE) != 0) rows_add_up(result, 0, root, &sum);
    if ((kinds & 1U << RAMPART_PRINCIPAL_ROOT) != 0) rows_add_up(result, root, root + 1, &sum);
    if ((kinds & 1U << RAMPART_PRINCIPAL_USER) != 0) rows_add_up(result, root + 1, count, &sum);
    return sum;
}

/* ---- unseen layers: they may let in or shut out whoever asks, and are told of once ---- */

/* True: the resource belongs to another account than the principals. */
static bool rows_are_foreign(const struct rampart_who_can *result, const struct rp_resource *resource)
{
    const struct rampart_str owner = resource->account;
    return owner.len > 0 && !rp_str_equal(owner, result->account->id);
}

/*
 * Layers that leave nothing open: the account whose the resource is has a document, knows that there is none, or holds none of
 * the kind. Of an organisation that account is compiled as long as the answer lives; where nobody knows it, it is the one
 * that asks.
 */
static void rows_settle(const struct rampart_who_can *result, const struct rp_resource *resource,
                        struct rp_settled_layers *ret_settled)
{
    const struct rp_unseen_layers *unseen = resource->unseen;
    const struct rp_compiled *owner = rp_compiled_owner_of(result->compiled, resource->account);
    const struct rp_question question = rp_question_about(result->question, resource, 0);
    struct rp_rules rules = {.absent_layers = 0};
    if (unseen == NULL) return;
    rp_compiled_show(owner, &rules);
    ret_settled->settled = rp_shown_layers(&rules, &question) | rp_unseen_idle(unseen, owner->held_layers);
    ret_settled->absent = owner->account->absent_layers;
}

/* By the resource of the question. */
static enum rampart_status rows_settle_all(struct rampart_who_can *result)
{
    size_t i = 0;
    result->settled = RP_NEW_ARRAY(&result->arena, struct rp_settled_layers, result->question->resource_count);
    RP_TRY_MEMORY(result->settled != NULL);
    for (const struct rp_resource *resource = result->question->resources; resource != NULL; resource = resource->next)
        rows_settle(result, resource, &result->settled[i++]);
    return RAMPART_OK;
}

static struct rp_who_can_unseen rows_unseen(const struct rampart_who_can *result, const struct rp_resource *resource,
                                            const struct rp_settled_layers *settled, rampart_switches assumed)
{
    const struct rp_unseen_layers *unseen = resource->unseen;
    const bool foreign = rows_are_foreign(result, resource);
    struct rp_who_can_unseen open = {.unasked = foreign && (assumed & RP_ASSUME_FOREIGN_DENY) == 0};
    if (unseen == NULL) return open;
    open.power = rp_unseen_as_assumed(foreign ? unseen->other : unseen->own, foreign, assumed);
    const unsigned without = settled->settled | settled->absent;
    open.assumed_absent = (open.power.allow | open.power.deny) & settled->absent & ~settled->settled & ~unseen->behind;
    open.power.allow &= ~without;
    open.power.deny &= ~without | unseen->behind;
    return open;
}

/* Of several resources, what a layer of any may do: the call needs all of them. */
struct rp_who_can_unseen rp_who_can_unseen(const struct rampart_who_can *result, rampart_switches assumed)
{
    const struct rp_resource *resource = result->question->resources;
    const struct rp_settled_layers *settled = result->settled;
    struct rp_who_can_unseen all = rows_unseen(result, resource, settled, assumed);
    while ((resource = resource->next) != NULL) {
        const struct rp_who_can_unseen open = rows_unseen(result, resource, ++settled, assumed);
        all.power.allow |= open.power.allow;
        all.power.deny |= open.power.deny;
        all.unasked |= open.unasked;
        all.assumed_absent |= open.assumed_absent;
    }
    return all;
}

static enum rampart_status rows_tell_unseen(struct rampart_who_can *result, const struct rp_resource *resource,
                                            const struct rp_settled_layers *settled)
{
    const struct rp_unseen_layers *unseen = resource->unseen;
    const struct rp_who_can_unseen open = rows_unseen(result, resource, settled, result->assumed);
    const unsigned layers = open.power.allow | open.power.deny;
    for (size_t i = 0; layers != 0 && i < unseen->count; i++)
        if ((layers & 1U << unseen->layers[i].layer) != 0)
            RP_TRY(
                rp_unseen_tell(&result->arena, &unseen->layers[i], &result->unseen[result->unseen_count++]));
    return RAMPART_OK;
}

enum rampart_status rp_who_can_find_unseen(struct rampart_who_can *result)
{
    RP_TRY(rows_settle_all(result));
    const struct rp_who_can_unseen open = rp_who_can_unseen(result, result->assumed);
    const struct rp_resource *const resources = result->question->resources;
    size_t most = 0, i = 0;
    result->assumed_absent = open.assumed_absent;
    if ((open.power.allow | open.power.deny) == 0) return RAMPART_OK;
    for (const struct rp_resource *resource = resources; resource != NULL; resource = resource->next)
        most += resource->unseen == NULL ? 0 : resource->unseen->count;
    result->unseen = RP_NEW_ARRAY(&result->arena, struct rampart_unseen, most);
    RP_TRY_MEMORY(result->unseen != NULL);
    for (const struct rp_resource *resource = resources; resource != NULL; resource = resource->next)
        RP_TRY(rows_tell_unseen(result, resource, &result->settled[i++]));
    return RAMPART_OK;
}

struct rampart_verdict rp_who_can_opened(const struct rp_who_can_unseen *open, struct rampart_verdict alone)
{
    if (rp_unseen_openers(open->power, open->unasked, alone) == 0) return alone;
    return (struct rampart_verdict){.outcome = RAMPART_OUTCOME_CONDITIONAL};
}

void rp_who_can_open_rows(const struct rampart_who_can *result)
{
    if (result->unseen_count == 0) return; /* the cells may not be made yet */
    const struct rp_who_can_unseen open = rp_who_can_unseen(result, result->assumed);
    struct rp_row_cell *cells = rp_who_can_cells(result);
    for (size_t i = 0; i < rampart_who_can_count(result); i++)
        cells[i].verdict = rp_verdict_pack(rp_who_can_opened(&open, rp_verdict_unpack(cells[i].verdict)));
}

static bool rows_have_unseen(const struct rampart_who_can *whole, const struct rampart_unseen *unseen)
{
    for (size_t i = 0; i < whole->unseen_count; i++)
        if (whole->unseen[i].layer == unseen->layer && rp_str_equal(whole->unseen[i].of, unseen->of)) return true;
    return false;
}

/* Lists what leaves rows of any member or part open, each layer once: own principals and others may have different ones. */
enum rampart_status rp_who_can_unite_unseen(struct rampart_who_can *whole)
{
    const size_t count = whole->parts != NULL ? whole->part_count : whole->member_count;
    size_t room = 0;
    for (size_t i = 0; i < count; i++) {
        const struct rampart_who_can *member = whole->parts != NULL ? whole->parts[i].answer : whole->members[i];
        whole->assumed_absent |= member->assumed_absent;
        for (size_t k = 0; k < member->unseen_count; k++) {
            if (rows_have_unseen(whole, &member->unseen[k])) continue;
            struct rampart_unseen *unseen =
                rp_arena_grow(&whole->arena, whole->unseen, whole->unseen_count, &room, sizeof *unseen);
            RP_TRY_MEMORY(unseen != NULL);
            whole->unseen = unseen;
            unseen[whole->unseen_count++] = member->unseen[k];
        }
    }
    return RAMPART_OK;
}

const struct rampart_unseen *rampart_who_can_unseen(const struct rampart_who_can *result, size_t i)
{
    return result != NULL && i < result->unseen_count ? &result->unseen[i] : NULL;
}

unsigned rampart_who_can_assumed_absent(const struct rampart_who_can *result)
{
    return result == NULL ? 0 : result->assumed_absent;
}

/* ---- CloudSSO ---- */

struct rampart_strs rampart_who_can_held_by(const struct rampart_who_can *result, const struct rampart_who_can_row *row)
{
    const struct rampart_strs nobody = {NULL, 0};
    struct rampart_str name;
    if (row->kind != RAMPART_PRINCIPAL_ROLE) return nobody;
    if (result->parts != NULL) return rampart_who_can_held_by(result->parts[0].answer, row);
    if (result->members != NULL) result = rp_who_can_member_of(result, row);
    if (!rp_account_role_name(result->account->id, row->principal, &name)) return nobody;
    const struct rp_role *role = rp_account_role(result->account, name);
    return role == NULL ? nobody : role->held_by;
}
