/* SPDX-License-Identifier: Apache-2.0 */
/* A signature that disagrees with a pattern that matches would lose a statement: none does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "decide/signature.h"
#include "support/chance.h"
#include "support/naive_pattern.h"

enum { TRIES = 400000, PARTS = 7, TEXT = 64 };

/* Texts from few parts, so that they often match; a pattern is one with some parts turned into wildcards. */
static struct rampart_str make(struct chance *chance, const char *const *parts, size_t count, char *text)
{
    struct rampart_str made = {text, 0};

    for (unsigned i = 1 + chance_below(chance, PARTS); i > 0; i--) {
        const char *part = parts[chance_below(chance, (unsigned)count)];

        for (; *part != '\0'; part++) text[made.len++] = *part;
    }
    return made;
}

static struct rampart_str blur(struct chance *chance, struct rampart_str text, char *pattern)
{
    struct rampart_str made = {pattern, 0};

    for (size_t i = 0; i < text.len; i++) {
        unsigned dice = chance_below(chance, 24);

        if (dice == 0) pattern[made.len++] = '*';
        if (dice == 1) pattern[made.len++] = '?';
        if (dice == 2)
            pattern[made.len++] = '*', i += chance_below(chance, 6);
        else if (dice != 1)
            pattern[made.len++] = text.data[i];
    }
    return made;
}

static void resources_that_match_agree(void **state)
{
    static const char *const parts[] = {"acs:", "ess:", ":", "/", "a", "b", "cn", "*"};
    struct chance chance = {.state = 7};
    char text[TEXT], other[TEXT], blurred[2 * TEXT];
    unsigned matched = 0, refused = 0;

    (void)state;
    for (unsigned i = 0; i < TRIES; i++) {
        struct rampart_str resource = make(&chance, parts, 8, text);
        struct rampart_str pattern =
            blur(&chance, i % 2 == 0 ? resource : make(&chance, parts, 8, other), blurred);
        bool agrees = rp_resource_may_match(rp_resource_pattern_signature(pattern), rp_resource_signature(resource));

        if (naive_pattern_match(pattern, resource)) {
            matched++;
            if (!agrees) fail_msg("%.*s, %.*s", RP_ARG(pattern), RP_ARG(resource));
        } else {
            refused += !agrees;
        }
    }
    assert_true(matched > TRIES / 4 && refused > TRIES / 4);
}

static void a_resource_that_was_split_has_the_same(void **state)
{
    static const char *const parts[] = {"acs:", "ess:", ":", "::", "/", "a", "b", "cn"};
    struct chance chance = {.state = 13};
    char text[TEXT];
    unsigned split = 0;

    (void)state;
    for (unsigned i = 0; i < TRIES; i++) {
        struct rampart_str resource = make(&chance, parts, 8, text);
        struct rp_arn arn;

        if (!rp_arn_split(resource, &arn)) continue;
        split++;
        assert_true(rp_resource_arn_signature(resource, &arn) == rp_resource_signature(resource));
    }
    assert_true(split > TRIES / 8);
}

static bool finds(const struct rp_action_signature *signature, struct rampart_str pattern)
{
    uint32_t tag = rp_action_tag(pattern);
    bool found = false;

    for (size_t i = 0; i < RP_ACTION_TAGS; i++) found |= signature->tags[i] == tag;
    return found && (rp_action_services(pattern) & signature->services) != 0 &&
           (rp_action_bit(tag) & signature->tag_bits) != 0 && (rp_action_more_bit(tag) & signature->more_bits) != 0;
}

static void actions_that_match_are_found(void **state)
{
    static const char *const parts[] = {"ess", "e", ":", "can", "cel", "x", "y"};
    struct chance chance = {.state = 11};
    char text[TEXT], other[TEXT], blurred[2 * TEXT];
    unsigned matched = 0, refused = 0;

    (void)state;
    for (unsigned i = 0; i < TRIES; i++) {
        struct rampart_str action = make(&chance, parts, 7, text);
        struct rampart_str pattern =
            blur(&chance, i % 2 == 0 ? action : make(&chance, parts, 7, other), blurred);
        struct rp_action_signature signature;

        rp_action_signature(action, &signature);
        if (naive_pattern_match(pattern, action)) {
            matched++;
            if (!finds(&signature, pattern)) fail_msg("%.*s, %.*s", RP_ARG(pattern), RP_ARG(action));
        } else {
            refused += !finds(&signature, pattern);
        }
    }
    assert_true(matched > TRIES / 4 && refused > TRIES / 4);
}

/* What makes the index worth having. */
static void fixed_parts_tell_apart(void **state)
{
    uint64_t asked = rp_resource_signature(RP_STR("acs:ess:cn-hangzhou:1:scalinggroup/asg-1"));

    (void)state;
    assert_true(rp_resource_may_match(rp_resource_pattern_signature(RP_STR("*")), asked));
    assert_false(rp_resource_may_match(rp_resource_pattern_signature(RP_STR("acs:ess:cn-beijing:1:*")), asked));
    assert_false(rp_resource_may_match(
        rp_resource_pattern_signature(RP_STR("acs:ess:cn-hangzhou:1:scalingrule/*")), asked));
    assert_false(rp_resource_may_match(rp_resource_pattern_signature(RP_STR("acs:ess:*:1:*/asg-9")), asked));
    assert_true(rp_resource_may_match(rp_resource_pattern_signature(RP_STR("acs:ess:cn-beijing:1:*")), 0));
    assert_int_not_equal(rp_action_tag(RP_STR("ess:cancelx")), rp_action_tag(RP_STR("ess:canc*")));
    assert_int_equal(rp_action_tag(RP_STR("ess:canc*")), rp_action_tag(RP_STR("ess:can?y")));
    assert_int_equal(rp_action_tag(RP_STR("ess:c*")), rp_action_tag(RP_STR("ess:*x")));
    assert_int_equal(rp_action_tag(RP_STR("e*:x")), RP_ACTION_TAG_ANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(resources_that_match_agree),
                                       cmocka_unit_test(a_resource_that_was_split_has_the_same),
                                       cmocka_unit_test(actions_that_match_are_found),
                                       cmocka_unit_test(fixed_parts_tell_apart)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
