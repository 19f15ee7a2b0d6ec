/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "style": what means the same in plainer words. */
#include "lint/style.h"

#include "base/try.h"

enum rampart_status rp_lint_style(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        RP_TRY(rp_lint_style_values(lint, &lint->policy->statements[i]));
    RP_TRY(rp_lint_style_lists(lint));
    return rp_lint_style_statements(lint);
}
