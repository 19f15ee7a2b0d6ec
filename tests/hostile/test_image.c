/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images that lie: their checksums hold, but something in them is not what Rampart wrote. Whatever it is, the image is
 * refused or it is an account like any other; a sanitizer sees what is read beyond the image. RAMPART_SEED in the
 * environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "image/image.h"
#include "support/chance.h"
#include "support/make_image.h"
#include "support/rules.h"

enum { LIES = 6000 };

/*
 * The second one holds layers, the third has documents in quarantine, the fourth UIDs, and policies and settings of
 * resources.
 */
static const char *const files[] = {"examples/account/account.yaml", "tests/golden/inputs/layers/held.yaml",
                                    "tests/golden/inputs/accounts/quarantine.yaml",
                                    "tests/golden/inputs/resource-layers/image.yaml"};
enum { IMAGES = sizeof files / sizeof *files };
static struct rp_buf images[IMAGES];

/* Images of organisations; an account of the second one could not be read. */
static const char *const several_files[] = {"tests/golden/inputs/organisation/accounts.yaml",
                                            "tests/golden/inputs/organisation/broken.txt"};
enum { SEVERAL = sizeof several_files / sizeof *several_files, SEVERAL_LIES = 3000 };
static struct rp_buf several[SEVERAL];

/* ---- an image, asked ---- */

