/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/fill.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/try.h"
#include "catalog/objects.h"
#include "catalog/parameters.h"
#include "catalog/regions.h"
#include "catalog/statements.h"
#include "catalog/templates.h"
#include "catalog/tsv.h"
#include "text/did_you_mean.h"
#include "text/json.h"
#include "text/source.h"

#define REGION RP_STR("RegionId")

/* One value that the call has: a list has several. */
struct value {
    struct rampart_str text;
    const struct rp_param *param;
};

/* A name of a parameter that the action is known to have. */
struct known {
    const char *name;
    bool spelt;    /* the case of its letters counts */
    bool required; /* the call cannot do without it */
    bool given;    /* the call has it */
    bool meant;    /* an error was reported of a name that is a misspelling of this one */
    struct known *next;
};

/* A call while its resources are filled. */
struct filling {
    struct rp_arena *arena;
    const struct rp_call *call;
    struct rampart_diags *diags;
    struct rampart_str required; /* of ess.tsv: parameters, separated by commas */
    struct rp_templates templates;
    struct value *values;
    size_t value_count;
    struct known *known;
    struct rampart_str region; /* the value for ARNs */
    struct rampart_str *arns;
    size_t arn_count, arn_room;
    struct rp_filler other; /* of a resource that was left out, for the call's is of another kind */
    bool failed, account_missing, kind_refused;
};

/* ---- the values of a call ---- */

static bool fill_is_scalar(const struct rp_node *node)
{
    return node->type == RP_NODE_STRING || node->type == RP_NODE_NUMBER || node->type == RP_NODE_BOOL;
}

/* Reads the text of a list, ["i-1","i-2"]. NULL: it is another text. */
static enum rampart_status fill_read_list(const struct filling *filling, struct rampart_str text,
                                          const struct rp_node **ret_list)
{
    const struct rampart_options options = {.allocator = &filling->arena->allocator};
    const struct rampart_limits limits = rp_limits_of(NULL);
    struct rampart_diags *diags = NULL;
    struct rp_source source;
    struct rp_node *root = NULL;
    *ret_list = NULL;
    if (text.len == 0 || text.data[0] != '[') return RAMPART_OK;
    RP_TRY(rampart_diags_new(&options, &diags));
    enum rampart_status status = rp_source_init(&source, filling->arena, RP_STR(""), text);
    const struct rp_reading reading = {
        .arena = filling->arena, .source = &source, .limits = &limits, .diags = diags};
    if (status == RAMPART_OK) status = rp_json_read(&reading, &root);
    rampart_diags_free(diags);
    if (status == RAMPART_NO_MEMORY) return status;
    if (status != RAMPART_OK || root->type != RP_NODE_LIST) return RAMPART_OK;
    for (const struct rp_node *item = root->first; item != NULL; item = item->next)
        if (!fill_is_scalar(item)) return RAMPART_OK;
    *ret_list = root;
    return RAMPART_OK;
}

/* Takes the values of all parameters apart. */
static enum rampart_status fill_list_values(struct filling *filling)
{
    const struct rp_call *call = filling->call;
    size_t room = 0;
    const struct rp_node **lists = RP_NEW_ARRAY(filling->arena, const struct rp_node *, call->param_count);
    RP_TRY_MEMORY(lists != NULL);
    for (size_t i = 0; i < call->param_count; i++) {
        RP_TRY(fill_read_list(filling, call->params[i].value, &lists[i]));
        room += lists[i] == NULL ? 1 : lists[i]->count;
    }
    filling->values = RP_NEW_ARRAY(filling->arena, struct value, room);
    RP_TRY_MEMORY(filling->values != NULL);
    for (size_t i = 0; i < call->param_count; i++) {
        const struct rp_param *param = &call->params[i];
        if (lists[i] == NULL)
            filling->values[filling->value_count++] = (struct value){param->value, param};
        else
            for (const struct rp_node *item = lists[i]->first; item != NULL; item = item->next)
                filling->values[filling->value_count++] = (struct value){item->text, param};
    }
    return RAMPART_OK;
}

/* ---- values that cannot stand in an ARN ---- */

static void fill_told(const struct rp_call *call, const struct rp_param *param)
{
    if (call->said != NULL) call->said(call->context, param);
}

/* "Id", "Ids" and "Id.1" are how parameters with ids end. */
static bool fill_names_id(struct rampart_str name)
{
    while (name.len > 0 && (rp_is_digit(name.data[name.len - 1]) || name.data[name.len - 1] == '.')) name.len--;
    if (name.len > 0 && name.data[name.len - 1] == 's') name.len--;
    return rp_str_ends(name, RP_STR("Id"));
}

/* Ids and regions consist of letters, digits and these. */
static bool fill_fits_id(char c)
{
    char small = rp_lower(c);
    return (small >= 'a' && small <= 'z') || rp_is_digit(c) || c == '-' || c == '_' || c == '.';
}

/* A name may have any visible letter that neither ends a part of an ARN nor stands for others. */
static bool fill_fits_name(char c)
{
    return (unsigned char)c > ' ' && c != 0x7f && c != ':' && c != '/' && c != ',' && c != '*' &&
           c != '?';
}

