/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_compare.h"

#include "analysis/diff_rows.h"
#include "analysis/diff_texts.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/apis.h"
#include "decide/set.h"

enum { KINDS = 3, KIND_OPEN = 2 }; /* behind enum rampart_diff_change */

/* What cells come to that are put together. */
struct label {
    struct rampart_str key; /* alike are equal */
    int kind;
    struct rp_diff_numbers statements; /* of the first of them */
    struct rp_diff_ways ways;          /* the same */
};

struct resource_cell {
    const bool *in;
    const struct label *labels[KINDS]; /* NULL: it has none of the kind */
    struct rp_diff_ways ways;
    struct rampart_str action, resource; /* that were asked about */
};

/* Resources that come to the same, of one cell of actions. */
struct part {
    const struct label *label;
    struct resource_cell first; /* of its cells */
    struct rampart_str key;     /* of the regions */
    const struct rp_diff_terms *regions;
    const struct rampart_diff_region *roles; /* in their place: roles by their ARNs */
    size_t region_count, action_cell;
    bool taken;
};

struct compare {
    struct rampart_diff *diff;
    const struct rp_diff_subject *subject;
    struct rp_diff_pool *pool;
    struct rp_arena *arena; /* of one changed statement */
    struct rp_matcher *matcher;
    struct rp_text_set every_action, every_resource;
    size_t base; /* the changed statement that is walked */
    struct rp_text_set reached; /* its resources, as far as there may be such */
    const struct rp_text_set *beyond_actions, *beyond_resources; /* what need not be walked; NULL: nothing is left out */
    size_t assume_role; /* with an account, the element that is a case by itself: trust policies decide as well */

    struct rp_text_cells *action_cells; /* the walk */
    const bool **actions;               /* the cells so far, by their signs */
    size_t action_count, action_room;
    struct rampart_str action; /* of the cell in hand */
    struct rp_diff_numbers about;

    struct rp_text_cells *resource_cells;
    const size_t *elements; /* of the resource cells: which sets tell them apart */
    struct resource_cell *resources;
    size_t resource_count, resource_room;

    struct part *parts;
    size_t part_count, part_room;
    struct label **labels;
    size_t label_count, label_room;
};

