/* SPDX-License-Identifier: Apache-2.0 */
#include "calibrate/told.h"

#include <rampart/denial.h>

#include "base/buf.h"
#include "base/try.h"
#include "trail/resource.h"

enum { LONGEST_TEMPLATES = 4096 };

static const struct rp_trail_action *told_action(const struct rp_trail_api *api, struct rampart_str name)
{
    for (size_t i = 0; i < api->count; i++)
        if (rp_str_equal_fold(api->actions[i].name, name)) return &api->actions[i];
    return NULL;
}

/* ---- resources ---- */

/* The ARN that the refusal names may have stars for what its service did not say. */
static bool told_is(struct rampart_str told, struct rampart_str arn)
{
    return rp_glob(arn, told) || (!rp_str_equal(told, RP_STR("*")) && rp_glob(told, arn));
}

static enum rampart_status told_is_among(struct rp_arena *arena, const struct rp_requirement *requirements,
                                         struct rampart_str told, bool *ret_found)
{
    struct rampart_str lower, arn;
    RP_TRY_MEMORY(rp_arena_lower(arena, told, &lower));
    *ret_found = false;
    for (const struct rp_requirement *one = requirements; one != NULL; one = one->next) {
        for (const struct rp_resource_option *option = one->options; option != NULL; option = option->next) {
            for (size_t i = 0; i < option->count && !*ret_found; i++) {
                RP_TRY_MEMORY(rp_arena_lower(arena, option->arns[i], &arn));
                *ret_found = told_is(lower, arn);
            }
        }
    }
    return RAMPART_OK;
}

static enum rampart_status told_templates(struct rp_arena *arena, const struct rp_trail_action *action,
                                          struct rampart_str *ret_text)
{
    struct rp_buf buf;
    rp_buf_init(&buf, &arena->allocator, LONGEST_TEMPLATES);
    for (size_t i = 0; i < action->templates.count; i++) {
        if (i > 0) rp_buf_add_byte(&buf, ' ');
        rp_buf_add(&buf, action->templates.items[i].arn);
    }
    const bool kept = buf.failed != RAMPART_NO_MEMORY && rp_arena_copy(arena, rp_buf_text(&buf), ret_text);
    rp_buf_free(&buf);
    return kept ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* Every page that is known of the action counts: nobody knows which of them is right. */
static enum rampart_status told_resource(const struct rp_observed *observed, const struct rp_trail_action *action,
                                         struct rampart_str told, struct rp_note *note, bool *ret_contradicts)
{
    struct rp_arena *arena = observed->reading->arena;
    const struct rampart_str owner =
        observed->event->owner.len > 0 ? observed->event->owner : observed->caller->account;
    bool found = false;
    if (action->templates.count == 0) return RAMPART_OK;
    for (const struct rp_trail_action *page = action; page != NULL && !found; page = page->other) {
        struct rp_requirement *requirements = NULL;
        RP_TRY(rp_resource_requirements(observed->reading, observed->event, page, owner, &requirements));
        RP_TRY(told_is_among(arena, requirements, told, &found));
    }
    if (found) return RAMPART_OK;
    *ret_contradicts = true;
    note->what = action->name;
    note->kind = 1;
    return told_templates(arena, action, &note->detail);
}

/* ---- the refusal ---- */

static enum rampart_status told_compare(const struct rp_observed *observed, const struct rampart_denial *denial,
                                        struct rp_note *note, struct rampart_str *ret_told, bool *ret_contradicts)
{
    struct rp_arena *arena = observed->reading->arena;
    const struct rp_trail_action *action =
        denial->action.len == 0 && observed->api->count == 1 ? observed->api->actions
                                                             : told_action(observed->api, denial->action);
    if (denial->action.len > 0 && action == NULL) {
        *note = (struct rp_note){.table = RP_NOTE_CONTRADICTION, .what = observed->api->label, .detail = observed->api->label};
        *ret_contradicts = true;
        return rp_arena_copy(arena, denial->action, ret_told) ? RAMPART_OK : RAMPART_NO_MEMORY;
    }
    if (denial->resource.len == 0 || action == NULL) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_copy(arena, denial->resource, ret_told));
    *note = (struct rp_note){.table = RP_NOTE_CONTRADICTION};
    return told_resource(observed, action, *ret_told, note, ret_contradicts);
}

enum rampart_status rp_told_compare(const struct rp_observed *observed, struct rampart_diags *diags,
                                    struct rp_note *note, struct rampart_str *ret_told, bool *ret_contradicts)
{
    struct rampart_denial *denial = NULL;
    *ret_contradicts = false;
    if (observed->event->error.len == 0 || observed->event->message.len == 0) return RAMPART_OK;
    rampart_diags_clear(diags);
    const enum rampart_status read =
        rampart_denial_read(&observed->replay->options, observed->event->message, observed->file, diags, &denial);
    if (read == RAMPART_NO_MEMORY || rp_diags_failed(diags)) return RAMPART_NO_MEMORY;
    if (read != RAMPART_OK) return RAMPART_OK; /* no refusal that is understood */
    const enum rampart_status status = told_compare(observed, denial, note, ret_told, ret_contradicts);
    rampart_denial_free(denial);
    return status;
}
