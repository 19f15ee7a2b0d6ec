/* SPDX-License-Identifier: Apache-2.0 */
/* The note on the instance refresh task, from its bare state or from an answer of the API. */
#include <stdlib.h>
#include <string.h>

#include "cli/check.h"
#include "cli/read.h"

/* The value of a --param, or the empty text. */
static struct rampart_str param(const struct check *check, const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < check->arguments->count; i++) {
        const struct cli_argument *argument = &check->arguments->items[i];
        if (argument->option->id != CLI_PARAM) continue;
        if (strncmp(argument->value, name, len) == 0 && argument->value[len] == '=')
            return rampart_str(argument->value + len + 1);
    }
    return (struct rampart_str){NULL, 0};
}

static bool note_on_status(struct check *check, struct rampart_str action, const char *status)
{
    enum rampart_status result = rampart_task_note(action, rampart_str(status), check->diags, &check->note);
    check->has_note = result == RAMPART_OK;
    return check_proceed(check, result);
}

static bool note_on_answer(struct check *check, struct rampart_str action, const char *path)
{
    size_t len;
    char *text = cli_read(path, &len);
    if (text == NULL) return check_proceed(check, RAMPART_IO);
    enum rampart_status result =
        rampart_task_read(NULL, (struct rampart_str){text, len}, rampart_str(cli_file_name(path)),
                          param(check, "InstanceRefreshTaskId"), param(check, "ScalingGroupId"), action,
                          check->diags, &check->task);
    free(text);
    if (result == RAMPART_OK) {
        check->note = *rampart_task_note_of(check->task);
        check->has_note = true;
    }
    return check_proceed(check, result);
}

bool check_read_task(struct check *check)
{
    const char *status = cli_value(check->arguments, CHECK_TASK_STATUS);
    const char *path = cli_value(check->arguments, CHECK_TASK);
    struct rampart_str action = rampart_str(cli_value(check->arguments, CLI_ACTION));
    if (status != NULL) return note_on_status(check, action, status);
    return path == NULL || note_on_answer(check, action, path);
}