static struct rampart_request *new_request(const char *principal, const char *action, const char *resource)
{
    struct rampart_request *request = NULL;

    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    if (principal != NULL)
        assert_int_equal(rampart_request_set_principal(request, rampart_str(principal), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(resource), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    return request;
}

static bool discard(void *context, struct rampart_str piece)
{
    *(size_t *)context += piece.len;
    return true;
}

static void report(const struct rampart_decision *decision, const struct rampart_diags *diags)
{
    size_t printed = 0;
    const struct rampart_writer writer = {&printed, discard};
    const struct rampart_report_style style = {.format = RAMPART_REPORT_TEXT, .color = false};

    if (decision != NULL)
        assert_int_equal(rampart_report_decision(NULL, decision, NULL, style, &writer), RAMPART_OK);
    assert_int_equal(rampart_report_diags(NULL, diags, style, &writer), RAMPART_OK);
}

static bool decide(const struct rampart_account *account, const char *principal, const char *action,
                   const char *resource)
{
    struct rampart_request *request = new_request(principal, action, resource);
    struct rampart_diags *diags = NULL;
    struct rp_rules *rules = NULL;
    struct rampart_decision *decision = NULL;

    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    if (rp_account_rules(NULL, account, request, NULL, 0, 0, diags, &rules) == RAMPART_OK)
        assert_int_equal(rp_rules_explain(rules, request, 0, &decision), RAMPART_OK);
    else
        assert_true(rampart_diags_found(diags, RAMPART_ERROR) > 0);
    report(decision, diags);
    bool decided = decision != NULL;
    rampart_decision_free(decision);
    rp_rules_free(rules);
    rampart_diags_free(diags);
    rampart_request_free(request);
    return decided;
}

static bool list(const struct rampart_account *account)
{
    struct rampart_request *request = new_request(
        NULL, "ess:CancelInstanceRefresh", "acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-staging-1");
    struct rampart_who_can *result = NULL;
    enum rampart_status status = rp_account_who_can(NULL, account, request, NULL, NULL, &result);

    rampart_who_can_free(result);
    rampart_request_free(request);
    return status == RAMPART_OK;
}

enum outcome { REFUSED, LATER, ANSWERED, OUTCOMES };

/* Once as it is, once by reading the text in it anew. */
static enum outcome ask_image(const char *bytes, size_t size)
{
    struct rampart_account *account = NULL;
    struct rampart_options tight = {.limits.depth = 63};
    const struct rampart_str text = {bytes, size};
    bool answered;

    if (rampart_account_read(&tight, text, rampart_str("i"), NULL, &account) == RAMPART_OK)
        rampart_account_free(account);
    if (rampart_account_read(NULL, text, rampart_str("i"), NULL, &account) != RAMPART_OK) return REFUSED;
    answered = decide(account, "user/bob", "ess:CancelInstanceRefresh",
                      "acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-staging-1");
    answered &= decide(account, "user/carol", "sts:AssumeRole", "acs:ram::1234567890123456:role/ci");
    answered &= decide(account, "user/bob", "oss:GetObject", "acs:oss:oss-cn-hangzhou:1234567890123456:reports/a");
    answered &= list(account);
    rampart_account_free(account);
    return answered ? ANSWERED : LATER;
}

/* ---- lies ---- */

/* In a section that is chosen first, for most bytes are text. */
static size_t pick_byte(struct chance *chance, const struct rp_buf *image)
{
    struct rp_image_head head;
    size_t at = sizeof head;

    memcpy(&head, image->data, sizeof head);
    unsigned section = chance_below(chance, RP_IMAGE_SECTIONS + 1);
    if (section == RP_IMAGE_SECTIONS)
        return offsetof(struct rp_image_head, sizes) +
               chance_below(chance, (unsigned)(sizeof head - offsetof(struct rp_image_head, sizes)));
    for (unsigned i = 0; i < section; i++) at += (size_t)(head.sizes[i] + 7) / 8 * 8;
    if (head.sizes[section] == 0) return pick_byte(chance, image);
    return at + chance_below(chance, (unsigned)head.sizes[section]);
}

/* A bit, a small number, all bits, or anything. */
static void lie(struct chance *chance, char *byte)
{
    switch (chance_below(chance, 4)) {
    case 0: *byte = (char)(*byte ^ 1 << chance_below(chance, 8)); break;
    case 1: *byte = (char)chance_below(chance, 4); break;
    case 2: *byte = (char)0xFF; break;
    default: *byte = (char)chance_below(chance, 256); break;
    }
}

static void lies_are_refused_or_answered(void **state)
{
    struct chance chance = chance_begin();
    unsigned outcomes[OUTCOMES] = {0};

    (void)state;
    for (unsigned i = 0; i < LIES; i++) {
        const struct rp_buf *image = &images[chance_of(&chance, 60) ? 0 : chance_below(&chance, IMAGES)];
        char *bytes = malloc(image->len);

        assert_non_null(bytes);
        memcpy(bytes, image->data, image->len);
        for (unsigned lies = chance_below(&chance, 3) + 1; lies > 0; lies--)
            lie(&chance, &bytes[pick_byte(&chance, image)]);
        seal_image(bytes, image->len);
        outcomes[ask_image(bytes, image->len)]++;
        free(bytes);
    }
    printf("refused %u, refused later %u, answered %u\n", outcomes[REFUSED], outcomes[LATER],
           outcomes[ANSWERED]);
    for (size_t i = 0; i < OUTCOMES; i++) assert_true(outcomes[i] > LIES / 100);
}

/* ---- organisations ---- */

static bool ask_set(const struct rampart_account *account, const char *principal, const char *action,
                    const char *resource)
{
    const struct rampart_set_parts parts = {.account = account};
    struct rampart_request *request = new_request(principal, action, resource);
    struct rampart_set *set = NULL;
    struct rampart_decision *decision = NULL;
    struct rampart_who_can *result = NULL;
    enum rampart_status status = rampart_set_new(NULL, &parts, NULL, &set);

    if (status == RAMPART_OK && principal != NULL)
        status = rampart_explain(set, &request, 1, 0, NULL, &decision, NULL);
    else if (status == RAMPART_OK)
        status = rampart_who_can(set, request, NULL, NULL, &result);
    rampart_who_can_free(result);
    rampart_decision_free(decision);
    rampart_set_free(set);
    rampart_request_free(request);
    return status == RAMPART_OK;
}

static enum outcome ask_several(const char *bytes, size_t size)
{
    struct rampart_account *account = NULL;
    struct rampart_options tight = {.limits.depth = 63};
    const struct rampart_str text = {bytes, size};
    bool answered;

    if (rampart_account_read(&tight, text, rampart_str("i"), NULL, &account) == RAMPART_OK)
        rampart_account_free(account);
    if (rampart_account_read(NULL, text, rampart_str("i"), NULL, &account) != RAMPART_OK) return REFUSED;
    answered = ask_set(account, "acs:ram::1000000000000001:user/alice", "sts:AssumeRole",
                       "acs:ram::2000000000000002:role/deploy");
    answered &= ask_set(account, "acs:ram::1000000000000001:user/carol", "oss:GetObject",
                        "acs:oss:oss-cn-hangzhou:3000000000000003:reports/a");
    answered &= ask_set(account, NULL, "ess:CancelInstanceRefresh",
                        "acs:ess:cn-hangzhou:2000000000000002:scalinggroup/asg-1");
    rampart_account_free(account);
    return answered ? ANSWERED : LATER;
}

/* A byte of one of the parts, or, now and then, of their sizes. */
static size_t pick_byte_of_several(struct chance *chance, const struct rp_buf *image)
{
    struct rp_image_members_tail tail;
    size_t at = sizeof(struct rp_image_members_head);

    memcpy(&tail, image->data + image->len - sizeof tail, sizeof tail);
    const size_t sizes = (size_t)tail.count * sizeof(uint64_t), first = image->len - sizeof tail - sizes;
    if (chance_of(chance, 2)) return first + chance_below(chance, (unsigned)sizes);
    uint64_t part = 0;
    for (unsigned left = chance_below(chance, (unsigned)tail.count), i = 0;; i++, left--) {
        memcpy(&part, image->data + first + i * sizeof part, sizeof part);
        if (left == 0) break;
        at += (size_t)part;
    }
    const struct rp_buf one = {.data = image->data + at, .len = (size_t)part};
    return at + pick_byte(chance, &one);
}

static void lies_in_organisations_too(void **state)
{
    struct chance chance = chance_begin();
    unsigned outcomes[OUTCOMES] = {0};

    (void)state;
    for (unsigned i = 0; i < SEVERAL_LIES; i++) {
        const struct rp_buf *image = &several[chance_below(&chance, SEVERAL)];
        char *bytes = malloc(image->len);

        assert_non_null(bytes);
        memcpy(bytes, image->data, image->len);
        for (unsigned lies = chance_below(&chance, 3) + 1; lies > 0; lies--)
            lie(&chance, &bytes[pick_byte_of_several(&chance, image)]);
        seal_members(bytes, image->len);
        outcomes[ask_several(bytes, image->len)]++;
        free(bytes);
    }
    printf("refused %u, refused later %u, answered %u\n", outcomes[REFUSED], outcomes[LATER], outcomes[ANSWERED]);
    for (size_t i = 0; i < OUTCOMES; i++) assert_true(outcomes[i] > SEVERAL_LIES / 100);
}

static int open_images(void **state)
{
    (void)state;
    for (size_t i = 0; i < SEVERAL; i++)
        if (make_image(NULL, several_files[i], NULL, &several[i]) != RAMPART_OK) return -1;
    for (size_t i = 0; i < IMAGES; i++)
        if (make_image(NULL, files[i], NULL, &images[i]) != RAMPART_OK) return -1;
    return 0;
}

static int close_images(void **state)
{
    (void)state;
    for (size_t i = 0; i < IMAGES; i++) rp_buf_free(&images[i]);
    for (size_t i = 0; i < SEVERAL; i++) rp_buf_free(&several[i]);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lies_are_refused_or_answered),
                                       cmocka_unit_test(lies_in_organisations_too)};

    return cmocka_run_group_tests(tests, open_images, close_images);
}