static void fill_report_byte(struct filling *filling, const struct rp_param *param, char c, const char *what)
{
    const unsigned byte = (unsigned char)c;
    if (byte > ' ' && byte < 0x7f)
        rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
                "the value of --param %.*s contains '%c', which no %s contains", RP_ARG(param->name), c, what);
    else
        rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
                "the value of --param %.*s contains the byte 0x%02X, which no %s contains",
                RP_ARG(param->name), byte, what);
    if (c == '*')
        rp_diag_help(filling->diags,
                     "write the whole %s: the documentation masks its examples with '*', but a call has the %s",
                     what, what);
    if (c == ':' || c == '/')
        rp_diag_help(filling->diags, "write only the %s; pass a whole ARN with --resource", what);
    if (c == ',' || c == '[')
        rp_diag_help(filling->diags, "write several as a list: %.*s=[\"…\",\"…\"]", RP_ARG(param->name));
    fill_told(filling->call, param);
    filling->failed = true;
}

static void fill_report_empty(struct filling *filling, const struct rp_param *param)
{
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE, "the value of --param %.*s is empty",
            RP_ARG(param->name));
    fill_told(filling->call, param);
    filling->failed = true;
}

/* Ids are checked wherever they stand. */
static void fill_check_ids(struct filling *filling)
{
    for (size_t i = 0; i < filling->value_count; i++) {
        const struct value *value = &filling->values[i];
        size_t at = 0;
        if (!fill_names_id(value->param->name)) continue;
        while (at < value->text.len && fill_fits_id(value->text.data[at])) at++;
        if (value->text.len == 0) fill_report_empty(filling, value->param);
        if (at < value->text.len) fill_report_byte(filling, value->param, value->text.data[at], "ID");
    }
}

/* A value that fills a place; fill_check_ids() has seen the ids. The name of an object of OSS may be anything. */
static void fill_check_name(struct filling *filling, const struct rp_place *place, const struct value *value)
{
    const bool free = rp_str_equal_fold(place->name, RP_STR("objectName"));
    size_t at = 0;
    if (fill_names_id(value->param->name)) return;
    while (at < value->text.len && (fill_fits_name(value->text.data[at]) || (free && value->text.data[at] >= ' ')))
        at++;
    if (value->text.len == 0) fill_report_empty(filling, value->param);
    if (at < value->text.len) fill_report_byte(filling, value->param, value->text.data[at], "name");
}

/* ---- names of parameters ---- */

static bool fill_has_param(const struct rp_call *call, const struct rp_filler *filler)
{
    for (size_t i = 0; i < call->param_count; i++)
        if (rp_filler_is(filler, call->params[i].name, false)) return true;
    return false;
}

static bool fill_has_name(const struct rp_call *call, struct rampart_str name)
{
    const struct rp_filler filler = {.name = name, .spelt = true};
    return fill_has_param(call, &filler);
}

/* The name as a call spells it: DiskId, of the place diskId. */
static bool fill_spell(struct rp_arena *arena, const struct rp_filler *filler, struct rampart_str *ret_name)
{
    struct rampart_str name;
    if (!rp_arena_copy(arena, filler->name, &name)) return false;
    char *first = (char *)(uintptr_t)name.data;
    if (!filler->spelt && name.len > 0 && *first >= 'a' && *first <= 'z') *first = (char)(*first - 'a' + 'A');
    *ret_name = name;
    return true;
}

static enum rampart_status fill_know(struct filling *filling, const struct rp_filler *filler, bool required)
{
    struct rampart_str name;
    if (filler->name.len == 0) return RAMPART_OK;
    for (struct known *known = filling->known; known != NULL; known = known->next) {
        if (!rp_str_equal_fold(rampart_str(known->name), filler->name)) continue;
        known->required |= required;
        known->spelt &= filler->spelt;
        return RAMPART_OK;
    }
    struct known *known = RP_NEW(filling->arena, struct known);
    RP_TRY_MEMORY(known != NULL && fill_spell(filling->arena, filler, &name));
    *known = (struct known){.name = name.data,
                            .spelt = filler->spelt,
                            .required = required,
                            .given = fill_has_param(filling->call, filler),
                            .next = filling->known};
    filling->known = known;
    return RAMPART_OK;
}

static enum rampart_status fill_know_name(struct filling *filling, struct rampart_str name, bool required)
{
    return fill_know(filling, &(struct rp_filler){.name = name, .spelt = true}, required);
}

static enum rampart_status fill_know_place(struct filling *filling, const struct rp_place *place, bool required)
{
    struct rp_filler_cursor cursor = {.catalog = filling->call->catalog};
    struct rp_filler filler;
    while (rp_filler_next(filling->call->action, place, &cursor, &filler)) {
        RP_TRY(fill_know(filling, &filler, required));
        RP_TRY(fill_know_name(filling, filler.kind, required));
    }
    return RAMPART_OK;
}

