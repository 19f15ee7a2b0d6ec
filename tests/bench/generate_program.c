/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rampart-generate account|requests PRINCIPALS DOCUMENTS STATEMENTS [COUNT]: prints a generated account
 * file, or COUNT requests about it as lines of JSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/large_account.h"

enum { FAILED = 2, REQUESTS_CAP = 1 << 30 };

static unsigned number(const char *text)
{
    return (unsigned)strtoul(text, NULL, 10);
}

static bool generate_requests(const struct account_shape *shape, unsigned count, struct rp_buf *ret_text)
{
    rp_buf_init(ret_text, NULL, REQUESTS_CAP);
    for (unsigned i = 0; i < count; i++) {
        struct generated_question question;

        generate_question(shape, i, &question);
        generated_question_put(ret_text, &question, i);
    }
    return ret_text->failed == RAMPART_OK;
}

int main(int count, char **arguments)
{
    struct account_shape shape = ACCOUNT_SHAPE_LARGE;
    struct rp_buf text;
    bool account = count == 5 && strcmp(arguments[1], "account") == 0, good = false;

    if (!account && (count != 6 || strcmp(arguments[1], "requests") != 0)) {
        (void)fprintf(stderr, "usage: rampart-generate account PRINCIPALS DOCUMENTS STATEMENTS\n"
                              "       rampart-generate requests PRINCIPALS DOCUMENTS STATEMENTS COUNT\n");
        return FAILED;
    }
    shape.principals = number(arguments[2]);
    shape.documents = number(arguments[3]);
    shape.statements = number(arguments[4]);
    if (shape.documents == 0 || shape.statements == 0) return FAILED;
    good = account ? large_account(&shape, &text) : generate_requests(&shape, number(arguments[5]), &text);
    good = good && fwrite(text.data, 1, text.len, stdout) == text.len && fflush(stdout) == 0;
    rp_buf_free(&text);
    return good ? 0 : FAILED;
}
