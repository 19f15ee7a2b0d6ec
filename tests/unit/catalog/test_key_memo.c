/* SPDX-License-Identifier: Apache-2.0 */
/* The memo says what looking the key up says, whatever was asked before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "catalog/key_memo.h"
#include "support/chance.h"

enum { ROUNDS = 20000, LONGEST = 60 };

static const char *const names[] = {"acs:SourceIp",     "ACS:sourceip",
                                    "acs:CurrentTime",  "acs:ResourceTag/team",
                                    "acs:ResourceTag",  "acs:MFAPresent",
                                    "acs:PrincipalARN", "acs:RegionId",
                                    "oss:BucketTag/a",  "resourcesharing:RequestedAllowExternalTargets"};

/* A known key, or one that is nearly one; some are longer than what the memo keeps. */
static struct rampart_str some_key(struct chance *chance, char text[LONGEST])
{
    const struct rampart_str name = rampart_str(names[chance_below(chance, sizeof names / sizeof *names)]);
    size_t len = chance_of(chance, 20) ? chance_below(chance, LONGEST) : name.len;

    for (size_t i = 0; i < len; i++) text[i] = i < name.len ? name.data[i] : 'x';
    if (len > 0 && chance_of(chance, 20)) text[chance_below(chance, (unsigned)len)] = 'I';
    return (struct rampart_str){text, len};
}

static void assert_same(struct rp_key_memo *memo, struct rampart_str key)
{
    const struct rp_catalog_key *remembered = rp_key_memo_find(memo, key);
    struct rp_catalog_key looked_up;

    assert_int_equal(remembered != NULL, rp_catalog_key_find(key, &looked_up));
    if (remembered == NULL) return;
    assert_ptr_equal(remembered->key.data, looked_up.key.data);
    assert_int_equal(remembered->key.len, looked_up.key.len);
    assert_int_equal(remembered->type, looked_up.type);
    assert_int_equal(remembered->carriers, looked_up.carriers);
}

static void it_says_what_the_table_says(void **state)
{
    (void)state;
    static struct rp_key_memo memo;
    struct chance chance = {.state = 41};

    for (unsigned round = 0; round < ROUNDS; round++) {
        char text[LONGEST];
        struct rampart_str key = some_key(&chance, text);
        assert_same(&memo, key);
        assert_same(&memo, key);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_says_what_the_table_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