/* Lists the names that fill a place, and those that the table of Auto Scaling requires. */
static enum rampart_status fill_list_known(struct filling *filling, const struct rp_filler *whole)
{
    struct rampart_str name, rest = filling->required;
    RP_TRY(fill_know_name(filling, REGION, false));
    while (rp_part_next(&rest, ',', &name)) RP_TRY(fill_know_name(filling, name, true));
    RP_TRY(fill_know(filling, whole, true));
    for (size_t i = 0; i < filling->templates.count; i++) {
        const struct rp_template *template = &filling->templates.items[i];
        struct rp_place place;
        size_t cursor = 0;
        while (rp_place_next(template->arn, &cursor, &place))
            if (!place.is_account && !place.is_region)
                RP_TRY(fill_know_place(filling, &place, template->required && template->star == i));
    }
    return RAMPART_OK;
}

static bool fill_is_known(const struct filling *filling, const struct rp_param *param)
{
    for (const struct known *known = filling->known; known != NULL; known = known->next)
        if (rp_filler_is(&(struct rp_filler){.name = rampart_str(known->name), .spelt = known->spelt}, param->name,
                         false))
            return true;
    return false;
}

/* Optional parameters are not in the catalogue: the API may well take it. */
static void fill_report_unused(const struct filling *filling, const struct rp_param *param)
{
    rp_diag(filling->diags, RAMPART_WARNING, RP_REQ_UNUSED_PARAM, RP_NOWHERE,
            "the parameter %.*s is not used: the ARN of %.*s does not contain it", RP_ARG(param->name),
            RP_ARG(filling->call->action));
    rp_diag_help(filling->diags, "leave it out; pass values for conditions with --context");
    fill_told(filling->call, param);
}

/* The known name that a misspelt one can stand for; NULL: none is near. */
static enum rampart_status fill_find_near(const struct filling *filling, struct rampart_str name,
                                          struct known **ret_known)
{
    size_t count = 0;
    for (const struct known *known = filling->known; known != NULL; known = known->next) count++;
    const char **names = RP_NEW_ARRAY(filling->arena, const char *, count);
    RP_TRY_MEMORY(names != NULL);
    count = 0;
    for (const struct known *known = filling->known; known != NULL; known = known->next)
        if (!known->given) names[count++] = known->name;
    const char *near = rp_nearest(name, names, count);
    *ret_known = near == NULL ? NULL : filling->known;
    while (*ret_known != NULL && (*ret_known)->name != near) *ret_known = (*ret_known)->next;
    return RAMPART_OK;
}

/* Reports a name that looks misspelt: as an error when the call cannot do without the one that was meant. */
static enum rampart_status fill_report_name(struct filling *filling, const struct rp_param *param)
{
    struct known *near = NULL;
    const struct rampart_str name = rp_str_part(param->name, 0, rp_str_find(param->name, '.'));
    if (fill_is_known(filling, param)) return RAMPART_OK;
    RP_TRY(fill_find_near(filling, name, &near));
    if (near == NULL) {
        fill_report_unused(filling, param);
        return RAMPART_OK;
    }
    near->meant |= near->required;
    filling->failed |= near->required;
    rp_diag(filling->diags, near->required ? RAMPART_ERROR : RAMPART_WARNING, RP_REQ_PARAM, RP_NOWHERE,
            "%.*s has no known parameter %.*s", RP_ARG(filling->call->action), RP_ARG(name));
    rp_diag_help(filling->diags, "did you mean %s?", near->name);
    fill_told(filling->call, param);
    return RAMPART_OK;
}

static bool fill_was_meant(const struct filling *filling, struct rampart_str name)
{
    for (const struct known *known = filling->known; known != NULL; known = known->next)
        if (known->meant && rp_str_equal_fold(name, rampart_str(known->name))) return true;
    return false;
}

/* ---- what is missing ---- */

static bool fill_is_listed(struct rampart_str names, struct rampart_str name)
{
    struct rampart_str one;
    while (rp_part_next(&names, ',', &one))
        if (rp_str_equal(one, name)) return true;
    return false;
}

/* "RegionId, ScalingGroupId" of "RegionId,ScalingGroupId". */
static enum rampart_status fill_print_list(struct rp_arena *arena, struct rampart_str names,
                                           struct rampart_str *ret_text)
{
    struct rp_buf buf;
    struct rampart_str one;
    rp_buf_init(&buf, &arena->allocator, 2 * names.len);
    while (rp_part_next(&names, ',', &one)) {
        rp_buf_add(&buf, one);
        if (names.len > 0) rp_buf_add(&buf, RP_STR(", "));
    }
    bool done = buf.failed == RAMPART_OK && rp_arena_copy(arena, rp_buf_text(&buf), ret_text);
    rp_buf_free(&buf);
    return done ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* Of Auto Scaling every required parameter is known. */
static enum rampart_status fill_report_required(struct filling *filling)
{
    const struct rampart_str action = filling->call->action;
    struct rampart_str name, rest = filling->required, list = {NULL, 0};
    while (rp_part_next(&rest, ',', &name)) {
        if (fill_has_name(filling->call, name)) continue;
        filling->failed = true;
        if (fill_was_meant(filling, name)) continue;
        if (list.len == 0) RP_TRY(fill_print_list(filling->arena, filling->required, &list));
        rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE,
                "--param %.*s=… is required: %.*s takes %.*s", RP_ARG(name), RP_ARG(action), RP_ARG(list));
    }
    return RAMPART_OK;
}

