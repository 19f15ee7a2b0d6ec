/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RAM237 unseen-character, of the family "never-matches": a text that looks right and is another. Nobody sees a character
 * of no width, and nobody tells a letter of another script from a Latin one in the middle of a Latin word.
 */
#include "lint/families.h"

#include "base/utf8.h"
#include "lint/lint_util.h"

enum look { LOOK_PLAIN, LOOK_INVISIBLE, LOOK_BLANK, LOOK_ALIKE };

/* A word is a run of letters and digits. */
struct word {
    bool latin;       /* it has a Latin letter */
    uint32_t foreign; /* a letter of a script whose letters look like Latin ones; 0: it has none */
};

static bool unseen_is_in(uint32_t code, uint32_t first, uint32_t last)
{
    return code >= first && code <= last;
}

/* Most texts are plain ASCII. The loop finds that out without a branch. */
static bool unseen_is_ascii(struct rampart_str text)
{
    unsigned char all = 0;
    for (size_t i = 0; i < text.len; i++) all = (unsigned char)(all | (unsigned char)text.data[i]);
    return all < 0x80;
}

/* Spaces that no keyboard writes: no-break, of any width, ideographic. */
static bool unseen_is_blank(uint32_t code)
{
    return code == 0xA0 || code == 0x1680 || unseen_is_in(code, 0x2000, 0x200A) || code == 0x202F || code == 0x205F ||
           code == 0x3000;
}

/* Greek, Cyrillic, Armenian, Cherokee, and the wide forms of Latin letters and digits. */
static bool unseen_is_like_latin(uint32_t code)
{
    return unseen_is_in(code, 0x370, 0x3FF) || unseen_is_in(code, 0x400, 0x58F) || unseen_is_in(code, 0x13A0, 0x13FF) ||
           unseen_is_in(code, 0xFF10, 0xFF19) || unseen_is_in(code, 0xFF21, 0xFF3A) || unseen_is_in(code, 0xFF41, 0xFF5A);
}

static bool unseen_is_latin(uint32_t code)
{
    return code < 0x80 && rp_lint_is_letter((char)code);
}

/* Takes one more character, and says what is wrong with it or with the word so far; *code becomes what to name. */
static enum look unseen_take(struct word *word, uint32_t *code)
{
    if (*code >= 0x80 && rp_utf8_hidden(*code)) return LOOK_INVISIBLE;
    if (unseen_is_blank(*code)) return LOOK_BLANK;
    const bool latin = unseen_is_latin(*code), foreign = unseen_is_like_latin(*code);
    if (!latin && !foreign && (*code >= 0x80 || !rp_is_digit((char)*code))) {
        *word = (struct word){false, 0};
        return LOOK_PLAIN;
    }
    word->latin = word->latin || latin;
    if (foreign) word->foreign = *code;
    *code = word->foreign;
    return word->latin && word->foreign != 0 ? LOOK_ALIKE : LOOK_PLAIN;
}

static enum look unseen_find(struct rampart_str text, uint32_t *ret_code)
{
    struct word word = {false, 0};
    for (size_t at = 0; at < text.len; at += rp_utf8_step(text, at)) {
        *ret_code = rp_utf8_decode(rp_str_from(text, at));
        const enum look look = unseen_take(&word, ret_code);
        if (look != LOOK_PLAIN) return look;
    }
    return LOOK_PLAIN;
}

static void unseen_value(const struct rp_lint *lint, const struct rp_value *value)
{
    static const char *const words[] = {[LOOK_INVISIBLE] = "is invisible",
                                        [LOOK_BLANK] = "looks like a blank, and is none",
                                        [LOOK_ALIKE] = "looks like a Latin letter, and is none"};
    uint32_t code = 0;
    if (unseen_is_ascii(value->text)) return;
    const enum look look = unseen_find(value->text, &code);
    if (look == LOOK_PLAIN) return;
    if (rp_lint_report(lint, RP_LINT_UNSEEN_CHARACTER, value->span,
                       "U+%04X %s: \"%.*s\" does not match what is spelt without it", (unsigned)code, words[look],
                       RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "type the text again");
}

void rp_lint_unseen_characters(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (!rp_lint_enabled(lint, RP_LINT_UNSEEN_CHARACTER)) return;
    rp_lint_each_value(lint, &statement->action, unseen_value);
    rp_lint_each_value(lint, &statement->resource, unseen_value);
    for (size_t i = 0; i < rp_principal_count(statement); i++)
        unseen_value(lint, &statement->principals->items[i].value);
    for (size_t i = 0; i < statement->condition_count; i++) {
        unseen_value(lint, &statement->conditions[i].key);
        rp_lint_each_value(lint, &statement->conditions[i].values, unseen_value);
    }
}
