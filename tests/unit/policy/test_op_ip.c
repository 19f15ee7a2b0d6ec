/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <string.h>

#include "base/str.h"
#include "support/try_operand.h"

static bool inside(const char *address, const char *block)
{
    return holds_between(&rp_family_ip, address, RP_COMPARE_EQUALS, block);
}

static void blocks_hold_their_addresses(void **state)
{
    (void)state;
    assert_true(inside("203.0.113.10", "203.0.113.10"));
    assert_false(inside("203.0.113.11", "203.0.113.10"));
    assert_true(inside("203.0.113.255", "203.0.113.0/24"));
    assert_false(inside("203.0.114.0", "203.0.113.0/24"));
    assert_true(inside("203.0.113.128", "203.0.113.128/25"));
    assert_false(inside("203.0.113.127", "203.0.113.128/25"));
    assert_true(inside("10.101.169.5", "10.101.169.111/24")); /* host bits do not count */
    assert_true(inside("255.255.255.255", "0.0.0.0/0"));
    assert_true(inside("127.0.0.1", "1.2.3.4/1"));
    assert_false(inside("128.0.0.1", "1.2.3.4/1"));
    assert_true(inside("1.2.3.5", "1.2.3.4/31"));
    assert_false(inside("1.2.3.6", "1.2.3.4/31"));
}

static void blocks_of_ipv6_hold_theirs(void **state)
{
    (void)state;
    assert_true(inside("2001:db8::1", "2001:DB8:0:0::1"));
    assert_true(inside("2001:db8::1", "2001:db8::/127"));
    assert_false(inside("2001:db8::2", "2001:db8::/127"));
    assert_true(inside("2001:db8:ffff::", "2001:db8::1/32"));
    assert_true(inside("::1", "::/0"));
}

static void families_never_meet(void **state)
{
    (void)state;
    assert_false(inside("::1", "0.0.0.0/0"));
    assert_false(inside("1.2.3.4", "::/0"));
    assert_false(inside("::ffff:1.2.3.4", "1.2.3.4"));
    assert_false(inside("1.2.3.4", "::ffff:1.2.3.4"));
    assert_true(inside("::ffff:1.2.3.4", "::ffff:102:304"));
}

static void host_bits_are_cleared(void **state)
{
    (void)state;
    struct rp_block block;
    static const uint8_t cleared[4] = {10, 101, 160, 0};
    assert_true(rp_block_read(RP_STR("10.101.169.111/20"), true, &block));
    assert_int_equal(block.length, 4);
    assert_int_equal(block.prefix, 20);
    assert_memory_equal(block.bytes, cleared, 4);
}

static void refuses_what_is_no_block(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "/",
        "/24",
        "10",
        "10.1",
        "10.0.0",
        "10.0.0.0.0",
        "010.0.0.1",
        "10.0.0.01",
        "256.0.0.1",
        "0x0a.0.0.1",
        "10.0.0.1 ",
        " 10.0.0.1",
        "10.0.0.*",
        "*",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/08",
        "10.0.0.0/00",
        "10.0.0.0/8 ",
        "10.0.0.0/8/8",
        "10.0.0.0/255.0.0.0",
        "10.0.0.0/999",
        "10.0.0.0/2560",
        "10.0.0.0/4294967304",
        "10.0.0.1-10.0.0.9",
        "::/129",
        ":::",
        "1::2::3",
        "fe80::1%eth0",
        "[::1]",
        "12345::",
        "localhost",
        "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (is_usable(&rp_family_ip, texts[i])) fail_msg("\"%s\" was taken for a block", texts[i]);
}

