/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/action_classes.h"

#include <rampart/catalog.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/table.h"
#include "base/try.h"
#include "decide/unseen.h"
#include "policy/pattern_pair.h"
#include "policy/text_cells.h"
#include "text/diag.h"

enum { SEARCH_STEPS = 1 << 22 /* of one pattern (policy/pattern_sets.h) */, SPLITS = 4 };

#define NO_CLASS UINT32_MAX

/* The actions of statements, each list of patterns once. */
struct element {
    struct rp_text_set set;          /* as actions are compared, without case */
    const struct rampart_str *texts; /* the same, as they are written; */
    const struct rp_pattern *cased;  /* and to match by with case, as a switch has it */
};

struct finding {
    struct rp_arena *arena;
    struct rp_arena work;
    const struct rp_action_source *source;
    struct rp_action_classes *classes;
    struct rp_cell_pattern asked; /* in lower case */
    struct rp_matcher matcher;
    struct rp_intern known; /* elements, and what the catalogue says of actions, by their texts */
    struct element *elements;
    size_t element_count, element_room;
    struct rampart_str *names, *lower; /* of the actions of the catalogue, as they are written and compared */
    uint32_t *of;                      /* their classes, */
    struct rampart_str *alike;         /* told apart at first by these texts */
    size_t count, room, lower_room, alike_room;
    struct rp_text_cells *cells;
};

/* ---- requests ---- */

static enum rampart_status classes_fill(struct rampart_request *request, const struct rampart_request *base,
                                        struct rampart_str action, struct rampart_diags *diags)
{
    rp_request_share_circumstances(request, base);
    RP_TRY(rampart_request_set_action(request, action, diags));
    for (const struct rp_resource *resource = base->resources; resource != NULL; resource = resource->next)
        RP_TRY(rampart_request_add_resource(request, resource->arn, diags));
    return rampart_request_finish(request, diags);
}

static enum rampart_status classes_request(const struct finding *finding, struct rampart_str action,
                                           struct rampart_diags *diags, struct rampart_request **ret_request)
{
    struct rampart_request *request = NULL;
    RP_TRY(rampart_request_new(&finding->source->options, &request));
    const enum rampart_status status = classes_fill(request, finding->source->base, action, diags);
    if (status == RAMPART_OK)
        *ret_request = request;
    else
        rampart_request_free(request);
    return status;
}

static enum rampart_status classes_add(struct finding *finding, struct rampart_request *request)
{
    struct rp_action_classes *classes = finding->classes;
    if (classes->count == RP_ACTION_CLASSES) return RAMPART_LIMIT;
    struct rp_action_class *items =
        rp_arena_grow(finding->arena, classes->items, classes->count, &classes->room, sizeof *items);
    RP_TRY_MEMORY(items != NULL);
    classes->items = items;
    items[classes->count++] = (struct rp_action_class){.request = request};
    return RAMPART_OK;
}

/* ---- what the catalogue says of an action ---- */

static void classes_put_layers(struct rp_buf *buf, const struct rp_unseen_layers *unseen)
{
    if (unseen == NULL) return;
    rp_buf_printf(buf, "%x.%x.%x.%x.%x.%x.%x", unseen->own.allow, unseen->own.deny, unseen->other.allow, unseen->other.deny,
                  unseen->joint, unseen->left_out, unseen->if_held);
    for (size_t i = 0; i < unseen->count; i++) {
        const struct rp_unseen_layer *layer = &unseen->layers[i];
        rp_buf_printf(buf, ",%d.%d.%d.%d", (int)layer->layer, (int)layer->own, (int)layer->other, layer->lists);
        rp_buf_add(buf, layer->of);
        rp_buf_add_byte(buf, '/');
        rp_buf_add(buf, layer->rest);
    }
}

/* All that a decision asks of it beside its name. */
static enum rampart_status classes_tell(struct finding *finding, const struct rampart_request *request,
                                        struct rampart_str *ret_text)
{
    struct rp_buf buf;
    rp_buf_init(&buf, &finding->work.allocator, SIZE_MAX / 2);
    rp_buf_printf(&buf, "%d%d%d;", request->assumes_role, request->unasked, request->resource_set);
    for (const struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next) {
        rp_buf_add(&buf, resource->arn);
        rp_buf_printf(&buf, ";%d%d;", resource->pattern, resource->colonless);
        classes_put_layers(&buf, resource->unseen);
    }
    enum rampart_status status = buf.failed;
    if (status == RAMPART_OK && !rp_arena_copy(&finding->work, rp_buf_text(&buf), ret_text)) status = RAMPART_NO_MEMORY;
    rp_buf_free(&buf);
    return status;
}

