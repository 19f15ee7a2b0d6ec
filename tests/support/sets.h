/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of an account, or of a few policies, as most tests want them. */
#ifndef RP_TESTS_SETS_H
#define RP_TESTS_SETS_H

#include <rampart/rampart.h>

static inline enum rampart_status set_of_account(const struct rampart_options *options,
                                                 const struct rampart_account *account,
                                                 struct rampart_diags *diags, struct rampart_set **ret_set)
{
    const struct rampart_set_parts parts = {.account = account};
    return rampart_set_new(options, &parts, diags, ret_set);
}

static inline enum rampart_status set_of_policies(const struct rampart_options *options,
                                                  const struct rampart_attachment *attachments, size_t count,
                                                  unsigned control_levels, struct rampart_diags *diags,
                                                  struct rampart_set **ret_set)
{
    const struct rampart_set_parts parts = {
        .attachments = attachments, .attachment_count = count, .control_levels = control_levels};
    return rampart_set_new(options, &parts, diags, ret_set);
}

#endif
