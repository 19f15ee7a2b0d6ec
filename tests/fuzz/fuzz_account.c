/* SPDX-License-Identifier: Apache-2.0 */
/* Account files: what is accepted is printed, read and printed the same, and who may do what can be asked of it. */
#include "base/str.h"
#include "fuzz/common.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Documents that a fixture names lie there. */
    const struct rampart_str name = RP_STR("examples/account/input");
    struct rampart_account *account = NULL;
    struct rampart_diags *diags = fuzz_diags();
    enum rampart_status status =
        rampart_account_read(fuzz_tight(), fuzz_text(data, size), name, diags, &account);
    fuzz_ended(status, account != NULL, diags);
    if (account == NULL) return 0;
    fuzz_round_trip(account);
    fuzz_ask_account(account);
    rampart_account_free(account);
    return 0;
}