/* ---- the actions of the catalogue ---- */

/* A name of an API, which no statement has for an action, is left out. */
static enum rampart_status classes_take_action(struct finding *finding, struct rampart_request *request,
                                               struct rampart_str action)
{
    const enum rampart_status status = classes_fill(request, finding->source->base, action, NULL);
    if (status == RAMPART_INVALID_INPUT || (status == RAMPART_OK && request->api.len > 0)) return RAMPART_OK;
    RP_TRY(status);
    struct rampart_str *names =
        rp_arena_grow(finding->arena, finding->names, finding->count, &finding->room, sizeof *names);
    struct rampart_str *lower =
        rp_arena_grow(&finding->work, finding->lower, finding->count, &finding->lower_room, sizeof *lower);
    struct rampart_str *alike =
        rp_arena_grow(&finding->work, finding->alike, finding->count, &finding->alike_room, sizeof *alike);
    RP_TRY_MEMORY(names != NULL && lower != NULL && alike != NULL);
    finding->names = names;
    finding->lower = lower;
    finding->alike = alike;
    RP_TRY_MEMORY(rp_arena_copy(finding->arena, action, &names[finding->count]));
    RP_TRY_MEMORY(rp_arena_lower(&finding->work, action, &lower[finding->count]));
    RP_TRY(classes_tell(finding, request, &alike[finding->count]));
    finding->count++;
    return RAMPART_OK;
}

static enum rampart_status classes_list_actions(struct finding *finding)
{
    struct rampart_catalog_pattern walk = rampart_catalog_pattern(finding->classes->pattern);
    struct rampart_catalog_action action;
    struct rampart_request *request = NULL;
    enum rampart_status status = rampart_request_new(&finding->source->options, &request);
    while (status == RAMPART_OK && rampart_catalog_next_match(finding->source->catalog, &walk, &action))
        status = classes_take_action(finding, request, action.action);
    rampart_request_free(request);
    return status;
}

/* ---- what statements say of actions ---- */

static enum rampart_status classes_make_element(struct finding *finding, const struct rp_values *values,
                                                struct element *element)
{
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(&finding->work, struct rp_cell_pattern, values->count);
    struct rp_pattern *matchers = RP_NEW_ARRAY(&finding->work, struct rp_pattern, values->count);
    struct rp_pattern *cased = RP_NEW_ARRAY(&finding->work, struct rp_pattern, values->count);
    struct rampart_str *texts = RP_NEW_ARRAY(&finding->work, struct rampart_str, values->count);
    RP_TRY_MEMORY(patterns != NULL && matchers != NULL && cased != NULL && texts != NULL);
    element->texts = texts;
    element->set = (struct rp_text_set){.patterns = patterns, .matchers = matchers, .negated = values->negated};
    element->cased = cased;
    for (size_t i = 0; i < values->count; i++) {
        const struct rampart_str text = rp_value_text(values, i);
        struct rp_cell_pattern *pattern = &patterns[element->set.count];
        *pattern = (struct rp_cell_pattern){.wild = true};
        RP_TRY_MEMORY(rp_arena_lower(&finding->work, text, &pattern->text));
        if (rp_patterns_are_apart(&finding->asked, pattern)) continue;
        RP_TRY(rp_pattern_compile(&finding->work, pattern->text, &matchers[element->set.count]));
        RP_TRY(rp_pattern_compile(&finding->work, text, &cased[element->set.count]));
        texts[element->set.count++] = text;
    }
    return RAMPART_OK;
}