/* Forms that nobody documents: no blocks, unless they are assumed to be some. */
static void reads_other_forms_as_assumed(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"10.0.0.0/255.0.0.0", "10.0.0.0/8"},
        {"10.9.0.0/255.255.240.0", "10.9.0.0/20"},
        {"10.0.0.1/255.255.255.255", "10.0.0.1"},
        {"10.0.0.1/0.0.0.0", "0.0.0.0/0"},
        {"10.0.0.0/255.000.0.0", "10.0.0.0/8"},
        {"10.0.0.01", "10.0.0.1"},
        {"010.000.000.001", "10.0.0.1"},
        {"00010.0.0.1/08", "10.0.0.0/8"},
        {"10.0.*.*", "10.0.0.0/16"},
        {"010.*.*.*", "10.0.0.0/8"},
        {" 10.0.0.1", "10.0.0.1"},
        {"10.0.0.0/8\t ", "10.0.0.0/8"},
        {"fe80::1%eth0", "fe80::1"},
        {"fe80::1%1/64", "fe80::/64"},
        {"::ffff:10.0.0.01/0104", "::ffff:10.0.0.0/104"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        struct rp_block block, wanted;
        assert_false(rp_block_read(rampart_str(same[i][0]), true, &block));
        assert_true(rp_block_read(rampart_str(same[i][1]), true, &wanted));
        if (!rp_block_read_leniently(rampart_str(same[i][0]), true, &block))
            fail_msg("\"%s\" is not taken", same[i][0]);
        if (memcmp(&block, &wanted, sizeof block) != 0) fail_msg("\"%s\" is another block", same[i][0]);
    }
}

static void refuses_what_is_no_block_in_any_form(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        " ",
        "*",
        "*.*.*.*",
        "10.*",
        "10.*.0.1",
        "10.*.*.*/8",
        "10.0.0.*.*",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0.0/255.0.255.0",
        "10.0.0.0/0.0.0.255",
        "::/255.0.0.0",
        "::/129",
        "10.0.0.256",
        "0x0a.0.0.1",
        "10.0.0.1:443",
        "[::1]",
        "10.0.0.1%eth0",
        "fe80::1%",
        "10.0.0.1, 10.0.0.2",
        "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        "0000000"
        "0000000000000000000000000010.0.0.1",
    };
    struct rp_block block;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (rp_block_read_leniently(rampart_str(texts[i]), true, &block))
            fail_msg("\"%s\" was taken for a block", texts[i]);
    assert_false(rp_block_read_leniently(RP_STR("10.0.*.*"), false, &block)); /* of a request: no address */
    assert_false(rp_block_read_leniently(RP_STR("10.0.0.0/8"), false, &block));
}

static enum rampart_truth truth_as(const char *address, const char *block, unsigned assumed)
{
    return truth_between(&rp_family_ip, address, RP_COMPARE_EQUALS, block, assumed);
}

static void forms_count_as_assumed(void **state)
{
    (void)state;
    const unsigned lenient = RP_ASSUME_ADDRESS_LENIENT;
    assert_int_equal(truth_as("10.1.2.3", "10.0.0.0/255.0.0.0", 0), RAMPART_FALSE);
    assert_int_equal(truth_as("10.1.2.3", "10.0.0.0/255.0.0.0", lenient), RAMPART_TRUE);
    assert_int_equal(truth_as("010.1.2.3", "10.0.0.0/8", 0), RAMPART_UNKNOWN);
    assert_int_equal(truth_as("010.1.2.3", "10.0.0.0/8", lenient), RAMPART_TRUE);
    assert_int_equal(truth_as("10.1.2", "10.0.0.0/8", lenient), RAMPART_UNKNOWN);
    assert_int_equal(truth_as("10.1.2", "10.1.2", lenient), RAMPART_FALSE);
}

