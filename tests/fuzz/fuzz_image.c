/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images of accounts: as they are, and with the right size and checksums put in, so that what lies behind those is
 * reached. By other limits than it was made with, the text in an image is read anew.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "fuzz/common.h"
#include "image/image.h"
#include "support/make_image.h"

static void read_image(const struct rampart_options *options, struct rampart_str bytes)
{
    struct rampart_account *account = NULL;
    struct rampart_diags *diags = fuzz_diags();
    enum rampart_status status =
        rampart_account_read(options, bytes, RP_STR("examples/account/input"), diags, &account);
    fuzz_ended(status, account != NULL, diags);
    if (account != NULL) fuzz_ask_account(account);
    rampart_account_free(account);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!rp_image_is(fuzz_text(data, size))) return 0;
    read_image(NULL, fuzz_text(data, size));
    if (size < sizeof(struct rp_image_head)) return 0;
    char *sealed = malloc(size);
    uint64_t told = size;
    fuzz_must(sealed != NULL, "there is memory for an image");
    memcpy(sealed, data, size);
    memcpy(sealed + offsetof(struct rp_image_head, size), &told, sizeof told);
    seal_image(sealed, size);
    read_image(NULL, (struct rampart_str){sealed, size});
    read_image(fuzz_tight(), (struct rampart_str){sealed, size});
    free(sealed);
    return 0;
}