/* Each element once; one that matches all or none of the actions at sight tells none apart. */
static enum rampart_status classes_add_element(struct finding *finding, const struct rp_values *values)
{
    struct rp_buf buf;
    rp_buf_init(&buf, &finding->work.allocator, SIZE_MAX / 2);
    rp_buf_add_byte(&buf, values->negated ? '!' : '+');
    for (size_t i = 0; i < values->count; i++) {
        rp_buf_add(&buf, rp_value_text(values, i));
        rp_buf_add_byte(&buf, '\0');
    }
    enum rampart_status status = buf.failed;
    struct rampart_str *place = status == RAMPART_OK ? rp_intern(&finding->known, &finding->work, rp_buf_text(&buf)) : NULL;
    if (status == RAMPART_OK && place == NULL) status = RAMPART_NO_MEMORY;
    const bool fresh = status == RAMPART_OK && place->data == NULL;
    if (fresh && !rp_arena_copy(&finding->work, rp_buf_text(&buf), place)) status = RAMPART_NO_MEMORY;
    rp_buf_free(&buf);
    if (status != RAMPART_OK || !fresh) return status;
    struct element element = {.texts = NULL};
    RP_TRY(classes_make_element(finding, values, &element));
    if (element.set.count == 0) return RAMPART_OK;
    struct element *elements =
        rp_arena_grow(&finding->work, finding->elements, finding->element_count, &finding->element_room, sizeof *elements);
    RP_TRY_MEMORY(elements != NULL);
    finding->elements = elements;
    elements[finding->element_count++] = element;
    return RAMPART_OK;
}

static enum rampart_status classes_add_document(struct finding *finding, const struct rampart_policy *policy)
{
    for (size_t i = 0; policy != NULL && i < policy->statement_count; i++)
        if (policy->statements[i].action.present) RP_TRY(classes_add_element(finding, &policy->statements[i].action));
    return RAMPART_OK;
}

static enum rampart_status classes_add_elements(struct finding *finding)
{
    for (size_t i = 0; i < finding->source->account_count; i++) {
        const struct rampart_account *account = finding->source->accounts[i];
        for (size_t k = 0; k < account->policy_count; k++)
            RP_TRY(classes_add_document(finding, account->policies[k].policy));
        for (size_t k = 0; k < account->resource_document_count; k++)
            RP_TRY(classes_add_document(finding, account->resource_documents[k].policy));
    }
    return RAMPART_OK;
}

/* ---- classes of the catalogue's actions ---- */

/* By what the catalogue says of them. */
static enum rampart_status classes_begin(struct finding *finding, uint32_t *ret_count)
{
    struct rampart_str *first = RP_NEW_ARRAY(&finding->work, struct rampart_str, finding->count);
    uint32_t count = 0;
    finding->of = RP_NEW_ARRAY(&finding->work, uint32_t, finding->count);
    RP_TRY_MEMORY(finding->of != NULL && first != NULL);
    for (size_t i = 0; i < finding->count; i++) {
        uint32_t class = 0;
        while (class < count && !rp_str_equal(first[class], finding->alike[i])) class++;
        if (class == count) first[count++] = finding->alike[i];
        finding->of[i] = class;
    }
    *ret_count = count;
    return RAMPART_OK;
}

static enum rampart_status classes_match(struct finding *finding, const struct rp_pattern *patterns, size_t count,
                                         struct rampart_str text, bool *ret_match)
{
    *ret_match = false;
    for (size_t i = 0; i < count && !*ret_match; i++)
        RP_TRY(rp_pattern_match(&patterns[i], &finding->matcher, text, ret_match));
    return RAMPART_OK;
}

/* Tells apart those that the element matches, with case or without, from all others. */
static enum rampart_status classes_split(struct finding *finding, const struct element *element, uint32_t *to,
                                         uint32_t *count)
{
    const uint32_t before = *count;
    for (size_t i = 0; i < (size_t)SPLITS * before; i++) to[i] = NO_CLASS;
    *count = 0;
    for (size_t i = 0; i < finding->count; i++) {
        bool match = false, cased = false;
        RP_TRY(classes_match(finding, element->set.matchers, element->set.count, finding->lower[i], &match));
        if (match) RP_TRY(classes_match(finding, element->cased, element->set.count, finding->names[i], &cased));
        uint32_t *class = &to[(size_t)SPLITS * finding->of[i] + (size_t)match * 2 + cased];
        if (*class == NO_CLASS) *class = (*count)++;
        finding->of[i] = *class;
    }
    return RAMPART_OK;
}

