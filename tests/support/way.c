/* SPDX-License-Identifier: Apache-2.0 */
#include "support/way.h"

#include <string.h>

#include "support/ask_account.h"
#include "support/staged.h"

int way_read(int argc, char **argv, struct way *ret_way)
{
    const char *word = argc > 1 ? argv[1] : "";

    *ret_way = (struct way){.embed = strcmp(word, "--embedded") == 0};
    ret_way->account = ret_way->embed || strcmp(word, "--account") == 0;
    if (ret_way->account) return 2;
    if (argc < 3 || strcmp(word, "--program") != 0) return 1;
    ret_way->account = true;
    ret_way->program = argv[2];
    return 3;
}

/* The trust policy of another account's role can only be told to the library. */
static bool ask_by_program(const struct way *way, const struct ask *question, struct answer *ret_answer)
{
    bool untold = false;

    ask_program(question, way->program, ret_answer, &untold);
    return !untold;
}

bool way_ask(struct way *way, const struct ask *question, struct answer *ret_answer)
{
    bool asked = !way->account || staged_fits(question);

    if (!way->account)
        ask(question, ret_answer);
    else if (asked && way->program == NULL)
        ask_account(question, way->embed, ret_answer);
    else if (asked)
        asked = ask_by_program(way, question, ret_answer);
    way->passed_over += !asked;
    return asked;
}

bool way_tells_errors(const struct way *way)
{
    return way->program == NULL;
}
