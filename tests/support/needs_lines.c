/* SPDX-License-Identifier: Apache-2.0 */
#include "support/needs_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/diag_lines.h"

struct rampart_needs *needs_of_changes(const char *changes)
{
    static char plan[1 << 16], lines[4096];
    const struct rampart_needs_options how = {.account = RP_STR("1"), .region = RP_STR("cn-hangzhou")};
    struct rampart_needs *needs = NULL;
    struct rampart_diags *diags = NULL;
    (void)snprintf(plan, sizeof plan, "{\"format_version\":\"1.2\",\"resource_changes\":[%s]}", changes);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_needs_new(NULL, &how, &needs), RAMPART_OK);
    if (rampart_needs_read(needs, rampart_str(plan), RP_STR("plan.json"), diags) != RAMPART_OK)
        fail_msg("%s", diag_lines(diags, lines, sizeof lines));
    rampart_diags_free(diags);
    return needs;
}

__attribute__((format(printf, 3, 4))) static void add(char *buffer, size_t size, const char *format, ...)
{
    va_list values;
    const size_t len = strlen(buffer);
    va_start(values, format);
    if (len < size) (void)vsnprintf(buffer + len, size - len, format, values);
    va_end(values);
}

static void add_need(const struct rampart_need *need, char *buffer, size_t size)
{
    const char *joint = " ";
    add(buffer, size, "%s", rampart_certainty_name(need->certainty));
    for (unsigned bit = 1; bit <= RAMPART_NEED_DELETE; bit <<= 1) {
        if ((need->operations & bit) == 0) continue;
        add(buffer, size, "%s%s", joint, rampart_need_operation_name(bit));
        joint = ",";
    }
    add(buffer, size, " %.*s", RP_ARG(need->action.len > 0 ? need->action : need->api));
    for (size_t i = 0; i < need->resource_count; i++)
        add(buffer, size, " %s%.*s", need->resources[i].perhaps ? "?" : "", RP_ARG(need->resources[i].arn));
    const struct rampart_str open = need->resource_count == 0 ? RP_STR("") : need->resources[0].open;
    if (need->condition.len > 0 || open.len > 0)
        add(buffer, size, " | %.*s", RP_ARG(need->condition.len > 0 ? need->condition : open));
    add(buffer, size, "\n");
}

const char *needs_lines(const struct rampart_needs *needs, const char *action, char *buffer, size_t size)
{
    buffer[0] = '\0';
    for (size_t i = 0; i < rampart_needs_count(needs); i++) {
        const struct rampart_need *need = rampart_needs_at(needs, i);
        if (rp_glob(rampart_str(action), need->action.len > 0 ? need->action : need->api)) add_need(need, buffer, size);
    }
    return buffer;
}

const char *needs_of_change(const char *type, const char *actions, const char *before, const char *after,
                            const char *unknown, const char *action)
{
    static char change[1 << 15], lines[1 << 14];
    (void)snprintf(change, sizeof change,
                   "{\"address\":\"%s.x\",\"mode\":\"managed\",\"type\":\"%s\",\"change\":{\"actions\":[%s],\"before\":%s,"
                   "\"after\":%s,\"after_unknown\":%s}}",
                   type, type, actions, before, after, unknown);
    struct rampart_needs *needs = needs_of_changes(change);
    needs_lines(needs, action, lines, sizeof lines);
    rampart_needs_free(needs);
    return lines;
}