static enum rampart_status classes_fill_known(struct finding *finding)
{
    struct rp_action_classes *classes = finding->classes;
    for (size_t i = 0; i < finding->count; i++) {
        const uint32_t class = finding->of[i];
        if (class == classes->count) {
            struct rampart_request *request = NULL;
            RP_TRY(classes_request(finding, finding->names[i], NULL, &request));
            const enum rampart_status status = classes_add(finding, request);
            if (status != RAMPART_OK) rampart_request_free(request);
            RP_TRY(status);
            classes->items[class].known = RP_NEW_ARRAY(finding->arena, size_t, finding->count - i);
            RP_TRY_MEMORY(classes->items[class].known != NULL);
        }
        classes->items[class].known[classes->items[class].known_count++] = i;
    }
    classes->names = finding->names;
    classes->name_count = finding->count;
    return RAMPART_OK;
}

static enum rampart_status classes_of_catalog(struct finding *finding)
{
    uint32_t count = 0;
    RP_TRY(classes_begin(finding, &count));
    uint32_t *to = RP_NEW_ARRAY(&finding->work, uint32_t, (size_t)SPLITS * (finding->count + 1));
    RP_TRY_MEMORY(to != NULL);
    for (size_t i = 0; i < finding->element_count; i++) RP_TRY(classes_split(finding, &finding->elements[i], to, &count));
    return classes_fill_known(finding);
}

/* ---- names that the catalogue does not have ---- */

static bool classes_is_name(const struct finding *finding, struct rampart_str text)
{
    struct rampart_unasked_call call;
    for (size_t i = 0; i < finding->count; i++)
        if (rp_str_equal(finding->lower[i], text)) return true;
    return rampart_find_unasked_call(text, &call) || rampart_api_actions(finding->source->catalog, text, NULL, 0) > 0;
}

/* Another text of the cell that is no name of the catalogue. */
static enum rampart_status classes_other_text(struct finding *finding, const bool *in, struct rampart_str *text,
                                              bool *ret_found)
{
    const struct rp_text_cells *cells = finding->cells;
    const size_t count = cells->within_count + cells->count + 1;
    const struct rp_text_set **sets = RP_NEW_ARRAY(&finding->work, const struct rp_text_set *, count);
    struct rp_cell_pattern *names = RP_NEW_ARRAY(&finding->work, struct rp_cell_pattern, finding->count + 1);
    bool *signs = RP_NEW_ARRAY(&finding->work, bool, count), has = false;
    struct rp_text_set others = {.patterns = names, .negated = true};
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    RP_TRY_MEMORY(sets != NULL && names != NULL && signs != NULL);
    for (size_t i = 0; i < cells->within_count; i++) {
        sets[i] = cells->within[i];
        signs[i] = true;
    }
    for (size_t i = 0; i < cells->count; i++) {
        sets[cells->within_count + i] = cells->sets[i];
        signs[cells->within_count + i] = in[i];
    }
    for (size_t i = 0; i < finding->count; i++) {
        RP_TRY(rp_text_cells_has(cells, &finding->work, in, finding->lower[i], &has));
        if (has) names[others.count++].text = finding->lower[i];
    }
    if (others.count == 0) names[others.count++].text = *text;
    sets[count - 1] = &others;
    signs[count - 1] = true;
    RP_TRY(rp_text_cell_find(finding->arena, sets, signs, count, cells->steps_left, &answer, text));
    *ret_found = answer == RP_SETS_TEXT;
    finding->cells->incomplete |= answer == RP_SETS_UNDECIDED;
    return RAMPART_OK;
}

/* Spells the beginning and the end of a name as the pattern does, as far as there is no wildcard in it. */
static void classes_spell_as(struct rampart_str pattern, char *name, size_t len)
{
    const size_t head = rp_literal_length(pattern);
    for (size_t i = 0; i < head && i < len; i++) name[i] = pattern.data[i];
    for (size_t i = 1; head < pattern.len && i <= len && i <= pattern.len; i++) {
        const char c = pattern.data[pattern.len - i];
        if (c == '*' || c == '?') break;
        name[len - i] = c;
    }
}