static void mapped_addresses_are_unmapped_as_assumed(void **state)
{
    (void)state;
    const unsigned unmapped = RP_ASSUME_UNMAPPED;
    assert_int_equal(truth_as("10.1.2.3", "::ffff:10.0.0.0/104", 0), RAMPART_FALSE);
    assert_int_equal(truth_as("10.1.2.3", "::ffff:10.0.0.0/104", unmapped), RAMPART_TRUE);
    assert_int_equal(truth_as("11.1.2.3", "::ffff:10.0.0.0/104", unmapped), RAMPART_FALSE);
    assert_int_equal(truth_as("::ffff:10.1.2.3", "10.0.0.0/8", 0), RAMPART_FALSE);
    assert_int_equal(truth_as("::ffff:10.1.2.3", "10.0.0.0/8", unmapped), RAMPART_TRUE);
    assert_int_equal(truth_as("::ffff:10.1.2.3", "::ffff:10.0.0.0/104", unmapped), RAMPART_TRUE);
    assert_int_equal(truth_as("::ffff:10.1.2.3", "::/0", 0), RAMPART_TRUE);
    assert_int_equal(truth_as("::ffff:10.1.2.3", "::/0", unmapped), RAMPART_FALSE); /* no address of IPv6 */
    assert_int_equal(truth_as("1.2.3.4", "::ffff:0:0/96", unmapped), RAMPART_TRUE);
    assert_int_equal(truth_as("1.2.3.4", "::ffff:0:0/95", unmapped), RAMPART_FALSE);
    assert_int_equal(rp_family_ip.value_switches(RP_STR("::ffff:10.1.2.3")), RP_ASSUME_UNMAPPED);
    assert_int_equal(rp_family_ip.value_switches(RP_STR("::ffff:10.1.2.03")),
                     RP_ASSUME_UNMAPPED | RP_ASSUME_ADDRESS_LENIENT);
    assert_int_equal(rp_family_ip.value_switches(RP_STR("::fffe:10.1.2.3")), 0);
    assert_int_equal(rp_family_ip.value_switches(RP_STR("10.1.2.3")), 0);
    assert_int_equal(rp_family_ip.value_switches(RP_STR("ten")), 0);
}

static void a_request_sends_one_address(void **state)
{
    (void)state;
    struct rp_block block;
    assert_false(inside("10.0.0.0/32", "10.0.0.0/8"));
    assert_false(inside("ten", "0.0.0.0/0"));
    assert_false(inside("", "0.0.0.0/0"));
    assert_false(rp_block_read(RP_STR("10.0.0.1\0"), false, &block));
    assert_false(rp_block_read(RP_STR("10.0.0.1\0.evil"), false, &block));
    assert_false(rp_block_read(RP_STR("10.0.0.0/8\0"), true, &block));
    check_family(&rp_family_ip, "IP address", "0.0.0.0");
}

static void a_block_holds_narrower_blocks_only(void **state)
{
    (void)state;
    struct rp_block wide, narrow;
    assert_true(rp_block_read(RP_STR("10.0.0.0/8"), true, &wide));
    assert_true(rp_block_read(RP_STR("10.1.0.0/16"), true, &narrow));
    assert_true(rp_block_contains(&wide, &narrow));
    assert_false(rp_block_contains(&narrow, &wide));
}

static bool bit(const struct rp_block *block, unsigned i)
{
    return (block->bytes[i / 8] >> (7 - i % 8) & 1) != 0;
}

/* Of addresses that have all bits of the block's but one, or none: a block holds them unless that one counts. */
static void a_block_holds_what_has_its_bits(void **state)
{
    static const char *const addresses[] = {"10.128.255.1", "2001:db8:ffff:0:1:80::"};
    static const unsigned widths[] = {32, 128};
    (void)state;
    for (size_t family = 0; family < 2; family++)
        for (unsigned prefix = 0; prefix <= widths[family]; prefix++) {
            struct rp_block block, address;
            char text[64];
            snprintf(text, sizeof text, "%s/%u", addresses[family], prefix);
            assert_true(rp_block_read(rampart_str(text), true, &block));
            for (unsigned other = 0; other <= widths[family]; other++) {
                bool equal = true;
                address = block;
                address.prefix = (uint8_t)widths[family];
                if (other < widths[family]) address.bytes[other / 8] ^= (uint8_t)(0x80 >> other % 8);
                for (unsigned i = 0; i < prefix; i++) equal &= bit(&block, i) == bit(&address, i);
                assert_int_equal(rp_block_contains(&block, &address), equal);
            }
        }
}