/* Reports a missing parameter that a template needs, once, unless another check did. */
static enum rampart_status fill_need(struct filling *filling, const struct rp_filler *filler)
{
    struct rampart_str name;
    struct known *known = filling->known;
    filling->failed = true;
    if (fill_is_listed(filling->required, filler->name) || fill_was_meant(filling, filler->name))
        return RAMPART_OK;
    RP_TRY_MEMORY(fill_spell(filling->arena, filler, &name));
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE,
            "--param %.*s=… is required: the ARN of %.*s is made from it", RP_ARG(name),
            RP_ARG(filling->call->action));
    rp_diag_help(filling->diags, "pass it, or the ARN with --resource");
    while (known != NULL && !rp_str_equal_fold(rampart_str(known->name), name)) known = known->next;
    if (known != NULL) known->meant = true;
    return RAMPART_OK;
}

static void fill_need_account(struct filling *filling)
{
    if (filling->call->account.len > 0) return;
    filling->failed = true;
    if (filling->account_missing) return;
    filling->account_missing = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE,
            "the account ID is missing: the ARN of %.*s contains it", RP_ARG(filling->call->action));
    rp_diag_help(filling->diags, "pass --account-id, or the principal as a full ARN");
}

static void fill_need_arn(struct filling *filling, const struct rp_template *template,
                          const struct rp_place *place)
{
    filling->failed = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_CATALOG, RP_NOWHERE,
            "the ARN of %.*s contains {#%.*s}, which no known parameter of the call fills",
            RP_ARG(filling->call->action), RP_ARG(place->name));
    rp_diag_help(filling->diags, "pass the ARN with --resource; its form is %.*s", RP_ARG(template->arn));
}

/* ---- the values of a place ---- */

enum place_state {
    PLACE_FILLED,
    PLACE_MISSING,  /* the call does not have the parameter */
    PLACE_UNSORTED, /* it has, and not the one that tells the kind of the resource */
    PLACE_UNKNOWN,  /* nobody knows the parameter */
    PLACE_OTHERWISE /* the call names a resource of another kind */
};

/* A place of a template, and what the call has for it. */
struct filled_place {
    struct rp_place place;
    enum place_state state;
    struct rp_filler filler; /* that fills it, or is missing */
    const struct rampart_str *values;
    size_t count;
};

static void fill_refuse_two(struct filling *filling, const struct rp_place *place, const struct value *one,
                            const struct value *other)
{
    if (rp_params_alike(one->param->name, other->param->name)) return;
    filling->failed = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
            "--param %.*s and --param %.*s both fill {#%.*s} in the ARN of %.*s", RP_ARG(one->param->name),
            RP_ARG(other->param->name), RP_ARG(place->name), RP_ARG(filling->call->action));
    rp_diag_help(filling->diags, "pass one of them, or every ARN with --resource");
    fill_told(filling->call, other->param);
}

/* The first value of a parameter; NULL: the call has none. */
static const struct value *fill_find_value(const struct filling *filling, const struct rp_filler *filler)
{
    for (size_t i = 0; i < filling->value_count; i++)
        if (rp_filler_is(filler, filling->values[i].param->name, false)) return &filling->values[i];
    return NULL;
}

/* Collects the values that the filler has; two parameters that could both be meant are refused. */
static enum rampart_status fill_collect(struct filling *filling, const struct value *first,
                                        struct filled_place *filled)
{
    struct rampart_str *values = RP_NEW_ARRAY(filling->arena, struct rampart_str, filling->value_count);
    RP_TRY_MEMORY(values != NULL);
    filled->count = 0;
    for (size_t i = 0; i < filling->value_count; i++) {
        const struct value *value = &filling->values[i];
        if (!rp_filler_is(&filled->filler, value->param->name, false)) continue;
        fill_refuse_two(filling, &filled->place, first, value);
        fill_check_name(filling, &filled->place, value);
        values[filled->count++] = value->text;
    }
    filled->values = values;
    filled->state = PLACE_FILLED;
    return RAMPART_OK;
}

/* A call has one kind of resource: with two values nobody knows which one is meant. */
static void fill_refuse_kinds(struct filling *filling, const struct rp_filler *kind, const struct value *told)
{
    for (size_t i = 0; i < filling->value_count && !filling->kind_refused; i++) {
        const struct value *value = &filling->values[i];
        if (!rp_filler_is(kind, value->param->name, false) || rp_str_equal_fold(value->text, told->text)) continue;
        filling->failed = filling->kind_refused = true;
        rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
                "--param %.*s has several values, and the ARN of %.*s depends on it", RP_ARG(kind->name),
                RP_ARG(filling->call->action));
        rp_diag_help(filling->diags, "pass one value, or every ARN with --resource");
        fill_told(filling->call, value->param);
    }
}

/* No resource of the action is of the kind that the call tells. */
static void fill_refuse_kind(struct filling *filling, const struct rp_filler *filler)
{
    const struct rp_filler kind = {.name = filler->kind, .spelt = true};
    const struct value *told = fill_find_value(filling, &kind);
    filling->failed = true;
    if (filling->kind_refused || told == NULL) return;
    filling->kind_refused = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
            "the ARN of %.*s is not known for this value of --param %.*s, only for others such as %.*s",
            RP_ARG(filling->call->action), RP_ARG(kind.name), RP_ARG(filler->value));
    rp_diag_help(filling->diags, "correct the value, or pass the ARN with --resource");
    fill_told(filling->call, told->param);
}

