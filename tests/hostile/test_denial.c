/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that are made to cost a reader of refusals more than their length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <rampart/denial.h>

#include "base/buf.h"
#include "base/str.h"
#include "support/growth.h"

enum { BYTES = 32768 };

static void read_hostile(void *context, size_t length)
{
    const struct rampart_str *text = context;
    struct rampart_diags *diags = NULL;
    struct rampart_denial *denial = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    enum rampart_status status =
        rampart_denial_read(NULL, rp_str_part(*text, 0, length), RP_STR("d.txt"), diags, &denial);
    assert_true(status == RAMPART_OK || status == RAMPART_INVALID_INPUT || status == RAMPART_LIMIT);
    rampart_denial_free(denial);
    rampart_diags_free(diags);
}

/* Beginnings of what is read, over and over: each could be looked for an end behind all the others. */
static const char *const pieces[] = {
    "{",
    "{'",
    "{a: ",
    "\"{\\\"",
    "{\"\\u0041\":\"{",
    "<Error>",
    "<Error><a>",
    "<Error ",
    "<Error>&#",
    "code: 1, ",
    "code: 1, x request id:\n",
    "StatusCode: 1 Code: a Message: ",
    "oss: service returned error: StatusCode=1, ErrorCode=a, ErrorMessage=",
    "denied by sts or ram, action: a:b, resource: ",
    "You are not authorized to do this action. Resource: acs:a:b:c:d ",
    "the caller is not authorized to perform 'a:b' on resource '",
    "OSSException: ",
    "RAM policy Forbidden for action a:b\n",
    "RAM policy Forbidden for action ",
    "Message: x\n",
    "Action: a:b\n",
    "  \n",
    "\\n",
    "\xE2\x94\x82 ",
    "map[",
    "map[a:b ",
    "acs:",
    "x",
};

static void time_is_linear(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct rp_buf buffer;
        rp_buf_init(&buffer, NULL, 2 * BYTES);
        while (buffer.len < BYTES) rp_buf_add(&buffer, rampart_str(pieces[i]));
        struct rampart_str text = rp_buf_text(&buffer);
        double growth = growth_of(&(struct growing){read_hostile, &text, BYTES});
        if (growth > 2)
            fail_msg("%s: a byte of %d times the text took %.2f times as long", pieces[i], GROWTH, growth);
        rp_buf_free(&buffer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(time_is_linear)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