static void some_values_stand_for_all(void **state)
{
    static const enum rp_comparison equals[] = {RP_COMPARE_EQUALS};
    static const char *const operands[] = {"10.0.0.0/8",       "10.0.0.0/9",    "10.1.2.3",  "10.200.3.4/12",
                                           "255.255.255.0/24", "2001:db8::/33", "ffff::/16", NULL};
    static const char *const everything[] = {"0.0.0.0/0", "::/0", NULL};
    static const char *const mapped[] = {"::ffff:10.0.0.0/104", "::/0", "::ffff:0:0/95", "10.1.2.3",
                                         "::fffe:0:0/96",       NULL};
    static const char *const samples[] = {"0.0.0.0",
                                          "9.255.255.255",
                                          "10.0.0.0",
                                          "10.1.2.2",
                                          "10.1.2.3",
                                          "10.1.2.4",
                                          "10.191.255.255",
                                          "10.192.0.0",
                                          "10.207.255.255",
                                          "10.208.0.0",
                                          "10.255.255.255",
                                          "11.0.0.0",
                                          "255.255.254.255",
                                          "255.255.255.0",
                                          "255.255.255.255",
                                          "::",
                                          "2001:db7:ffff::",
                                          "2001:db8::",
                                          "2001:db8:7fff:ffff::",
                                          "2001:db8:8000::",
                                          "fffe::",
                                          "ffff::",
                                          "ffff:ffff::1",
                                          "::fffe:1:1",
                                          "::ffff:9.9.9.9",
                                          "::ffff:10.1.2.3",
                                          "::1:0:0:1",
                                          NULL};
    (void)state;
    check_representatives(&rp_family_ip, equals, 1, operands, 0, samples);
    check_representatives(&rp_family_ip, equals, 1, everything, 0, samples);
    check_representatives(&rp_family_ip, equals, 1, mapped, 0, samples);
    check_representatives(&rp_family_ip, equals, 1, mapped, RP_ASSUME_UNMAPPED | RP_ASSUME_ADDRESS_LENIENT,
                    samples);
}

/* Short texts of few characters, among which many addresses of four numbers are: read as inet_pton() reads them. */
static void four_numbers_are_read_as_elsewhere(void **state)
{
    static const char *const pieces[] = {"0",  "1", "2", "9", "25", "255", "256",
                                         "01", ".", ".", ".", ".",  " ",   "a"};
    unsigned random = 7, read = 0;

    (void)state;
    for (unsigned i = 0; i < 200000; i++) {
        char text[INET6_ADDRSTRLEN] = "";
        unsigned char bytes[4];
        struct rp_block block = {.length = 0};
        bool good = false;

        for (unsigned left = i % 12; left > 0; left--) {
            random = random * 1103515245u + 12345u;
            strcat(text, pieces[(random >> 16) % (left % 2 == 0 ? 14 : 8)]);
        }
        good = inet_pton(AF_INET, text, bytes) == 1;
        assert_int_equal(rp_block_read(rampart_str(text), false, &block), good);
        if (!good) continue;
        assert_memory_equal(block.bytes, bytes, sizeof bytes);
        read++;
    }
    assert_true(read > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_other_forms_as_assumed),
        cmocka_unit_test(refuses_what_is_no_block_in_any_form),
        cmocka_unit_test(forms_count_as_assumed),
        cmocka_unit_test(mapped_addresses_are_unmapped_as_assumed),
        cmocka_unit_test(four_numbers_are_read_as_elsewhere),
        cmocka_unit_test(some_values_stand_for_all),
        cmocka_unit_test(blocks_hold_their_addresses),
        cmocka_unit_test(blocks_of_ipv6_hold_theirs),
        cmocka_unit_test(families_never_meet),
        cmocka_unit_test(host_bits_are_cleared),
        cmocka_unit_test(refuses_what_is_no_block),
        cmocka_unit_test(a_request_sends_one_address),
        cmocka_unit_test(a_block_holds_narrower_blocks_only),
        cmocka_unit_test(a_block_holds_what_has_its_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