/* The call tells a kind that a resource of the action has. */
static bool fill_has_kind(const struct filling *filling, const struct rp_filler *filler)
{
    const struct rp_filler kind = {.name = filler->kind, .spelt = true};
    const struct value *told = fill_find_value(filling, &kind);
    return told != NULL &&
           rp_templates_have_kind(&filling->templates, filling->call->action, kind.name, told->text);
}

/* The call may say that its resource is of another kind than the place's. */
static enum place_state fill_weigh_kind(struct filling *filling, const struct filled_place *filled)
{
    const struct rp_filler kind = {.name = filled->filler.kind, .spelt = true};
    if (kind.name.len == 0) return PLACE_FILLED;
    const struct value *told = fill_find_value(filling, &kind);
    if (told == NULL) return PLACE_UNSORTED;
    fill_refuse_kinds(filling, &kind, told);
    return rp_str_equal_fold(told->text, filled->filler.value) ? PLACE_FILLED : PLACE_OTHERWISE;
}

/* The first of the fillers that the call has. Two that it has are refused. */
static enum rampart_status fill_place(struct filling *filling, struct filled_place *filled)
{
    struct rp_filler_cursor cursor = {.catalog = filling->call->catalog};
    struct rp_filler filler;
    const struct value *first = NULL;
    filled->state = PLACE_UNKNOWN;
    while (rp_filler_next(filling->call->action, &filled->place, &cursor, &filler)) {
        const struct value *value = fill_find_value(filling, &filler);
        if (first != NULL && value != NULL && value->param != first->param)
            fill_refuse_two(filling, &filled->place, first, value);
        if (first != NULL || (filled->state != PLACE_UNKNOWN && value == NULL)) continue;
        filled->filler = filler;
        filled->state = PLACE_MISSING;
        first = value;
    }
    if (first == NULL) return RAMPART_OK;
    const enum place_state kind = fill_weigh_kind(filling, filled);
    if (kind == PLACE_FILLED) return fill_collect(filling, first, filled);
    filled->state = kind;
    if (kind == PLACE_OTHERWISE) filling->other = filled->filler;
    if (kind == PLACE_UNSORTED) filled->filler = (struct rp_filler){.name = filled->filler.kind, .spelt = true};
    return RAMPART_OK;
}

/* ---- a template ---- */

enum { MOST_PLACES = 8 };

struct filled_template {
    const struct rp_template *template;
    struct filled_place places[MOST_PLACES];
    size_t count;
    bool needs_account, needs_region;
    bool named; /* the call has something for the last place: it names the resource */
};

/* Services without regions write a star, or nothing, which is the same. */
static bool fill_is_global(struct rampart_str arn)
{
    struct rampart_str partition, service;
    return rp_part_next(&arn, ':', &partition) && rp_part_next(&arn, ':', &service) &&
           rp_catalog_is_global(service);
}

static enum rampart_status fill_places(struct filling *filling, const struct rp_template *template,
                                       struct filled_template *ret_filled)
{
    struct filled_template *filled = ret_filled;
    struct rp_place place;
    size_t cursor = 0;
    *filled = (struct filled_template){.template = template, .named = true};
    while (rp_place_next(template->arn, &cursor, &place)) {
        filled->needs_account |= place.is_account;
        filled->needs_region |= place.is_region && !fill_is_global(template->arn);
        if (place.is_account || place.is_region) continue;
        if (filled->count == MOST_PLACES) return RAMPART_LIMIT;
        struct filled_place *next = &filled->places[filled->count++];
        next->place = place;
        RP_TRY(fill_place(filling, next));
        filled->named =
            next->state == PLACE_UNSORTED || (next->state == PLACE_FILLED && next->count > 0);
    }
    return RAMPART_OK;
}

static struct rampart_str fill_value_of(const struct filling *filling, const struct filled_template *filled,
                                        const struct rp_place *place, size_t place_number, size_t i)
{
    if (place->is_account) return filling->call->account;
    if (place->is_region) return filled->needs_region ? filling->region : RP_STR("*");
    const struct filled_place *values = &filled->places[place_number];
    return values->values[values->count > 1 ? i : 0];
}

/* Prints the i-th ARN of a template whose places all have a value. */
static enum rampart_status fill_print(const struct filling *filling, const struct filled_template *filled,
                                      size_t i, struct rampart_str *ret_arn)
{
    const struct rampart_str arn = filled->template->arn;
    struct rp_buf buf;
    struct rp_place place;
    size_t cursor = 0, from = 0, number = 0;
    rp_buf_init(&buf, &filling->arena->allocator, SIZE_MAX / 2);
    while (rp_place_next(arn, &cursor, &place)) {
        const size_t open = cursor - place.name.len - 3; /* {#name} */
        rp_buf_add(&buf, rp_str_part(arn, from, open - from));
        rp_buf_add(&buf, fill_value_of(filling, filled, &place, number, i));
        number += !place.is_account && !place.is_region;
        from = cursor;
    }
    rp_buf_add(&buf, rp_str_from(arn, from));
    enum rampart_status status = buf.failed;
    if (status == RAMPART_OK && !rp_arena_copy(filling->arena, rp_buf_text(&buf), ret_arn))
        status = RAMPART_NO_MEMORY;
    rp_buf_free(&buf);
    return status;
}

