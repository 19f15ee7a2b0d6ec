/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/suggest.h"

#include <string.h>

/* No name is longer than this, so no word that is has one near. */
enum { LONGEST = 32 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters to insert, delete or replace: one row of the usual table at a time. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t row[LONGEST + 1];
    for (size_t j = 0; j <= b_len; j++) row[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(replaced, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[b_len];
}

static const char *only_completion(const char *word, size_t len, const char *const *names, size_t count)
{
    const char *found = NULL;
    for (size_t i = 0; i < count; i++) {
        if (strncmp(names[i], word, len) != 0) continue;
        if (found != NULL) return NULL;
        found = names[i];
    }
    return found;
}

const char *cli_nearest(const char *word, size_t len, const char *const *names, size_t count)
{
    if (len == 0 || len > LONGEST) return NULL;
    const char *found = only_completion(word, len, names, count);
    if (found != NULL) return found;
    size_t best = len / 3 + 1;
    for (size_t i = 0; i < count; i++) {
        size_t name_len = strlen(names[i]);
        size_t apart = name_len > LONGEST ? best : distance(word, len, names[i], name_len);
        if (apart >= best) continue;
        best = apart;
        found = names[i];
    }
    return found;
}
