/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the policy documents and says where each is attached. */
#include <stdlib.h>

#include "cli/check.h"
#include "cli/read.h"

/* What an option says of its documents. */
static const struct {
    int option;
    enum rampart_policy_kind kind;
    enum rampart_layer layer;
} sources[] = {
    {CHECK_POLICY, RAMPART_POLICY_IDENTITY, RAMPART_LAYER_IDENTITY},
    {CHECK_CONTROL_POLICY, RAMPART_POLICY_CONTROL, RAMPART_LAYER_CONTROL},
    {CHECK_SESSION_POLICY, RAMPART_POLICY_SESSION, RAMPART_LAYER_SESSION},
};

enum { SOURCE_COUNT = sizeof sources / sizeof *sources };

static bool read_one(struct check *check, size_t source, const char *path, unsigned level)
{
    struct rampart_policy *policy = NULL;
    enum rampart_status status =
        rampart_policy_read_file(&check->options, path, sources[source].kind, check->diags, &policy);
    if (status != RAMPART_OK) return check_proceed(check, status);
    status = rampart_inventory_add(check->inventory, RAMPART_FILE_READ, rampart_str(cli_file_name(path)),
                                   rampart_str(""));
    check->policies[check->attachment_count] = policy;
    check->attachments[check->attachment_count++] =
        (struct rampart_attachment){.policy = policy, .layer = sources[source].layer, .level = level};
    return check_proceed(check, status);
}

/* Control policies are given from the outermost folder inwards, and counted from the account outwards. */
static bool read_source(struct check *check, size_t source)
{
    const struct cli_arguments *arguments = check->arguments;
    unsigned left = (unsigned)cli_count(arguments, sources[source].option);
    if (sources[source].layer == RAMPART_LAYER_CONTROL) check->control_levels = left;
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].option->id != sources[source].option) continue;
        left--;
        unsigned level = sources[source].layer == RAMPART_LAYER_CONTROL ? left : 0;
        if (!read_one(check, source, arguments->items[i].value, level)) return false;
    }
    return true;
}

bool check_read_policies(struct check *check)
{
    size_t most = check->arguments->count;
    check->policies = calloc(most, sizeof *check->policies);
    check->attachments = calloc(most, sizeof *check->attachments);
    if (check->policies == NULL || check->attachments == NULL) return check_proceed(check, RAMPART_NO_MEMORY);
    for (size_t source = 0; source < SOURCE_COUNT; source++)
        if (!read_source(check, source)) return false;
    return true;
}