static bool fill_add_arn(struct filling *filling, struct rampart_str arn)
{
    if (filling->arn_count == filling->arn_room) {
        const size_t room = filling->arn_room == 0 ? 4 : 2 * filling->arn_room;
        struct rampart_str *more = RP_NEW_ARRAY(filling->arena, struct rampart_str, room);
        if (more == NULL) return false;
        for (size_t i = 0; i < filling->arn_count; i++) more[i] = filling->arns[i];
        filling->arns = more;
        filling->arn_room = room;
    }
    filling->arns[filling->arn_count++] = arn;
    return true;
}

/* The region must be one, and of two lists nobody knows which parts belong together. */
static size_t fill_count_arns(struct filling *filling, const struct filled_template *filled)
{
    const struct filled_place *list = NULL;
    for (size_t i = 0; i < filled->count; i++) {
        const struct filled_place *place = &filled->places[i];
        if (place->count < 2) continue;
        if (list == NULL) {
            list = place;
            continue;
        }
        filling->failed = true;
        rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
                "{#%.*s} and {#%.*s} in the ARN of %.*s have several values each: which of them belong "
                "together is not known",
                RP_ARG(list->place.name), RP_ARG(place->place.name), RP_ARG(filling->call->action));
        rp_diag_help(filling->diags, "pass every ARN with --resource");
    }
    return list == NULL ? 1 : list->count;
}

static enum rampart_status fill_need_region(struct filling *filling)
{
    const struct rp_filler region = {.name = REGION, .spelt = true};
    size_t count = 0;
    for (size_t i = 0; i < filling->value_count; i++) {
        if (!rp_filler_is(&region, filling->values[i].param->name, false)) continue;
        filling->region = filling->values[i].text;
        count++;
    }
    if (count == 0) return fill_need(filling, &region);
    if (count == 1) return RAMPART_OK;
    filling->failed = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
            "--param RegionId is given %zu times, but an ARN has one value", count);
    rp_diag_help(filling->diags, "pass one value, or every ARN with --resource");
    return RAMPART_OK;
}

/* Asks for the resource of a template, or reports what is missing for it. */
static enum rampart_status fill_ask(struct filling *filling, const struct filled_template *filled)
{
    if (filled->needs_account) fill_need_account(filling);
    if (filled->needs_region) RP_TRY(fill_need_region(filling));
    for (size_t i = 0; i < filled->count; i++) {
        const struct filled_place *place = &filled->places[i];
        if (place->state == PLACE_UNKNOWN)
            fill_need_arn(filling, filled->template, &place->place);
        else if (place->state == PLACE_OTHERWISE && !fill_has_kind(filling, &place->filler))
            fill_refuse_kind(filling, &place->filler);
        else if (place->state != PLACE_FILLED || place->count == 0)
            RP_TRY(fill_need(filling, &place->filler));
    }
    const size_t count = fill_count_arns(filling, filled);
    for (size_t i = 0; i < count && !filling->failed; i++) {
        struct rampart_str arn;
        RP_TRY(fill_print(filling, filled, i, &arn));
        RP_TRY_MEMORY(fill_add_arn(filling, arn));
    }
    return RAMPART_OK;
}

/* ---- all templates of an action ---- */

/* True when nobody can tell whether the call names the resource. */
static bool fill_is_untold(const struct filled_template *filled)
{
    for (size_t i = 0; i < filled->count; i++)
        if (filled->places[i].state == PLACE_UNKNOWN) return true;
    return false;
}

/* True when the call says that its resource is that of another template: a system policy, not one of the account. */
static bool fill_is_elsewhere(const struct filling *filling, const struct filled_template *filled)
{
    for (size_t i = 0; i < filled->count; i++)
        if (filled->places[i].state == PLACE_OTHERWISE && fill_has_kind(filling, &filled->places[i].filler))
            return true;
    return false;
}

/* True when a resource is not asked for: of several that one parameter may name, each is required where it is named. */
static bool fill_is_left_out(const struct filling *filling, const struct filled_template *filled)
{
    if (fill_is_elsewhere(filling, filled)) return true;
    return filled->template->optional && !filled->named && !fill_is_untold(filled);
}

/*
 * The table lists an optional resource that the call has a parameter for. What is optional and cannot be told is asked
 * for like what is required: then the ARN is to be given.
 */
static enum rampart_status fill_template(struct filling *filling, size_t i)
{
    const struct rp_template *template = &filling->templates.items[i];
    const struct rp_template *star = &filling->templates.items[template->star];
    struct filled_template filled;
    if (template->stands_in) return RAMPART_OK;
    RP_TRY(fill_places(filling, template, &filled));
    if (star == template)
        return fill_is_left_out(filling, &filled) ? RAMPART_OK : fill_ask(filling, &filled);
    /* The one that the call names, else all of its kind; a table that requires all asks for both. */
    if (filled.named) RP_TRY(fill_ask(filling, &filled));
    if (filled.named && !(star->required && template->optional)) return RAMPART_OK;
    RP_TRY(fill_places(filling, star, &filled));
    return fill_ask(filling, &filled);
}

