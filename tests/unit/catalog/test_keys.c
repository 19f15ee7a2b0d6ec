/* SPDX-License-Identifier: Apache-2.0 */
/* The types of condition keys, and the memo that says what looking the key up says, whatever was asked before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "catalog/keys.h"
#include "support/chance.h"

static void known_keys_have_a_type(void **state)
{
    (void)state;
    static const struct {
        const char *asked, *key;
        enum rp_value_type type;
        enum rp_carriers carriers;
    } rows[] = {{"acs:SourceIp", "acs:SourceIp", RP_TYPE_IP, RP_CARRIED_PERHAPS},
                {"ACS:sourceip", "acs:SourceIp", RP_TYPE_IP, RP_CARRIED_PERHAPS},
                {"acs:CurrentTime", "acs:CurrentTime", RP_TYPE_DATE, RP_CARRIED_BY_EVERY},
                {"acs:currenttime", "acs:CurrentTime", RP_TYPE_DATE, RP_CARRIED_BY_EVERY},
                {"acs:SecureTransport", "acs:SecureTransport", RP_TYPE_BOOL, RP_CARRIED_BY_EVERY},
                {"acs:MFAPresent", "acs:MFAPresent", RP_TYPE_BOOL, RP_CARRIED_PERHAPS},
                {"acs:principalArn", "acs:PrincipalARN", RP_TYPE_STRING, RP_CARRIED_BY_IDENTITIES},
                {"acs:UserAgent", "acs:UserAgent", RP_TYPE_STRING, RP_CARRIED_PERHAPS},
                {"acs:ResourceTag/team", "acs:ResourceTag/*", RP_TYPE_STRING, RP_CARRIED_PERHAPS},
                {"oss:object-remaining-retention-days", "oss:object-remaining-retention-days", RP_TYPE_NUMBER,
                 RP_CARRIED_PERHAPS},
                {"acs:RegionId", "acs:RegionId", RP_TYPE_UNKNOWN, RP_CARRIED_PERHAPS}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rp_catalog_key key;
        const struct rampart_str asked = rampart_str(rows[i].asked);
        assert_true(rp_catalog_key_find(NULL, asked, &key));
        assert_true(rp_str_equal(key.key, rampart_str(rows[i].key)));
        assert_int_equal(key.type, rows[i].type);
        assert_int_equal(key.carriers, rows[i].carriers);
        assert_int_equal(rp_key_type(NULL, asked), rows[i].type);
    }
}

static void some_keys_have_one_value_and_none_that_is_empty(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        bool single, filled;
    } rows[] = {{"acs:SourceVpc", true, true},   {"acs:ResourceGroupId", true, true},
                {"acs:CurrentTime", true, true}, {"acs:ResourceTag/team", true, false},
                {"oss:Prefix", true, false},     {"resourcesharing:Target", false, true},
                {"acs:TagKeys", false, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rp_catalog_key key;
        assert_true(rp_catalog_key_find(NULL, rampart_str(rows[i].key), &key));
        assert_int_equal(key.single, rows[i].single);
        assert_int_equal(key.filled, rows[i].filled);
    }
}

static void other_keys_have_none(void **state)
{
    (void)state;
    struct rp_catalog_key key;
    assert_false(rp_catalog_key_find(NULL, RP_STR("acs:ResourceTag"), &key));
    assert_false(rp_catalog_key_find(NULL, RP_STR("# Source"), &key));
    assert_false(rp_catalog_key_find(NULL, RP_STR(""), &key));
    assert_int_equal(rp_key_type(NULL, RP_STR("acs:NoSuchKey")), RP_TYPE_UNKNOWN);
}

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

    assert_int_equal(remembered != NULL, rp_catalog_key_find(NULL, key, &looked_up));
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
        cmocka_unit_test(known_keys_have_a_type),
        cmocka_unit_test(some_keys_have_one_value_and_none_that_is_empty),
        cmocka_unit_test(other_keys_have_none),
        cmocka_unit_test(it_says_what_the_table_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