/* Names are compared without case; one that nobody would spell so would seem to hang on that. */
static enum rampart_status classes_spell(struct finding *finding, const bool *in, struct rampart_str text,
                                         struct rampart_str *ret_name)
{
    char *name = rp_arena_alloc(finding->arena, text.len, 1);
    RP_TRY_MEMORY(name != NULL);
    for (size_t i = 0; i < text.len; i++) name[i] = text.data[i];
    classes_spell_as(finding->classes->pattern, name, text.len);
    for (size_t i = 0; i < finding->element_count; i++) {
        const struct element *element = &finding->elements[i];
        if (in[i] == element->set.negated) continue;
        for (size_t k = 0; k < element->set.count; k++) {
            bool match = false;
            RP_TRY(rp_pattern_match(&element->set.matchers[k], &finding->matcher, text, &match));
            if (match) classes_spell_as(element->texts[k], name, text.len);
        }
    }
    *ret_name = (struct rampart_str){name, text.len};
    return RAMPART_OK;
}

static enum rampart_status classes_visit(void *context, const bool *in, struct rampart_str text)
{
    struct finding *finding = context;
    struct rampart_request *request = NULL;
    bool found = true;
    for (size_t i = 0; i < SPLITS && found && classes_is_name(finding, text); i++)
        RP_TRY(classes_other_text(finding, in, &text, &found));
    if (!found) return RAMPART_OK;
    struct rampart_str name;
    RP_TRY(classes_spell(finding, in, text, &name));
    enum rampart_status status =
        classes_is_name(finding, text) ? RAMPART_INVALID_INPUT : classes_request(finding, name, NULL, &request);
    finding->cells->incomplete |= status == RAMPART_INVALID_INPUT;
    if (status == RAMPART_INVALID_INPUT) return RAMPART_OK;
    RP_TRY(status);
    status = classes_add(finding, request);
    if (status != RAMPART_OK) rampart_request_free(request);
    RP_TRY(status);
    finding->classes->items[finding->classes->count - 1].other = name;
    return RAMPART_OK;
}

static enum rampart_status classes_of_others(struct finding *finding)
{
    static const struct rp_cell_pattern action = {
        .text = {"?*:?*", sizeof "?*:?*" - 1}, .wild = true, .crossing = RP_NEVER_CROSSES};
    const struct rp_text_set every = {.patterns = &action, .count = 1}, asked = {.patterns = &finding->asked, .count = 1};
    const struct rp_text_set *within[] = {&every, &asked};
    const struct rp_text_set **sets = RP_NEW_ARRAY(&finding->work, const struct rp_text_set *, finding->element_count);
    size_t steps = SEARCH_STEPS;
    RP_TRY_MEMORY(sets != NULL);
    for (size_t i = 0; i < finding->element_count; i++) sets[i] = &finding->elements[i].set;
    struct rp_text_cells cells = {.arena = &finding->work,
                                  .matcher = &finding->matcher,
                                  .within = within,
                                  .within_count = 2,
                                  .sets = sets,
                                  .count = finding->element_count,
                                  .steps_left = &steps,
                                  .visit = classes_visit,
                                  .context = finding};
    finding->cells = &cells;
    RP_TRY(rp_text_cells_walk(&cells));
    finding->classes->incomplete = cells.incomplete;
    return RAMPART_OK;
}

/* ---- all of them ---- */

static enum rampart_status classes_find_pattern(struct finding *finding)
{
    RP_TRY(classes_list_actions(finding));
    RP_TRY(classes_add_elements(finding));
    RP_TRY(classes_of_catalog(finding));
    return classes_of_others(finding);
}

/* An action by itself is a class of its own. */
static enum rampart_status classes_find_one(struct finding *finding, struct rampart_diags *diags)
{
    struct rampart_request *request = NULL;
    struct rampart_str *name = RP_NEW(finding->arena, struct rampart_str);
    size_t *known = RP_NEW(finding->arena, size_t);
    RP_TRY_MEMORY(name != NULL && known != NULL);
    RP_TRY(classes_request(finding, finding->classes->pattern, diags, &request));
    const enum rampart_status status = classes_add(finding, request);
    if (status != RAMPART_OK) rampart_request_free(request);
    RP_TRY(status);
    *name = finding->classes->pattern;
    finding->classes->names = name;
    finding->classes->name_count = 1;
    finding->classes->items[0].known = known;
    finding->classes->items[0].known_count = 1;
    return RAMPART_OK;
}