/* The call names no resource, though the action is authorised on one. */
static enum rampart_status fill_report_none(struct filling *filling)
{
    struct rp_buf buf;
    struct rampart_str list;
    const struct known *known = filling->known;
    rp_buf_init(&buf, &filling->arena->allocator, SIZE_MAX / 2);
    for (; known != NULL; known = known->next) {
        if (rp_str_equal(rampart_str(known->name), REGION)) continue;
        if (rp_buf_text(&buf).len > 0) rp_buf_add(&buf, RP_STR(", "));
        rp_buf_add(&buf, rampart_str(known->name));
    }
    const bool kept = buf.failed == RAMPART_OK && rp_arena_copy(filling->arena, rp_buf_text(&buf), &list);
    rp_buf_free(&buf);
    RP_TRY_MEMORY(kept);
    filling->failed = true;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE,
            "%.*s is authorised on the resources that the call names, and the parameters name none",
            RP_ARG(filling->call->action));
    const bool one = rp_str_find(list, ',') == list.len;
    rp_diag_help(filling->diags, "pass %s%.*s, or the ARN with --resource", one ? "" : "one of ", RP_ARG(list));
    return RAMPART_OK;
}

/* The whole ARN stands in a parameter: RoleArn. */
static enum rampart_status fill_whole_arn(struct filling *filling, const struct rp_filler *filler)
{
    if (fill_find_value(filling, filler) == NULL) return fill_need(filling, filler);
    for (size_t i = 0; i < filling->value_count; i++) {
        const struct value *value = &filling->values[i];
        if (!rp_filler_is(filler, value->param->name, false)) continue;
        RP_TRY_MEMORY(fill_add_arn(filling, value->text));
        if (rp_str_starts(value->text, RP_STR("acs:"))) continue;
        filling->failed = true;
        rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
                "the value of --param %.*s is not an ARN", RP_ARG(value->param->name));
        fill_told(filling->call, value->param);
    }
    return RAMPART_OK;
}

/* ---- warnings ---- */

static void fill_warn_of_inference(const struct filling *filling)
{
    bool inferred = false;
    for (size_t i = 0; i < filling->templates.count; i++) inferred |= filling->templates.items[i].inferred;
    if (!inferred) return;
    rp_diag(filling->diags, RAMPART_WARNING, RP_REQ_CATALOG, RP_NOWHERE,
            "the ARN of %.*s is inferred from its neighbours: no table that states it was found",
            RP_ARG(filling->call->action));
    rp_diag_help(filling->diags, "pass --resource if you know the ARN");
}

/* "acs:…:disk/{#diskId}, acs:…:instance/{#instanceId}" of an older statement. */
static enum rampart_status fill_print_older(const struct filling *filling, struct rampart_catalog_arn *ret_last,
                                            struct rampart_str *ret_list)
{
    struct rampart_str line, rest = filling->templates.older;
    struct rp_buf buf;
    rp_buf_init(&buf, &filling->arena->allocator, SIZE_MAX / 2);
    while (rp_tsv_next(&rest, &line)) {
        if (!rp_statement_read_row(line, ret_last)) continue;
        if (rp_buf_text(&buf).len > 0) rp_buf_add(&buf, RP_STR(", "));
        rp_buf_add(&buf, ret_last->arn);
    }
    const bool kept = buf.failed == RAMPART_OK && rp_arena_copy(filling->arena, rp_buf_text(&buf), ret_list);
    rp_buf_free(&buf);
    return kept ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* The templates of an older statement, all of which the call is asked for. */
static enum rampart_status fill_older_templates(const struct filling *filling, struct rp_templates *ret_templates)
{
    struct rampart_str line, rest = filling->templates.older;
    struct rampart_catalog_arn row;
    const size_t most = rp_str_count(rest, '\n') + 1;
    struct rp_template *items = RP_NEW_ARRAY(filling->arena, struct rp_template, most);
    size_t count = 0;
    RP_TRY_MEMORY(items != NULL);
    for (; rp_tsv_next(&rest, &line) && count < most; count++) {
        if (!rp_statement_read_row(line, &row)) break;
        items[count] = (struct rp_template){.arn = row.arn, .required = true, .star = count};
    }
    *ret_templates = (struct rp_templates){.catalog = filling->templates.catalog, .items = items, .count = count};
    return RAMPART_OK;
}

static bool fill_are_among(const struct filling *some, const struct filling *all)
{
    for (size_t i = 0; i < some->arn_count; i++) {
        bool found = false;
        for (size_t k = 0; k < all->arn_count && !found; k++) found = rp_str_equal(some->arns[i], all->arns[k]);
        if (!found) return false;
    }
    return true;
}

/* Whether an older statement leads this call to the same resources, however it writes them: then nothing turns on it. */
static enum rampart_status fill_is_same_by_older(const struct filling *filling, bool *ret_same)
{
    struct rp_call call = *filling->call;
    struct filling older = *filling;
    call.said = NULL; /* nothing is said of this try */
    older.call = &call;
    older.diags = NULL;
    older.arns = NULL;
    older.arn_count = older.arn_room = 0;
    *ret_same = false;
    RP_TRY(fill_older_templates(filling, &older.templates));
    for (size_t i = 0; i < older.templates.count && !older.failed; i++) RP_TRY(fill_template(&older, i));
    *ret_same = !older.failed && fill_are_among(&older, filling) && fill_are_among(filling, &older);
    return RAMPART_OK;
}

static enum rampart_status fill_warn_of_older(const struct filling *filling)
{
    struct rampart_catalog_arn older = {.date = {NULL, 0}};
    struct rampart_str list;
    bool same = false;
    if (filling->templates.older.len == 0) return RAMPART_OK;
    RP_TRY(fill_is_same_by_older(filling, &same));
    if (same) return RAMPART_OK;
    RP_TRY(fill_print_older(filling, &older, &list));
    rp_diag(filling->diags, RAMPART_WARNING, RP_REQ_DISAGREE, RP_NOWHERE,
            "tables disagree on what %.*s is authorised on: the newest counts; that of %.*s (%.*s) says %.*s",
            RP_ARG(filling->call->action), RP_ARG(older.date), RP_ARG(older.source), RP_ARG(list));
    rp_diag_help(filling->diags, "pass --resource if you know the ARN");
    return RAMPART_OK;
}

/* ---- the call ---- */

static bool fill_refuse_api(struct filling *filling, const struct rp_ess_row *row)
{
    if (rp_ess_is_own(row)) return false;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_CATALOG, RP_NOWHERE,
            "ess:%.*s is not an action: the API %.*s is authorised by %.*s", RP_ARG(row->api),
            RP_ARG(row->api), RP_ARG(row->action));
    rp_diag_help(filling->diags, "ask about %.*s", RP_ARG(row->action));
    return true;
}

