/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of an account under assumptions: what the cloud is assumed to refuse is refused, but never its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <rampart/account.h>
#include <rampart/assumption.h>

#include "support/diag_lines.h"

#define HEAD "rampart: 1\naccount: '1'\n"
#define ALL_BUT "{Version: '1', Statement: [{Effect: Allow, Action: '*', NotResource: 'x'}]}"
#define REFUSED "under the assumption notresource=refused the cloud refuses this"

static char path[] = "/tmp/rampart-documents-XXXXXX";

#define ASIDE                                                                                       \
    "is not understood, so it is not used | fix it: until then decisions about its holders may be " \
    "conditional"

static enum rampart_status read_refusing(const char *text, char *lines, size_t size)
{
    struct rampart_options options = {.allocator = NULL};
    struct rampart_account *account = NULL;
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_assume(&options.assumptions, rampart_str("notresource"), rampart_str("refused"), NULL),
                     RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    enum rampart_status status =
        rampart_account_read(&options, rampart_str(text), rampart_str("/tmp/a.yaml"), diags, &account);
    diag_lines(diags, lines, size);
    rampart_account_free(account);
    rampart_diags_free(diags);
    return status;
}

static void custom_documents_are_refused(void **state)
{
    char lines[512];
    (void)state;
    assert_int_equal(read_refusing(HEAD "policies: {P: " ALL_BUT "}\n", lines, sizeof lines), RAMPART_OK);
    assert_string_equal(lines, "ACC023 3:12 the policy \"P\" " ASIDE "\nDOC018 3:71 " REFUSED);
}

static void system_documents_are_not(void **state)
{
    char lines[512];
    (void)state;
    assert_int_equal(read_refusing(HEAD "systemPolicies: {P: " ALL_BUT "}\n", lines, sizeof lines), RAMPART_OK);
    assert_null(strstr(lines, ASIDE));
    assert_int_equal(
        read_refusing(HEAD "systemPolicies: {P: " ALL_BUT "}\npolicies: {Q: " ALL_BUT "}\n", lines, sizeof lines),
        RAMPART_OK);
    assert_non_null(strstr(lines, "\"Q\" " ASIDE));
    assert_null(strstr(lines, "\"P\" " ASIDE));
}

/* The file is read twice: what is refused in the one place is not in the other. */
static void a_file_may_be_both(void **state)
{
    char text[512], lines[512];
    (void)state;
    snprintf(text, sizeof text, HEAD "systemPolicies: {P: %s, R: %s}\n", path, path);
    assert_int_equal(read_refusing(text, lines, sizeof lines), RAMPART_OK);
    snprintf(text, sizeof text, HEAD "systemPolicies: {P: %s}\npolicies: {Q: %s}\n", path, path);
    assert_int_equal(read_refusing(text, lines, sizeof lines), RAMPART_OK);
    assert_non_null(strstr(lines, REFUSED));
    assert_non_null(strstr(lines, "\"Q\" " ASIDE));
}

/* An empty text is a text, and no value that was reported already. */
static void empty_texts_are_looked_at(void **state)
{
    static const char *const texts[] = {
        HEAD "policies: {P: {Version: '1', Statement: [{Effect: Allow, Action: '*', Resource: '*', "
             "Condition: {'Null': {k: ''}}}]}}\n",
        "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":"
        "\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Null\":{\"k\":\"\"}}}]}}}",
        HEAD "roles: {r: {trust: {Version: '1', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', "
             "Principal: {RAM: ''}}]}}}\n",
    };
    static const char *const expected[] = {"the values of Null must be", "the values of Null must be",
                                           "invalid principal \"\""};
    char lines[1024];
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(read_refusing(texts[i], lines, sizeof lines), RAMPART_OK);
        assert_non_null(strstr(lines, expected[i]));
        assert_non_null(strstr(lines, "is not understood, so it is not used"));
    }
}

static int write_file(void **state)
{
    static const char text[] = "Version: '1'\nStatement: [{Effect: Allow, Action: '*', NotResource: 'x'}]\n";
    (void)state;
    int file = mkstemp(path);
    if (file < 0) return -1;
    ssize_t written = write(file, text, sizeof text - 1);
    return close(file) == 0 && written == (ssize_t)sizeof text - 1 ? 0 : -1;
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(custom_documents_are_refused),
        cmocka_unit_test(system_documents_are_not),
        cmocka_unit_test(a_file_may_be_both),
        cmocka_unit_test(empty_texts_are_looked_at),
    };
    return cmocka_run_group_tests(tests, write_file, remove_file);
}