enum rampart_status rp_action_classes_find(struct rp_arena *arena, const struct rp_action_source *source,
                                           struct rampart_str pattern, struct rampart_diags *diags,
                                           struct rp_action_classes *ret_classes)
{
    struct finding finding = {.arena = arena, .source = source, .classes = ret_classes};
    *ret_classes = (struct rp_action_classes){.pattern = pattern};
    if (!rp_has_wildcard(pattern)) return classes_find_one(&finding, diags);
    rp_arena_init(&finding.work, &arena->allocator);
    finding.asked.wild = true;
    enum rampart_status status = rp_matcher_init(&finding.matcher, &arena->allocator);
    if (status == RAMPART_OK) {
        status = rp_arena_lower(&finding.work, pattern, &finding.asked.text) ? classes_find_pattern(&finding)
                                                                             : RAMPART_NO_MEMORY;
        rp_matcher_free(&finding.matcher);
    }
    rp_arena_free(&finding.work);
    return status;
}

void rp_action_classes_free(struct rp_action_classes *classes)
{
    for (size_t i = 0; i < classes->count; i++) rampart_request_free(classes->items[i].request);
    classes->count = 0;
}

/* ---- names ---- */

/* A name ends its first words behind its service, and before each capital letter that a small one stands before. */
static bool classes_ends_word(struct rampart_str name, size_t len)
{
    if (len == 0 || len >= name.len) return false;
    const char before = name.data[len - 1], next = name.data[len];
    return before == ':' || (next >= 'A' && next <= 'Z' && !(before >= 'A' && before <= 'Z'));
}

/* How many names begin as the first of them does, if all of them are wanted; else 0. They stand together. */
static size_t classes_run(const struct rp_action_classes *classes, const bool *wanted, size_t first, size_t len)
{
    const struct rampart_str prefix = rp_str_part(classes->names[first], 0, len);
    size_t end = first;
    if (first > 0 && rp_str_equal_fold(rp_str_part(classes->names[first - 1], 0, len), prefix)) return 0;
    while (end < classes->name_count && rp_str_equal_fold(rp_str_part(classes->names[end], 0, len), prefix))
        if (!wanted[end++]) return 0;
    return end - first;
}

/* In their order. */
static enum rampart_status classes_list(struct rp_arena *arena, const struct rp_action_classes *classes,
                                        const bool *wanted, struct rampart_strs *ret_patterns)
{
    struct rampart_str *patterns = RP_NEW_ARRAY(arena, struct rampart_str, classes->name_count + 1);
    size_t count = 0, run = 1;
    RP_TRY_MEMORY(patterns != NULL);
    for (size_t i = 0; i < classes->name_count; i += run) {
        const struct rampart_str name = classes->names[i];
        size_t len = 1;
        run = 1;
        if (!wanted[i]) continue;
        while (len < name.len && (!classes_ends_word(name, len) || (run = classes_run(classes, wanted, i, len)) == 0)) len++;
        if (len >= name.len || run == 0) run = 1;
        const struct rampart_str parts[] = {rp_str_part(name, 0, len), RP_STR("*")};
        patterns[count] = name;
        if (run > 1) RP_TRY_MEMORY(rp_arena_join(arena, parts, 2, &patterns[count]));
        count++;
    }
    *ret_patterns = (struct rampart_strs){patterns, count};
    return RAMPART_OK;
}

enum rampart_status rp_action_classes_name(struct rp_arena *arena, const struct rp_action_classes *classes,
                                           const bool *wanted, struct rampart_strs *ret_patterns,
                                           struct rampart_strs *ret_except)
{
    bool *others = RP_NEW_ARRAY(arena, bool, classes->name_count);
    struct rampart_str *whole = RP_NEW(arena, struct rampart_str);
    struct rampart_strs except;
    RP_TRY_MEMORY(others != NULL && whole != NULL);
    for (size_t i = 0; i < classes->name_count; i++) others[i] = !wanted[i];
    RP_TRY(classes_list(arena, classes, wanted, ret_patterns));
    RP_TRY(classes_list(arena, classes, others, &except));
    *ret_except = (struct rampart_strs){NULL, 0};
    if (ret_patterns->count == 0 || except.count + 1 >= ret_patterns->count + (except.count == 0)) return RAMPART_OK;
    *whole = classes->pattern;
    *ret_patterns = (struct rampart_strs){whole, 1};
    *ret_except = except;
    return RAMPART_OK;
}
