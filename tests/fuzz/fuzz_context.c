/* SPDX-License-Identifier: Apache-2.0 */
/* Files of condition keys, JSON and YAML: what is accepted is part of a request that can be finished. */
#include "base/str.h"
#include "fuzz/common.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rampart_request *request = NULL;
    struct rampart_diags *diags = fuzz_diags();
    enum rampart_status status = rampart_request_new(fuzz_tight(), &request);
    fuzz_must(status == RAMPART_OK, "there is a request");
    status = rampart_request_read_context(request, fuzz_text(data, size), RP_STR("input"), diags);
    fuzz_ended(status, status == RAMPART_OK, diags);
    if (status == RAMPART_OK) {
        status = rampart_request_set_action(request, RP_STR("oss:GetObject"), NULL);
        if (status == RAMPART_OK) status = rampart_request_add_resource(request, RP_STR("*"), NULL);
        if (status == RAMPART_OK) status = rampart_request_finish(request, NULL);
        fuzz_must(status == RAMPART_OK, "a context that is accepted fits into any request");
    }
    rampart_request_free(request);
    return 0;
}
