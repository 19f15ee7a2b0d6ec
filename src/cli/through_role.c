/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/through_role.h"

#include <stdlib.h>
#include <string.h>

#include "cli/check.h"
#include "cli/command.h"

void through_role_free(struct through_role *way)
{
    rampart_who_can_free(way->result);
    rampart_request_free(way->request);
    *way = (struct through_role){.request = NULL};
}

static bool through_role_is_asked(const struct check *check)
{
    const struct rampart_decision *decision = check->decision;
    if (check->account == NULL || check->attachment_count > 0 || check->control_levels > 0) return false;
    if (rampart_account_is_image(check->account) || rampart_account_member_count(check->account) > 0) return false;
    return decision->verdict.outcome == RAMPART_OUTCOME_DENY && decision->resource_count == 1 &&
           cli_count(check->arguments, CLI_PRINCIPAL) > 0;
}

/* The same question about whoever asks. */
static bool through_role_request(const struct check *check, struct through_role *way)
{
    struct cli_arguments rest = *check->arguments;
    bool refused = false;
    rest.items = calloc(rest.count + 1, sizeof *rest.items);
    if (rest.items == NULL) return false;
    rest.count = 0;
    for (size_t i = 0; i < check->arguments->count; i++) {
        const enum cli_option_id id = check->arguments->items[i].option->id;
        if (id == CLI_PRINCIPAL || id == CLI_UID || id == CLI_RESOURCE || id == CLI_PARAM || id == CLI_ACTION) continue;
        if (id == CLI_CONTEXT_FILE) refused = true; /* it may be standard input, which was read */
        rest.items[rest.count++] = check->arguments->items[i];
    }
    const struct rampart_decision *decision = check->decision;
    const bool good = !refused && rampart_request_new(&check->options, &way->request) == RAMPART_OK &&
                      rampart_request_set_account(way->request, rampart_account_id(check->account), NULL) == RAMPART_OK &&
                      rampart_request_set_action(way->request, decision->action, NULL) == RAMPART_OK &&
                      rampart_request_add_resource(way->request, decision->resource, NULL) == RAMPART_OK &&
                      cli_set_time(&rest, &check->clock, "now", way->request, NULL, &refused) &&
                      cli_begin_request(&rest, way->request, NULL, &refused) && !refused &&
                      rampart_request_finish(way->request, NULL) == RAMPART_OK;
    free(rest.items);
    return good;
}

static bool through_role_is_of(const struct check *check, struct rampart_str principal)
{
    const struct rampart_str own = check->decision->principal;
    return own.len == principal.len && memcmp(own.data, principal.data, own.len) == 0;
}

void through_role_find(const struct check *check, struct through_role *ret_way)
{
    const struct rampart_who_can_options how = {.brief = true, .literal = cli_count(check->arguments, CLI_LITERAL) > 0};
    struct through_role way = {.request = NULL};
    if (through_role_is_asked(check) && through_role_request(check, &way) &&
        rampart_who_can(check->set, way.request, &how, NULL, &way.result) == RAMPART_OK)
        for (size_t i = 0; i < rampart_who_can_count(way.result) && way.row == NULL; i++) {
            struct rampart_who_can_row glance;
            if (!rampart_who_can_glance(way.result, i, &glance) || glance.via == NULL) continue;
            const struct rampart_who_can_row *row = rampart_who_can_row(way.result, i);
            if (row != NULL && through_role_is_of(check, row->principal)) way.row = row;
        }
    *ret_way = way;
}
