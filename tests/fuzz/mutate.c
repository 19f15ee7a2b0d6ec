/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz/mutate.h"

#include <string.h>

#include "base/str.h"

/* What means something in JSON, in YAML or in what is read from them. */
static const char *const words[] = {"\"",
                                    "\\",
                                    "{",
                                    "}",
                                    "[",
                                    "]",
                                    ":",
                                    ",",
                                    "\n",
                                    "\t",
                                    " ",
                                    "- ",
                                    "? ",
                                    "--- ",
                                    "...\n",
                                    "# ",
                                    "&a ",
                                    "*a ",
                                    "!!binary ",
                                    "!Ref ",
                                    "!Sub ",
                                    "<<: ",
                                    "|\n",
                                    ">-\n",
                                    "%YAML 1.2\n",
                                    "null",
                                    "true",
                                    "false",
                                    "~",
                                    "{}",
                                    "[]",
                                    "\"\"",
                                    "0",
                                    "-1",
                                    "1e999",
                                    "0x10",
                                    "18446744073709551616",
                                    "1.5",
                                    "\\u0000",
                                    "\\ud800",
                                    "\\ud83d\\ude00",
                                    "\xEF\xBB\xBF",
                                    "\xFF",
                                    "\xC0\x80",
                                    "\xED\xA0\x80",
                                    "\xE2\x80\xA8",
                                    "*",
                                    "?",
                                    "${",
                                    "}",
                                    "${acs:PrincipalTag/a}",
                                    "acs:ram::1000000000000001:root",
                                    "acs:*:*:*:*",
                                    "\"Statement\":",
                                    "\"Version\":",
                                    "\"Effect\":\"Deny\"",
                                    "\"NotAction\":",
                                    "\"NotResource\":",
                                    "\"Principal\":",
                                    "\"Condition\":",
                                    "\"StringLike\":",
                                    "\"ForAllValues:StringEquals\":",
                                    "\"IpAddress\":",
                                    "\"203.0.113.0/24\"",
                                    "\"2026-01-01T00:00:00Z\"",
                                    "incomplete: ",
                                    "trust: ",
                                    "policies: ",
                                    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["};

static struct rampart_str any_word(struct chance *chance)
{
    return rampart_str(words[chance_below(chance, sizeof words / sizeof *words)]);
}

/* A number up to and with `most`. */
static size_t upto(struct chance *chance, size_t most)
{
    return chance_below(chance, (unsigned)most + 1);
}

/* A piece of a text: a few bytes mostly, sometimes many. */
static struct rampart_str any_piece(struct chance *chance, struct rampart_str text)
{
    size_t at = upto(chance, text.len), most = text.len - at;
    if (most > 64 && chance_of(chance, 80)) most = 64;
    return rp_str_part(text, at, upto(chance, most));
}

/* What stands between two quotes somewhere in the text, with them; empty: nothing does. */
static struct rampart_str any_string(struct chance *chance, struct rampart_str text)
{
    struct rampart_str rest = rp_str_from(text, upto(chance, text.len));
    rest = rp_str_from(rest, rp_str_find(rest, '"'));
    if (rest.len < 2) return rp_str_part(rest, 0, 0);
    size_t end = rp_str_find(rp_str_from(rest, 1), '"') + 2;
    return rp_str_part(rest, 0, end < rest.len ? end : rest.len);
}

/* The lines that begin somewhere in the text. */
static struct rampart_str any_lines(struct chance *chance, struct rampart_str text)
{
    struct rampart_str rest = rp_str_from(text, upto(chance, text.len));
    rest = rp_str_from(rest, rp_str_find(rest, '\n') + 1);
    size_t len = 0;
    for (unsigned lines = chance_below(chance, 4) + 1; lines > 0 && len < rest.len; lines--)
        len += rp_str_find(rp_str_from(rest, len), '\n') + 1;
    return rp_str_part(rest, 0, len < rest.len ? len : rest.len);
}

/* Puts bytes, which may be the mutant's own, in the place of others. */
static void replace(struct mutant *mutant, size_t at, size_t len, struct rampart_str by)
{
    char kept[1024];
    size_t size = by.len < sizeof kept ? by.len : sizeof kept;
    if (mutant->len - len + size > mutant->room) return;
    if (size > 0) memcpy(kept, by.data, size);
    memmove(mutant->data + at + size, mutant->data + at + len, mutant->len - at - len);
    if (size > 0) memcpy(mutant->data + at, kept, size);
    mutant->len += size - len;
}

static void replace_part(struct mutant *mutant, struct rampart_str part, struct rampart_str by)
{
    if (part.data != NULL) replace(mutant, (size_t)(part.data - mutant->data), part.len, by);
}

static void change_byte(struct chance *chance, struct mutant *mutant)
{
    if (mutant->len == 0) return;
    char *byte = &mutant->data[chance_below(chance, (unsigned)mutant->len)];
    *byte =
        (char)(chance_of(chance, 50) ? *byte ^ 1 << chance_below(chance, 8) : (int)chance_below(chance, 256));
}

/* The start of one text, and the end of the other. */
static void splice(struct chance *chance, struct mutant *mutant, struct rampart_str other)
{
    size_t head = upto(chance, mutant->len);
    struct rampart_str tail = rp_str_from(other, upto(chance, other.len));
    if (tail.len > mutant->room - head) return;
    if (tail.len > 0) memcpy(mutant->data + head, tail.data, tail.len);
    mutant->len = head + tail.len;
}

void mutate(struct chance *chance, struct mutant *mutant, struct rampart_str other)
{
    const struct rampart_str own = {mutant->data, mutant->len}, nothing = {NULL, 0};
    struct rampart_str from = chance_of(chance, 70) ? own : other;
    size_t at = upto(chance, mutant->len);
    switch (chance_below(chance, 11)) {
    case 0: change_byte(chance, mutant); break;
    case 1: replace_part(mutant, any_piece(chance, own), nothing); break;
    case 2: replace(mutant, at, 0, any_piece(chance, from)); break;
    case 3: replace(mutant, at, 0, any_word(chance)); break;
    case 4: replace_part(mutant, any_piece(chance, own), any_word(chance)); break;
    case 5: replace_part(mutant, any_string(chance, own), any_string(chance, from)); break;
    case 6: replace_part(mutant, any_string(chance, own), any_word(chance)); break;
    case 7: replace_part(mutant, any_lines(chance, own), any_lines(chance, from)); break;
    case 8: replace_part(mutant, any_lines(chance, own), nothing); break;
    case 9: splice(chance, mutant, other); break;
    default: mutant->len = at; break;
    }
}
