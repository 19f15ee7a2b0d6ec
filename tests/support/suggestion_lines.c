/* SPDX-License-Identifier: Apache-2.0 */
#include "denial/suggest.h"
#include "support/suggestion_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

enum { ROOM = 16384 };

static char told[ROOM];

__attribute__((format(printf, 1, 2))) static void tell(const char *format, ...)
{
    size_t used = strlen(told);
    va_list values;

    va_start(values, format);
    (void)vsnprintf(told + used, ROOM - used, format, values);
    va_end(values);
}

static void tell_way(const struct rampart_suggestion *way)
{
    for (size_t i = 0; i < way->change_count; i++) {
        const struct rampart_change *change = &way->changes[i];

        tell("%s%s %s %.*s", i > 0 ? "; " : "", rampart_change_name(change->kind),
             rampart_element_name(change->element, change->negated), RP_ARG(change->json));
    }
    tell("\n");
}

const char *suggestion_lines(struct decision_fixture *fixture)
{
    struct rampart_suggestions *suggestions = NULL;

    told[0] = '\0';
    assert_int_equal(rampart_request_finish(fixture->request, fixture->diags), RAMPART_OK);
    assert_int_equal(rp_rules_suggest(NULL, fixture->rules, fixture->request, &suggestions), RAMPART_OK);
    for (size_t i = 0; i < suggestions->count; i++) tell_way(&suggestions->items[i]);
    for (size_t i = 0; i < suggestions->notes.count; i++)
        tell("note: %.*s\n", RP_ARG(suggestions->notes.items[i]));
    rampart_suggestions_free(suggestions);
    return told;
}

void suggestions_have(const char *all, const char *text)
{
    if (strstr(all, text) == NULL) fail_msg("\"%s\" is not in\n%s", text, all);
}

void suggestions_lack(const char *all, const char *text)
{
    if (strstr(all, text) != NULL) fail_msg("\"%s\" is in\n%s", text, all);
}