#define GROW(compare, list)                                                                              \
    (rp_arena_grow((compare)->arena, (compare)->list##s, (compare)->list##_count, &(compare)->list##_room, \
                   sizeof *(compare)->list##s))

/* ---- what the statements of a cell say ---- */

static const struct rp_diff_statement *compare_statement(const struct compare *compare, size_t number)
{
    return &compare->pool->statements[number];
}

static bool compare_says_the_same(const struct rp_diff_statement *a, const struct rp_diff_statement *b)
{
    return a->source->effect == b->source->effect && a->attachment.layer == b->attachment.layer &&
           a->attachment.level == b->attachment.level && a->attachment.scope == b->attachment.scope &&
           rp_str_equal(a->attachment.of, b->attachment.of) && a->attachment.uncertain == b->attachment.uncertain &&
           a->placeholder == b->placeholder && rp_str_equal(a->condition, b->condition);
}

/* Whether each statement of one side has one of the other that says the same of this cell. */
static bool compare_is_alike(const struct compare *compare, struct rp_diff_numbers statements)
{
    for (size_t i = 0; i < statements.count; i++) {
        const struct rp_diff_statement *statement = compare_statement(compare, statements.items[i]);
        if (!rp_diff_is_changed(statement)) continue;
        const enum rp_diff_side other = statement->of[RP_DIFF_OLD] ? RP_DIFF_NEW : RP_DIFF_OLD;
        bool found = false;
        for (size_t k = 0; k < statements.count && !found; k++) {
            const struct rp_diff_statement *candidate = compare_statement(compare, statements.items[k]);
            found = candidate->of[other] && compare_says_the_same(candidate, statement);
        }
        if (!found) return false;
    }
    return true;
}

/*
 * Whether each changed statement about an action has one of the other side that says the same of it, and on the same resources.
 * Then compare_is_alike() is so for every resource, and neither an action nor a resource is sought.
 */
static bool compare_is_alike_everywhere(const struct compare *compare, struct rp_diff_numbers statements)
{
    for (size_t i = 0; i < statements.count; i++) {
        const struct rp_diff_statement *statement = compare_statement(compare, statements.items[i]);
        if (!rp_diff_is_changed(statement)) continue;
        const enum rp_diff_side other = statement->of[RP_DIFF_OLD] ? RP_DIFF_NEW : RP_DIFF_OLD;
        bool found = false;
        for (size_t k = 0; k < statements.count && !found; k++) {
            const struct rp_diff_statement *candidate = compare_statement(compare, statements.items[k]);
            found = candidate->of[other] && candidate->resource == statement->resource && candidate->scope == statement->scope &&
                    compare_says_the_same(candidate, statement);
        }
        if (!found) return false;
    }
    return true;
}

/* ---- what need not be walked, where the first difference is all that is wanted ---- */

static bool compare_has_elements_of(const struct rp_diff_statement *a, const struct rp_diff_statement *b)
{
    return a->action == b->action && a->resource == b->resource && a->scope == b->scope;
}

/* The one changed statement beside the base, or NULL: there is none, or there are several. */
static const struct rp_diff_statement *compare_other_changed(const struct compare *compare)
{
    const struct rp_diff_statement *other = NULL;
    for (size_t i = 0; i < compare->pool->count; i++) {
        const struct rp_diff_statement *statement = compare_statement(compare, i);
        if (i == compare->base || !rp_diff_is_changed(statement)) continue;
        if (other != NULL) return NULL;
        other = statement;
    }
    return other;
}

static enum rampart_status compare_leave_out(struct compare *compare, const struct rp_diff_element *element,
                                             const struct rp_text_set **ret_beyond)
{
    struct rp_text_set *beyond = RP_NEW(compare->arena, struct rp_text_set);
    RP_TRY_MEMORY(beyond != NULL);
    *beyond = element->set;
    beyond->negated = !beyond->negated;
    *ret_beyond = beyond;
    return RAMPART_OK;
}

/*
 * One statement that became another, and nothing else changed: where both match and say the same, nothing differs.
 */
static enum rampart_status compare_find_beyond(struct compare *compare)
{
    const struct rp_diff_statement *base = compare_statement(compare, compare->base);
    const struct rp_diff_statement *other = compare->subject->first ? compare_other_changed(compare) : NULL;
    if (other == NULL || other->of[RP_DIFF_OLD] == base->of[RP_DIFF_OLD] || other->scope != base->scope ||
        !compare_says_the_same(base, other))
        return RAMPART_OK;
    if (other->resource == base->resource)
        return compare_leave_out(compare, &compare->pool->actions[other->action], &compare->beyond_actions);
    if (other->action == base->action)
        return compare_leave_out(compare, &compare->pool->resources[other->resource], &compare->beyond_resources);
    return RAMPART_OK;
}

/* Whether the cells of a statement are looked at: it can make a difference that is wanted. */
static bool compare_is_walked(const struct compare *compare, const struct rp_diff_statement *statement)
{
    if (compare->subject->grants) return rp_diff_grants(statement);
    if (!compare->subject->gains || statement->placeholder) return rp_diff_is_changed(statement);
    return rp_diff_is_cause(statement, RAMPART_DIFF_GAIN);
}

/* Whether a statement with the same elements was walked before: each cell of this one would be left to it. */
static bool compare_was_walked(const struct compare *compare, size_t number)
{
    for (size_t i = 0; i < number; i++)
        if (compare_is_walked(compare, compare_statement(compare, i)) &&
            compare_has_elements_of(compare_statement(compare, i), compare_statement(compare, number)))
            return true;
    return false;
}

/* ---- labels ---- */

static void compare_put_formula(const struct compare *compare, struct rp_diff_numbers statements, struct rp_buf *buf)
{
    for (int side = 0; side < RP_DIFF_SIDES; side++)
        for (size_t i = 0; i < statements.count; i++) {
            const struct rp_diff_statement *statement = compare_statement(compare, statements.items[i]);
            if (!statement->of[side]) continue;
            rp_buf_printf(buf, "%d%d%d.%u,", side, (int)statement->source->effect, (int)statement->attachment.layer,
                          statement->attachment.level);
            rp_buf_add(buf, statement->condition);
        }
}

static void compare_put_causes(const struct compare *compare, struct rp_diff_numbers statements, int kind,
                               struct rp_buf *buf)
{
    for (size_t i = 0; i < statements.count; i++) {
        const struct rp_diff_statement *statement = compare_statement(compare, statements.items[i]);
        const bool cause = kind == KIND_OPEN ? rp_diff_is_changed(statement)
                                             : rp_diff_is_cause(statement, (enum rampart_diff_change)kind);
        if (cause) rp_buf_printf(buf, "%zu,", statements.items[i]);
    }
}

/* How the sides decide the witness, which a row tells, is a part of what cells have in common. */
static void compare_put_verdicts(const struct rp_diff_found *found, struct rp_buf *buf)
{
    for (int side = 0; side < RP_DIFF_SIDES; side++) rp_buf_printf(buf, "%d,", (int)found->verdicts[side].outcome);
}

/* Adds the statements to those of the label: what is put together is granted by all of them. */
static enum rampart_status compare_add_statements(struct compare *compare, struct label *label,
                                                  struct rp_diff_numbers statements)
{
    size_t *all = RP_NEW_ARRAY(compare->arena, size_t, label->statements.count + statements.count);
    size_t count = label->statements.count;
    RP_TRY_MEMORY(all != NULL);
    for (size_t i = 0; i < count; i++) all[i] = label->statements.items[i];
    for (size_t i = 0; i < statements.count; i++) {
        bool known = false;
        for (size_t k = 0; k < label->statements.count && !known; k++)
            known = label->statements.items[k] == statements.items[i];
        if (!known) all[count++] = statements.items[i];
    }
    if (count > label->statements.count) label->statements = (struct rp_diff_numbers){all, count};
    return RAMPART_OK;
}

static enum rampart_status compare_find_label(struct compare *compare, const struct label *wanted, struct rampart_str key,
                                              const struct label **ret_label)
{
    for (size_t i = 0; i < compare->label_count; i++)
        if (rp_str_equal(compare->labels[i]->key, key)) {
            *ret_label = compare->labels[i];
            return compare->subject->grants ? compare_add_statements(compare, compare->labels[i], wanted->statements)
                                            : RAMPART_OK;
        }
    void *grown = GROW(compare, label);
    struct label *label = RP_NEW(compare->arena, struct label);
    RP_TRY_MEMORY(grown != NULL && label != NULL);
    compare->labels = grown;
    *label = *wanted;
    RP_TRY_MEMORY(rp_arena_copy(compare->arena, key, &label->key));
    compare->labels[compare->label_count++] = label;
    *ret_label = label;
    return RAMPART_OK;
}

static enum rampart_status compare_label(struct compare *compare, const struct label *wanted,
                                         const struct label **ret_label)
{
    struct rp_buf buf;
    rp_buf_init(&buf, &compare->arena->allocator, SIZE_MAX / 2);
    rp_buf_printf(&buf, "%d%d%d:", wanted->kind, wanted->ways.conditional, (int)wanted->ways.reason);
    if (wanted->kind != KIND_OPEN) compare_put_verdicts(&wanted->ways.found[wanted->kind], &buf);
    if (!compare->subject->grants) compare_put_causes(compare, wanted->statements, wanted->kind, &buf);
    if (wanted->kind == KIND_OPEN || wanted->ways.conditional) compare_put_formula(compare, wanted->statements, &buf);
    rp_buf_add(&buf, wanted->ways.what);
    enum rampart_status status = buf.failed;
    if (status == RAMPART_OK) status = compare_find_label(compare, wanted, rp_buf_text(&buf), ret_label);
    rp_buf_free(&buf);
    return status;
}

/* ---- a cell of resources ---- */

/* Asks about the cell until a resource is one that a service sends. */
static enum rampart_status compare_ask(struct compare *compare, const bool *in, struct rampart_str shortest,
                                       struct rp_diff_case *about, struct rp_diff_ways *ret_ways)
{
    struct rp_diff_texts texts = {.cells = compare->resource_cells,
                                  .in = in,
                                  .shortest = shortest,
                                  .arena = compare->arena,
                                  .catalog = compare->subject->catalog,
                                  .account = compare->subject->account,
                                  .action = compare->action,
                                  .assumed = compare->subject->asker->sides[RP_DIFF_OLD]->options.assumptions};
    bool undecided = false, refused = false;
    for (bool found = true; found;) {
        RP_TRY(rp_diff_next_resource(&texts, &about->resource, &found, &undecided));
        if (!found) break;
        RP_TRY(rp_diff_ask(compare->subject->asker, &compare->diff->arena, about, ret_ways));
        if (ret_ways->asked) return RAMPART_OK;
        refused |= ret_ways->refused;
    }
    *ret_ways = (struct rp_diff_ways){.open = undecided || refused, .reason = RAMPART_DIFF_PATTERNS};
    return RAMPART_OK;
}

static enum rampart_status compare_label_cell(struct compare *compare, struct rp_diff_numbers statements,
                                              const struct rp_diff_case *about, const struct rp_diff_ways *ways,
                                              struct resource_cell *cell)
{
    cell->ways = *ways;
    cell->action = about->action;
    cell->resource = about->resource;
    for (int kind = 0; kind < KINDS; kind++) {
        const struct label wanted = {.kind = kind, .statements = statements, .ways = *ways};
        const bool unwanted = kind == RAMPART_DIFF_LOSS && compare->subject->gains;
        const bool is = kind == KIND_OPEN ? ways->open : ways->found[kind].is && !unwanted;
        if (is) RP_TRY(compare_label(compare, &wanted, &cell->labels[kind]));
    }
    return RAMPART_OK;
}

/* The place of an element among those that tell the resources apart. */
static bool compare_lies_in(const struct compare *compare, const bool *in, size_t element)
{
    size_t i = 0;
    while (compare->elements[i] != element) i++;
    return in[i];
}

/* The statements about this cell; *ret_earlier: a changed one among them was walked before this one. */
static enum rampart_status compare_statements_of(const struct compare *compare, const bool *in,
                                                 struct rp_diff_numbers *ret_statements, bool *ret_earlier)
{
    size_t *items = RP_NEW_ARRAY(compare->arena, size_t, compare->about.count), count = 0;
    RP_TRY_MEMORY(items != NULL);
    *ret_earlier = false;
    for (size_t i = 0; i < compare->about.count; i++) {
        const size_t number = compare->about.items[i];
        const struct rp_diff_statement *statement = compare_statement(compare, number);
        if (!compare_lies_in(compare, in, statement->resource)) continue;
        if (statement->scope != RP_DIFF_NO_SCOPE && !compare_lies_in(compare, in, statement->scope)) continue;
        items[count++] = number;
        *ret_earlier |= compare_is_walked(compare, statement) && number < compare->base;
    }
    *ret_statements = (struct rp_diff_numbers){items, count};
    return RAMPART_OK;
}

/* A placeholder is no statement that could be looked at: then nothing is left out. */
static enum rampart_status compare_changed_of(const struct compare *compare, struct rp_diff_numbers statements,
                                              struct rp_diff_case *about)
{
    const struct rp_statement **changed = RP_NEW_ARRAY(compare->arena, const struct rp_statement *, statements.count);
    bool all = true;
    RP_TRY_MEMORY(changed != NULL);
    about->changed = changed;
    for (size_t i = 0; i < statements.count; i++) {
        const struct rp_diff_statement *statement = compare_statement(compare, statements.items[i]);
        if (!rp_diff_is_changed(statement)) continue;
        all &= !statement->placeholder && !statement->frame && statement->attachment.layer <= RAMPART_LAYER_RESOURCE_GROUP;
        changed[about->changed_count++] = statement->source;
    }
    if (!all) about->changed_count = 0;
    return RAMPART_OK;
}

/* Those of the statements that may match: of the principal's own policies those that the evaluator says, and all others. */
static enum rampart_status compare_matching(const struct compare *compare, const struct rp_diff_ways *ways,
                                            struct rp_diff_numbers *statements)
{
    size_t *left = RP_NEW_ARRAY(compare->arena, size_t, statements->count), count = 0;
    RP_TRY_MEMORY(left != NULL);
    for (size_t i = 0; i < statements->count; i++) {
        const struct rp_diff_statement *statement = compare_statement(compare, statements->items[i]);
        bool matches = statement->frame || !rp_diff_grants(statement);
        for (size_t k = 0; k < ways->matched_count && !matches; k++) matches = ways->matched[k] == statement->source;
        if (matches) left[count++] = statements->items[i];
    }
    *statements = (struct rp_diff_numbers){left, count};
    return RAMPART_OK;
}

/* Asks about a cell, or about this resource alone where `exact`, and labels it. */
static enum rampart_status compare_look_at(struct compare *compare, struct resource_cell *cell, struct rampart_str text,
                                           bool exact)
{
    struct rp_diff_numbers statements;
    struct rp_diff_ways ways = {.asked = false};
    struct rp_diff_case about = {.action = compare->action, .resource = text, .matched = compare->subject->grants};
    bool earlier = false;
    compare->diff->cells++;
    RP_TRY(compare_statements_of(compare, cell->in, &statements, &earlier));
    if (earlier || compare_is_alike(compare, statements)) return RAMPART_OK;
    RP_TRY(compare_changed_of(compare, statements, &about));
    if (exact)
        RP_TRY(rp_diff_ask(compare->subject->asker, &compare->diff->arena, &about, &ways));
    else
        RP_TRY(compare_ask(compare, cell->in, text, &about, &ways));
    if (compare->subject->grants) RP_TRY(compare_matching(compare, &ways, &statements));
    return compare_label_cell(compare, statements, &about, &ways, cell);
}

static enum rampart_status compare_visit_resource(void *context, const bool *in, struct rampart_str text)
{
    struct compare *compare = context;
    if (compare->resource_count >= RP_DIFF_CELLS || compare->diff->cells >= RP_DIFF_ALL_CELLS) {
        compare->resource_cells->stop = compare->resource_cells->incomplete = true;
        return RAMPART_OK;
    }
    void *grown = GROW(compare, resource);
    bool *copy = RP_NEW_ARRAY(compare->arena, bool, compare->resource_cells->count);
    RP_TRY_MEMORY(grown != NULL && copy != NULL);
    compare->resources = grown;
    for (size_t i = 0; i < compare->resource_cells->count; i++) copy[i] = in[i];
    struct resource_cell *cell = &compare->resources[compare->resource_count++];
    *cell = (struct resource_cell){.in = copy};
    RP_TRY(compare_look_at(compare, cell, text, false));
    if (compare->subject->first && (cell->labels[0] != NULL || cell->labels[1] != NULL))
        compare->resource_cells->stop = compare->action_cells->stop = true;
    return RAMPART_OK;
}

/* ---- the resources of a cell of actions ---- */

/* The elements that tell apart what the statements about the action say of resources, each once. */
static enum rampart_status compare_elements(struct compare *compare, const struct rp_text_set ***ret_sets,
                                            size_t *ret_count)
{
    const struct rp_diff_pool *pool = compare->pool;
    bool *seen = RP_NEW_ARRAY(compare->arena, bool, pool->resource_count);
    size_t *elements = RP_NEW_ARRAY(compare->arena, size_t, pool->resource_count), count = 0;
    const struct rp_text_set **sets = RP_NEW_ARRAY(compare->arena, const struct rp_text_set *, pool->resource_count);
    RP_TRY_MEMORY(seen != NULL && elements != NULL && sets != NULL);
    for (size_t i = 0; i < compare->about.count; i++) {
        const struct rp_diff_statement *statement = compare_statement(compare, compare->about.items[i]);
        const size_t both[] = {statement->resource, statement->scope};
        for (size_t k = 0; k < 2; k++) {
            if (both[k] == RP_DIFF_NO_SCOPE || seen[both[k]]) continue;
            seen[both[k]] = true;
            sets[count] = &pool->resources[both[k]].set;
            elements[count++] = both[k];
        }
    }
    for (size_t i = 0; i < pool->apart_count; i++) {
        if (seen[pool->apart[i]]) continue;
        sets[count] = &pool->resources[pool->apart[i]].set;
        elements[count++] = pool->apart[i];
    }
    compare->elements = elements;
    *ret_sets = sets;
    *ret_count = count;
    return RAMPART_OK;
}

/* Whether every cell was met. The first difference ends the walk. */
static bool compare_has_all(const struct compare *compare, const struct rp_text_cells *cells)
{
    return !cells->incomplete && !compare->subject->first;
}

/* The regions of the resources with one label, and a text that stands for them. */
static enum rampart_status compare_regions(struct compare *compare, const struct rp_diff_regions *cover, size_t sets,
                                           struct part *part)
{
    struct rp_diff_terms *regions = RP_NEW_ARRAY(compare->arena, struct rp_diff_terms, cover->count);
    struct rp_buf buf;
    RP_TRY_MEMORY(regions != NULL);
    rp_buf_init(&buf, &compare->arena->allocator, SIZE_MAX / 2);
    for (size_t i = 0; i < cover->count; i++) {
        size_t *numbers = RP_NEW_ARRAY(compare->arena, size_t, sets), count = 0;
        enum rp_diff_sign *signs = RP_NEW_ARRAY(compare->arena, enum rp_diff_sign, sets);
        if (numbers == NULL || signs == NULL) buf.failed = RAMPART_NO_MEMORY;
        for (size_t k = 0; k < sets && buf.failed == RAMPART_OK; k++) {
            if (cover->signs[i][k] == RP_DIFF_ANY) continue;
            numbers[count] = compare->elements[k];
            signs[count++] = cover->signs[i][k];
            rp_buf_printf(&buf, "%c%zu", cover->signs[i][k] == RP_DIFF_IN ? '+' : '-', compare->elements[k]);
        }
        rp_buf_add(&buf, RP_STR(";"));
        regions[i] = (struct rp_diff_terms){numbers, signs, count};
    }
    enum rampart_status status = buf.failed;
    if (status == RAMPART_OK && !rp_arena_copy(compare->arena, rp_buf_text(&buf), &part->key)) status = RAMPART_NO_MEMORY;
    rp_buf_free(&buf);
    part->regions = regions;
    part->region_count = cover->count;
    return status;
}

static enum rampart_status compare_add_part(struct compare *compare, const struct label *label)
{
    const size_t count = compare->resource_count, sets = compare->resource_cells->count;
    const bool **in = RP_NEW_ARRAY(compare->arena, const bool *, count);
    bool *wanted = RP_NEW_ARRAY(compare->arena, bool, count);
    const struct resource_cell *first = NULL;
    struct rp_diff_regions cover;
    RP_TRY_MEMORY(in != NULL && wanted != NULL);
    for (size_t i = 0; i < count; i++) {
        in[i] = compare->resources[i].in;
        wanted[i] = compare->resources[i].labels[label->kind] == label;
        if (wanted[i] && first == NULL) first = &compare->resources[i];
    }
    if (first == NULL) return RAMPART_OK;
    const struct rp_diff_cells cells = {in, wanted, count, sets, compare_has_all(compare, compare->resource_cells)};
    RP_TRY(rp_diff_cover(compare->arena, &cells, &cover));
    void *grown = GROW(compare, part);
    RP_TRY_MEMORY(grown != NULL);
    compare->parts = grown;
    struct part *part = &compare->parts[compare->part_count++];
    *part = (struct part){.label = label, .first = *first, .action_cell = compare->action_count - 1};
    return compare_regions(compare, &cover, sets, part);
}

/* What is left open of all resources of a cell, since they could not be told apart. */
static enum rampart_status compare_leave_resources(struct compare *compare)
{
    const struct rp_diff_ways ways = {.open = true, .reason = RAMPART_DIFF_PATTERNS};
    const struct label wanted = {.kind = KIND_OPEN, .statements = compare->about, .ways = ways};
    struct part part = {.region_count = 1, .action_cell = compare->action_count - 1, .key = RP_STR(";")};
    static const struct rp_diff_terms none = {.count = 0};
    RP_TRY(compare_label(compare, &wanted, &part.label));
    part.regions = &none;
    void *grown = GROW(compare, part);
    RP_TRY_MEMORY(grown != NULL);
    compare->parts = grown;
    compare->parts[compare->part_count++] = part;
    return RAMPART_OK;
}

/* ---- the roles of an account, one by one ---- */

static enum rampart_status compare_find_part(struct compare *compare, const struct label *label, size_t first,
                                             struct part **ret_part)
{
    for (size_t i = first; i < compare->part_count; i++)
        if (compare->parts[i].label == label) {
            *ret_part = &compare->parts[i];
            return RAMPART_OK;
        }
    void *grown = GROW(compare, part);
    RP_TRY_MEMORY(grown != NULL);
    compare->parts = grown;
    *ret_part = &compare->parts[compare->part_count++];
    **ret_part = (struct part){.label = label, .action_cell = compare->action_count - 1, .region_count = 1};
    RP_TRY_MEMORY(rp_arena_printf(compare->arena, &(*ret_part)->key, "roles %zu", compare->part_count));
    return RAMPART_OK;
}

/* Adds a role to the part of its label. There is room for all of them in the list of the first. */
static enum rampart_status compare_add_role(struct compare *compare, const struct resource_cell *cell, size_t first,
                                            struct rampart_str role)
{
    for (int kind = 0; kind < KINDS; kind++) {
        struct part *part = NULL;
        if (cell->labels[kind] == NULL) continue;
        RP_TRY(compare_find_part(compare, cell->labels[kind], first, &part));
        if (part->roles == NULL) {
            struct rampart_diff_region *region = RP_NEW(&compare->diff->arena, struct rampart_diff_region);
            struct rampart_strs *within = RP_NEW(&compare->diff->arena, struct rampart_strs);
            RP_TRY_MEMORY(region != NULL && within != NULL);
            within->items = RP_NEW_ARRAY(&compare->diff->arena, struct rampart_str, compare->subject->roles.count);
            RP_TRY_MEMORY(within->items != NULL);
            *region = (struct rampart_diff_region){within, 1, {NULL, 0}};
            part->roles = region;
            part->first = *cell;
        }
        struct rampart_strs *roles = (struct rampart_strs *)(uintptr_t)part->roles->within;
        ((struct rampart_str *)(uintptr_t)roles->items)[roles->count++] = role;
    }
    return RAMPART_OK;
}

static enum rampart_status compare_one_role(struct compare *compare, const struct rp_text_cells *cells, size_t first,
                                            struct rampart_str role)
{
    bool *in = RP_NEW_ARRAY(compare->arena, bool, cells->count), is = true;
    RP_TRY_MEMORY(in != NULL);
    for (size_t i = 0; i < cells->within_count && is; i++)
        RP_TRY(rp_text_set_has(compare->arena, compare->matcher, cells->within[i], role, &is));
    if (!is) return RAMPART_OK;
    for (size_t i = 0; i < cells->count; i++)
        RP_TRY(rp_text_set_has(compare->arena, compare->matcher, cells->sets[i], role, &in[i]));
    struct resource_cell cell = {.in = in};
    RP_TRY(compare_look_at(compare, &cell, role, true));
    return compare_add_role(compare, &cell, first, role);
}

/* ---- all resources of a cell of actions ---- */

static enum rampart_status compare_walk_resources(struct compare *compare, bool roles)
{
    const struct rp_diff_statement *base = compare_statement(compare, compare->base);
    const struct rp_text_set *within[4] = {&compare->every_resource, &compare->reached};
    struct rp_text_cells cells = {.arena = compare->arena,
                                  .matcher = compare->matcher,
                                  .within = within,
                                  .within_count = 2,
                                  .visit = compare_visit_resource,
                                  .steps_left = &compare->diff->steps_left,
                                  .context = compare};
    const struct rp_text_set **sets = NULL;
    if (base->scope != RP_DIFF_NO_SCOPE) within[cells.within_count++] = &compare->pool->resources[base->scope].set;
    if (compare->beyond_resources != NULL) within[cells.within_count++] = compare->beyond_resources;
    RP_TRY(compare_elements(compare, &sets, &cells.count));
    cells.sets = sets;
    compare->resource_cells = &cells;
    compare->resource_count = compare->resource_room = 0;
    compare->resources = NULL;
    if (roles) {
        const size_t first = compare->part_count;
        for (size_t i = 0; i < compare->subject->roles.count; i++)
            RP_TRY(compare_one_role(compare, &cells, first, compare->subject->roles.items[i]));
        return RAMPART_OK;
    }
    RP_TRY(rp_text_cells_walk(&cells));
    for (size_t i = 0; i < compare->label_count; i++) RP_TRY(compare_add_part(compare, compare->labels[i]));
    return cells.incomplete ? compare_leave_resources(compare) : RAMPART_OK;
}

/* ---- the cells of actions ---- */

static enum rampart_status compare_about(struct compare *compare, const bool *in)
{
    const struct rp_diff_pool *pool = compare->pool;
    size_t *about = RP_NEW_ARRAY(compare->arena, size_t, pool->count), count = 0;
    RP_TRY_MEMORY(about != NULL);
    for (size_t i = 0; i < pool->count; i++)
        if (in[pool->statements[i].action]) about[count++] = i;
    compare->about = (struct rp_diff_numbers){about, count};
    return RAMPART_OK;
}

static enum rampart_status compare_visit_action(void *context, const bool *in, struct rampart_str text)
{
    struct compare *compare = context;
    bool undecided = false;
    struct rp_diff_texts texts = {.cells = compare->action_cells,
                                  .in = in,
                                  .shortest = text,
                                  .arena = compare->arena,
                                  .catalog = compare->subject->catalog};
    if (compare->action_count >= RP_DIFF_CELLS || compare->diff->cells >= RP_DIFF_ALL_CELLS ||
        compare->part_count >= RP_DIFF_PARTS) {
        compare->action_cells->stop = compare->action_cells->incomplete = true;
        return RAMPART_OK;
    }
    void *grown = GROW(compare, action);
    bool *copy = RP_NEW_ARRAY(compare->arena, bool, compare->action_cells->count);
    RP_TRY_MEMORY(grown != NULL && copy != NULL);
    compare->actions = grown;
    for (size_t i = 0; i < compare->action_cells->count; i++) copy[i] = in[i];
    compare->actions[compare->action_count++] = copy;
    if (compare->subject->only_roles && !in[compare->assume_role]) return RAMPART_OK;
    RP_TRY(compare_about(compare, in));
    if (compare_is_alike_everywhere(compare, compare->about)) return RAMPART_OK;
    RP_TRY(rp_diff_action_text(&texts, &compare->action, &undecided));
    if (undecided) return compare_leave_resources(compare);
    return compare_walk_resources(compare, compare->subject->account.len > 0 && in[compare->assume_role]);
}

/* ---- rows ---- */

static enum rampart_status compare_action_regions(struct compare *compare, const struct part *first,
                                                  const struct rampart_diff_region **ret_regions, size_t *ret_count)
{
    const size_t sets = compare->action_cells->count;
    bool *wanted = RP_NEW_ARRAY(compare->arena, bool, compare->action_count);
    size_t *numbers = RP_NEW_ARRAY(compare->arena, size_t, sets);
    enum rp_diff_sign *signs = RP_NEW_ARRAY(compare->arena, enum rp_diff_sign, sets);
    struct rp_diff_regions cover;
    RP_TRY_MEMORY(wanted != NULL && numbers != NULL && signs != NULL);
    for (size_t i = 0; i < compare->part_count; i++) {
        struct part *part = &compare->parts[i];
        if (part->label != first->label || !rp_str_equal(part->key, first->key)) continue;
        wanted[part->action_cell] = part->taken = true;
    }
    const struct rp_diff_cells cells = {compare->actions, wanted, compare->action_count, sets,
                                        compare_has_all(compare, compare->action_cells)};
    RP_TRY(rp_diff_cover(compare->arena, &cells, &cover));
    struct rampart_diff_region *regions = RP_NEW_ARRAY(&compare->diff->arena, struct rampart_diff_region, cover.count);
    RP_TRY_MEMORY(regions != NULL);
    for (size_t i = 0; i < cover.count; i++) {
        struct rp_diff_terms terms = {numbers, signs, 0};
        for (size_t k = 0; k < sets; k++) {
            if (cover.signs[i][k] == RP_DIFF_ANY) continue;
            numbers[terms.count] = k;
            signs[terms.count++] = cover.signs[i][k];
        }
        const struct rp_diff_numbers base = {&compare_statement(compare, compare->base)->action, 1};
        RP_TRY(rp_diff_region_make(&compare->diff->arena, compare->pool->actions, base, &terms, &regions[i]));
    }
    *ret_regions = regions;
    *ret_count = cover.count;
    return RAMPART_OK;
}

static enum rampart_status compare_resource_regions(struct compare *compare, const struct part *part,
                                                    const struct rampart_diff_region **ret_regions, size_t *ret_count)
{
    *ret_regions = part->roles;
    *ret_count = part->region_count;
    if (part->roles != NULL) return RAMPART_OK;
    struct rampart_diff_region *regions =
        RP_NEW_ARRAY(&compare->diff->arena, struct rampart_diff_region, part->region_count);
    RP_TRY_MEMORY(regions != NULL);
    const struct rp_diff_statement *base = compare_statement(compare, compare->base);
    const size_t both[] = {base->resource, base->scope};
    const struct rp_diff_numbers bases = {both, base->scope == RP_DIFF_NO_SCOPE ? 1 : 2};
    for (size_t i = 0; i < part->region_count; i++)
        RP_TRY(rp_diff_region_make(&compare->diff->arena, compare->pool->resources, bases, &part->regions[i], &regions[i]));
    *ret_regions = regions;
    return rp_diff_regions_leave_taken(compare->arena, regions, ret_count);
}

static enum rampart_status compare_add_open(struct compare *compare, const struct part *part)
{
    const struct label *label = part->label;
    struct rampart_diff_open open = {.reason = label->ways.reason,
                                     .principals = compare->subject->principals,
                                     .what = label->ways.what};
    RP_TRY(compare_action_regions(compare, part, &open.actions, &open.action_count));
    RP_TRY(compare_resource_regions(compare, part, &open.resources, &open.resource_count));
    const struct rp_diff_case about = {.action = part->first.action, .resource = part->first.resource};
    RP_TRY(rp_diff_add_formulas(compare->diff, compare->subject->asker, &about, &open.before, &open.now));
    return rp_diff_add_open(compare->diff, &open);
}

static enum rampart_status compare_witness(struct compare *compare, const struct part *part,
                                           struct rampart_diff_witness *ret_witness)
{
    const struct rp_diff_found *found = &part->first.ways.found[part->label->kind];
    struct rp_arena *arena = &compare->diff->arena;
    *ret_witness = (struct rampart_diff_witness){.principal = compare->subject->asker->principal,
                                                 .keys = found->keys,
                                                 .key_count = found->key_count,
                                                 .before = found->verdicts[RP_DIFF_OLD],
                                                 .now = found->verdicts[RP_DIFF_NEW]};
    RP_TRY_MEMORY(rp_arena_copy(arena, part->first.action, &ret_witness->action));
    RP_TRY_MEMORY(rp_arena_copy(arena, part->first.resource, &ret_witness->resource));
    return RAMPART_OK;
}

static enum rampart_status compare_leave(struct compare *compare, enum rampart_diff_reason reason)
{
    const struct rampart_diff_open open = {.reason = reason, .principals = compare->subject->principals};
    return rp_diff_add_open(compare->diff, &open);
}

static enum rampart_status compare_add_row(struct compare *compare, const struct part *part)
{
    const struct label *label = part->label;
    struct rampart_diff *diff = compare->diff;
    struct rampart_diff_row row = {.change = (enum rampart_diff_change)label->kind,
                                   .principals = compare->subject->principals,
                                   .conditional = label->ways.conditional};
    RP_TRY(compare_action_regions(compare, part, &row.actions, &row.action_count));
    RP_TRY(compare_resource_regions(compare, part, &row.resources, &row.resource_count));
    const struct rp_diff_case about = {.action = part->first.action, .resource = part->first.resource};
    if (row.conditional)
        RP_TRY(rp_diff_add_formulas(diff, compare->subject->asker, &about, &row.before, &row.now));
    RP_TRY(rp_diff_causes_make(&diff->arena, compare->pool, label->statements, row.change, &row.causes, &row.cause_count));
    RP_TRY(compare_witness(compare, part, &row.witness));
    return rp_diff_add_row(diff, &row);
}

/* ---- a changed statement ---- */

static enum rampart_status compare_add_parts(struct compare *compare)
{
    for (size_t i = 0; i < compare->part_count; i++) {
        struct part *part = &compare->parts[i];
        if (part->taken) continue;
        part->taken = true;
        RP_TRY(part->label->kind == KIND_OPEN ? compare_add_open(compare, part) : compare_add_row(compare, part));
    }
    return RAMPART_OK;
}

static enum rampart_status compare_walk(struct compare *compare)
{
    const struct rp_diff_pool *pool = compare->pool;
    const struct rp_text_set *within[3] = {&compare->every_action,
                                           &pool->actions[compare_statement(compare, compare->base)->action].set};
    const struct rp_text_set **sets = RP_NEW_ARRAY(compare->arena, const struct rp_text_set *, pool->action_count);
    RP_TRY_MEMORY(sets != NULL);
    struct rp_text_cells cells = {.arena = compare->arena,
                                  .matcher = compare->matcher,
                                  .within = within,
                                  .within_count = 2,
                                  .sets = sets,
                                  .count = pool->action_count,
                                  .visit = compare_visit_action,
                                  .steps_left = &compare->diff->steps_left,
                                  .context = compare};
    if (compare->beyond_actions != NULL) within[cells.within_count++] = compare->beyond_actions;
    for (size_t i = 0; i < pool->action_count; i++) sets[i] = &pool->actions[i].set;
    compare->action_cells = &cells;
    RP_TRY(rp_text_cells_walk(&cells));
    RP_TRY(compare_add_parts(compare));
    return cells.incomplete ? compare_leave(compare, RAMPART_DIFF_PATTERNS) : RAMPART_OK;
}

enum { EVERY = 4 };

/* All texts that a request can have: an action of a service, and an ARN, of the account if there is one, or `*`. */
static enum rampart_status compare_every(struct compare *compare, struct rp_arena *arena)
{
    const struct rampart_str account = compare->subject->account;
    const bool any = account.len == 0;
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(arena, struct rp_cell_pattern, EVERY);
    struct rp_pattern *matchers = RP_NEW_ARRAY(arena, struct rp_pattern, EVERY);
    struct rampart_str own;
    RP_TRY_MEMORY(patterns != NULL && matchers != NULL);
    RP_TRY_MEMORY(rp_arena_printf(arena, &own, "acs:*:*:%.*s:*", RP_ARG(any ? RP_STR("*") : account)));
    patterns[0] = (struct rp_cell_pattern){.text = RP_STR("?*:?*"), .wild = true, .crossing = RP_NEVER_CROSSES};
    if (compare->subject->actions.len > 0) patterns[0].text = compare->subject->actions;
    patterns[1] = (struct rp_cell_pattern){.text = RP_STR("*")};
    patterns[2] = (struct rp_cell_pattern){.text = own, .wild = true, .crossing = RP_WITHIN_FIELDS};
    patterns[3] = (struct rp_cell_pattern){.text = RP_STR("acs:*:*::*"), .wild = true, .crossing = RP_WITHIN_FIELDS};
    for (size_t i = 0; i < EVERY; i++) RP_TRY(rp_pattern_compile(arena, patterns[i].text, &matchers[i]));
    matchers[1].kind = RP_PATTERN_EXACT; /* the star itself */
    matchers[1].head = patterns[1].text;
    compare->every_action = (struct rp_text_set){.patterns = patterns, .matchers = matchers, .count = 1};
    compare->every_resource =
        (struct rp_text_set){.patterns = patterns + 1, .matchers = matchers + 1, .count = any ? 2 : 3};
    if (compare->subject->foreign)
        compare->every_resource = (struct rp_text_set){.patterns = patterns + 2, .matchers = matchers + 2, .count = 1};
    return RAMPART_OK;
}

/*
 * The resources of the changed statement. An id has no colon: else each two patterns that end in a star would have texts in
 * common, by way of names that nothing has.
 */
static enum rampart_status compare_reach(struct compare *compare)
{
    const struct rp_text_set *own = &compare->pool->resources[compare_statement(compare, compare->base)->resource].set;
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(compare->arena, struct rp_cell_pattern, own->count);
    RP_TRY_MEMORY(patterns != NULL);
    compare->reached = *own;
    if (own->negated) return RAMPART_OK;
    for (size_t i = 0; i < own->count; i++) {
        patterns[i] = own->patterns[i];
        if (rp_catalog_has_colonless(compare->subject->catalog, patterns[i].text)) patterns[i].crossing = RP_NEVER_CROSSES;
    }
    compare->reached.patterns = patterns;
    return RAMPART_OK;
}

static enum rampart_status compare_statement_by_itself(struct compare *compare, size_t base)
{
    struct rp_arena arena;
    rp_arena_init(&arena, &compare->diff->allocator);
    struct compare own = {.diff = compare->diff,
                          .subject = compare->subject,
                          .pool = compare->pool,
                          .arena = &arena,
                          .matcher = compare->matcher,
                          .every_action = compare->every_action,
                          .every_resource = compare->every_resource,
                          .base = base,
                          .assume_role = compare->assume_role};
    enum rampart_status status = compare_reach(&own);
    if (status == RAMPART_OK) status = compare_find_beyond(&own);
    if (status == RAMPART_OK) status = compare_walk(&own);
    rp_arena_free(&arena);
    return status;
}

static enum rampart_status compare_all(struct compare *compare)
{
    if (compare->subject->account.len > 0 || compare->subject->grants)
        RP_TRY(rp_diff_pool_action(compare->pool, RP_STR("sts:AssumeRole"), &compare->assume_role));
    for (size_t i = 0; i < compare->pool->count; i++) {
        if (!compare_is_walked(compare, compare_statement(compare, i))) continue;
        if (compare->subject->first && (compare->diff->count > 0 || compare_was_walked(compare, i))) continue;
        RP_TRY(compare_statement_by_itself(compare, i));
    }
    return RAMPART_OK;
}

enum rampart_status rp_diff_compare(struct rampart_diff *diff, const struct rp_diff_subject *subject)
{
    struct rp_matcher matcher;
    struct compare compare = {.diff = diff, .subject = subject, .pool = subject->pool, .matcher = &matcher};
    RP_TRY(compare_every(&compare, subject->pool->arena));
    RP_TRY(rp_matcher_init(&matcher, &diff->allocator));
    const enum rampart_status status = compare_all(&compare);
    rp_matcher_free(&matcher);
    return status;
}
