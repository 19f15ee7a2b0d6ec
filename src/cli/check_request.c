/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the request from the options, in the order they were given. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "cli/check.h"
#include "cli/message.h"
#include "cli/read.h"

enum { TIME_SIZE = sizeof "YYYY-MM-DDThh:mm:ssZ" };

static bool add_now(struct check *check, struct rampart_str key)
{
    char text[TIME_SIZE];
    time_t now = time(NULL);
    struct tm utc;
    if (now == (time_t)-1 || gmtime_r(&now, &utc) == NULL ||
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0) {
        cli_error("the clock cannot be read");
        return check_proceed(check, RAMPART_IO);
    }
    return check_proceed(check,
                         rampart_request_add_context(check->request, key, rampart_str(text), check->diags));
}

static bool add_context(struct check *check, const char *assignment)
{
    size_t len = strcspn(assignment, "=");
    struct rampart_str key = {assignment, len}, value = rampart_str(assignment + len + 1);
    bool is_time = len == strlen("acs:CurrentTime") && strncasecmp(assignment, "acs:CurrentTime", len) == 0;
    if (is_time && strcmp(value.data, "now") == 0) return add_now(check, key);
    return check_proceed(check, rampart_request_add_context(check->request, key, value, check->diags));
}

static bool add_param(struct check *check, const char *assignment)
{
    size_t len = strcspn(assignment, "=");
    return check_proceed(check,
                         rampart_request_add_param(check->request, (struct rampart_str){assignment, len},
                                                   rampart_str(assignment + len + 1), check->diags));
}

static bool read_context(struct check *check, const char *path)
{
    size_t len;
    char *text = cli_read(path, &len);
    if (text == NULL) return check_proceed(check, RAMPART_IO);
    enum rampart_status status = rampart_request_read_context(check->request, (struct rampart_str){text, len},
                                                              rampart_str(cli_file_name(path)), check->diags);
    free(text);
    return check_proceed(check, status);
}

/* The options that say one thing of the request each. */
static bool set(struct check *check, int id, struct rampart_str value)
{
    static const struct {
        int id;
        enum rampart_status (*set)(struct rampart_request *, struct rampart_str, struct rampart_diags *);
    } setters[] = {
        {CHECK_PRINCIPAL, rampart_request_set_principal}, {CHECK_ACTION, rampart_request_set_action},
        {CHECK_RESOURCE, rampart_request_add_resource},   {CHECK_ACCOUNT_ID, rampart_request_set_account},
        {CHECK_ABSENT, rampart_request_set_absent},
    };
    for (size_t i = 0; i < sizeof setters / sizeof *setters; i++)
        if (setters[i].id == id)
            return check_proceed(check, setters[i].set(check->request, value, check->diags));
    return true;
}

static bool apply(struct check *check, const struct cli_argument *argument)
{
    switch (argument->option->id) {
    case CHECK_PARAM: return add_param(check, argument->value);
    case CHECK_CONTEXT: return add_context(check, argument->value);
    case CHECK_CONTEXT_FILE: return read_context(check, argument->value);
    case CHECK_COMPLETE: rampart_request_set_complete(check->request, true); return true;
    default: return set(check, argument->option->id, rampart_str(argument->value));
    }
}

bool check_fill_request(struct check *check)
{
    if (!check_proceed(check, rampart_request_new(NULL, &check->request))) return false;
    bool refused_before = check->refused;
    check->refused = false;
    for (size_t i = 0; i < check->arguments->count; i++)
        if (!apply(check, &check->arguments->items[i])) return false;
    /* A part that was refused would be reported once more as missing. */
    bool finish = !check->refused;
    check->refused |= refused_before;
    return !finish || check_proceed(check, rampart_request_finish(check->request, check->diags));
}
