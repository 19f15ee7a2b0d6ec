/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exports, responses of the API, plans and states of Terraform, ROS templates: each as the format it looks like. Its
 * account is printed as an account file, which reads as the same account with the same gaps.
 */
#include "base/str.h"
#include "fuzz/common.h"

static struct rampart_account *read_input(const struct rampart_input *input)
{
    struct rampart_account *account = NULL;
    struct rampart_diags *diags = fuzz_diags();
    enum rampart_status status = rampart_account_read_input(fuzz_tight(), input, diags, &account);
    fuzz_ended(status, account != NULL, diags);
    return account;
}

static void check_input(struct rampart_input input)
{
    struct rampart_account *account = read_input(&input);
    if (account == NULL) return;
    if (rampart_account_id(account).len == 0) {
        rampart_account_free(account);
        input.account = RP_STR("1000000000000001");
        account = read_input(&input); /* of a template it tells more, which may be wrong */
        if (account == NULL) return;
    }
    fuzz_round_trip(account);
    fuzz_ask_account(account);
    rampart_account_free(account);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = fuzz_file(data, size);
    struct rampart_input input = {.paths = &path, .path_count = 1};
    check_input(input);
    input.before = input.as_complete = true;
    check_input(input);
    return 0;
}