/* Reads what the tables have of the action. */
static enum rampart_status fill_start(struct filling *filling)
{
    struct rp_ess_row row;
    RP_TRY(rp_templates_of(filling->arena, filling->call->catalog, filling->call->action, &filling->templates));
    if (!rp_ess_find(filling->call->catalog, filling->call->action, &row)) return RAMPART_OK;
    if (fill_refuse_api(filling, &row)) return RAMPART_INVALID_INPUT;
    filling->required = row.required;
    if (filling->templates.count > 0) return RAMPART_OK;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_CATALOG, RP_NOWHERE,
            "the catalogue does not contain the ARN of %.*s", RP_ARG(row.action));
    rp_diag_help(filling->diags, "pass the ARN with --resource");
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status fill_check_params(struct filling *filling, const struct rp_filler *whole)
{
    RP_TRY(fill_list_values(filling));
    RP_TRY(fill_list_known(filling, whole));
    for (size_t i = 0; i < filling->call->param_count; i++)
        RP_TRY(fill_report_name(filling, &filling->call->params[i]));
    fill_check_ids(filling);
    return fill_report_required(filling);
}

static enum rampart_status fill_call(struct filling *filling)
{
    const struct rp_place place = {.name = RP_PLACE_OF_ARN};
    struct rp_filler_cursor cursor = {.catalog = filling->call->catalog};
    struct rp_filler whole = {.name = {NULL, 0}};
    const bool is_whole = rp_filler_next(filling->call->action, &place, &cursor, &whole);
    RP_TRY(fill_start(filling));
    if (!is_whole && filling->templates.count == 0) return RAMPART_OK;
    RP_TRY(fill_check_params(filling, &whole));
    if (is_whole) RP_TRY(fill_whole_arn(filling, &whole));
    for (size_t i = 0; i < filling->templates.count && !is_whole; i++) RP_TRY(fill_template(filling, i));
    if (filling->arn_count == 0 && !filling->failed && filling->other.kind.len > 0)
        fill_refuse_kind(filling, &filling->other);
    if (filling->arn_count == 0 && !filling->failed) RP_TRY(fill_report_none(filling));
    if (filling->failed) return RAMPART_INVALID_INPUT;
    fill_warn_of_inference(filling);
    return fill_warn_of_older(filling);
}

enum rampart_status rp_arn_fill(struct rp_arena *arena, const struct rp_call *call,
                                struct rampart_diags *diags, struct rp_call_resources *ret_resources)
{
    struct rp_call opened;
    RP_TRY(rp_call_open_objects(arena, call, &opened));
    struct filling filling = {.arena = arena, .call = &opened, .diags = diags};
    enum rampart_status status = fill_call(&filling);
    if (rp_diags_failed(diags)) return RAMPART_NO_MEMORY; /* a warning was lost */
    if (status == RAMPART_OK) *ret_resources = (struct rp_call_resources){filling.arns, filling.arn_count};
    return status;
}

const char *rp_arn_template_shown(struct rampart_str template, char buffer[RP_SHOWN_TEMPLATE])
{
    size_t len = 0;
    for (size_t i = 0; i < template.len && len < RP_SHOWN_TEMPLATE - 1; i++) {
        const bool begins = template.data[i] == '{' && i + 1 < template.len && template.data[i + 1] == '#';
        buffer[len++] = (char)(begins ? '<' : template.data[i] == '}' ? '>' : template.data[i]);
        i += begins;
    }
    buffer[len] = '\0';
    return buffer;
}
