/* SPDX-License-Identifier: Apache-2.0 */
#include "denial/template.h"

enum {
    MOST_STARTS = 64,        /* places where a template begins */
    LONGEST_BLANKS = 512,    /* between two words */
    LONGEST_SENTENCE = 2048, /* of a value that may have blanks */
    LONGEST_WORD = 2048
};

/* ---- shapes ---- */

enum shape { CHARACTERS, ACTION, RESOURCE, SENTENCE, LINE };

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* `extra`: the characters of a value besides letters and digits. NULL: all but blanks and what ends a quotation. */
static const struct slot_shape {
    struct rampart_str name;
    enum shape shape;
    const char *extra;
} shapes[RP_SLOTS] = {
#define SLOT(slot, name, shape, extra) [RP_SLOT_##slot] = {{name, sizeof name - 1}, shape, extra}
    SLOT(WORD, "word", CHARACTERS, NULL),
    SLOT(ACTION, "action", ACTION, ":._-*"),
    SLOT(RESOURCE, "resource", RESOURCE, NULL),
    SLOT(CONDITIONS, "conditions", SENTENCE, ""),
    SLOT(CODE, "code", CHARACTERS, "._-"),
    SLOT(MESSAGE, "message", SENTENCE, ""),
    SLOT(REQUEST, "request", CHARACTERS, "*-"),
    SLOT(HOST, "host", CHARACTERS, NULL),
    SLOT(RECOMMEND, "recommend", CHARACTERS, NULL),
    SLOT(EC, "ec", CHARACTERS, "-"),
    SLOT(BUCKET, "bucket", CHARACTERS, "*-"),
    SLOT(OBJECT, "object", LINE, ""),
    SLOT(ENDPOINT, "endpoint", CHARACTERS, ".:/*-"),
    SLOT(PRINCIPAL_TYPE, "principalType", CHARACTERS, ""),
    SLOT(OWNER, "owner", CHARACTERS, "*"),
    SLOT(PRINCIPAL_NAME, "principal", CHARACTERS, NULL),
    SLOT(TYPE, "type", CHARACTERS, ""),
    SLOT(LAYER, "layer", CHARACTERS, ""),
    SLOT(DIAGNOSTIC, "diagnostic", CHARACTERS, "+/=*"),
#undef SLOT
};

static bool template_is_alnum(char c)
{
    return rp_is_digit(c) || (rp_lower(c) >= 'a' && rp_lower(c) <= 'z');
}

static bool template_has_character(const struct slot_shape *shape, char c)
{
    if (shape->extra == NULL) return (unsigned char)c > ' ' && strchr("'\"<>,;\\`", c) == NULL;
    return template_is_alnum(c) || (c != '\0' && strchr(shape->extra, c) != NULL);
}

/* An action is "code:Name"; a resource an ARN of five fields, or the star. */
static bool template_word_is(enum shape shape, struct rampart_str word)
{
    const size_t colon = rp_str_find(word, ':');
    if (shape == ACTION)
        return colon > 0 && colon + 1 < word.len && rp_str_count(word, ':') == 1 &&
               template_is_alnum(word.data[0]);
    if (shape == RESOURCE)
        return rp_str_equal(word, RP_STR("*")) ||
               (rp_str_starts(word, RP_STR("acs:")) && rp_str_count(word, ':') >= 4);
    return word.len > 0;
}

static size_t template_word_length(const struct slot_shape *shape, struct rampart_str text)
{
    size_t len = 0;
    while (len < text.len && len <= LONGEST_WORD && template_has_character(shape, text.data[len])) len++;
    return len;
}

bool rp_slot_takes(enum rp_slot slot, struct rampart_str value)
{
    const struct slot_shape *shape = &shapes[slot];
    if (value.len == 0) return false;
    if (shape->shape == SENTENCE) return value.len <= LONGEST_SENTENCE;
    if (shape->shape == LINE) return value.len <= LONGEST_WORD;
    return value.len <= LONGEST_WORD && template_word_length(shape, value) == value.len &&
           template_word_is(shape->shape, value);
}

/* ---- text that stands for itself ---- */

/* The line end of a text that was printed within quotes counts as a blank: `\n`. */
static size_t template_blank(struct rampart_str text, size_t at)
{
    if (at >= text.len) return 0;
    if (rp_is_blank(text.data[at])) return 1;
    bool escaped = text.data[at] == '\\' && at + 1 < text.len && strchr("nrt", text.data[at + 1]) != NULL;
    return escaped && text.data[at + 1] != '\0' ? 2 : 0;
}

/* The end of the blanks; `at` itself when there are none, or too many. */
static size_t template_blanks(struct rampart_str text, size_t at)
{
    size_t end = at;
    for (size_t more = 1; more > 0 && end - at <= LONGEST_BLANKS; end += more)
        more = template_blank(text, end);
    return end - at <= LONGEST_BLANKS ? end : at;
}

/* True for a quote that a text within quotes has as `\"`. */
static bool template_escaped_quote(struct rampart_str text, size_t at, char quote)
{
    return (quote == '"' || quote == '\'') && at + 1 < text.len && text.data[at] == '\\' &&
           text.data[at + 1] == quote;
}

/* True when the literal stands there; *ret_end is the place behind it. */
static bool template_literal_fits(struct rampart_str literal, struct rampart_str text, size_t at,
                                  size_t *ret_end)
{
    for (size_t i = 0; i < literal.len; i++) {
        if (literal.data[i] == ' ') {
            size_t end = template_blanks(text, at);
            if (end == at) return false;
            at = end;
        } else if (template_escaped_quote(text, at, literal.data[i])) {
            at += 2;
        } else if (at >= text.len || text.data[at++] != literal.data[i]) {
            return false;
        }
    }
    *ret_end = at;
    return true;
}

/* Takes the next piece off: the text up to a brace, or a name within braces. False at the end. */
static bool template_next(struct rampart_str *rest, struct rampart_str *ret_piece, bool *ret_name)
{
    if (rest->len == 0) return false;
    *ret_name = rest->data[0] == '{';
    if (*ret_name) {
        size_t end = rp_str_find(*rest, '}');
        *ret_piece = rp_str_part(*rest, 1, end - 1);
        *rest = rp_str_from(*rest, end + 1);
    } else {
        size_t end = rp_str_find(*rest, '{');
        *ret_piece = rp_str_part(*rest, 0, end);
        *rest = rp_str_from(*rest, end);
    }
    return true;
}

static bool template_slot_of(struct rampart_str name, enum rp_slot *ret_slot)
{
    for (int slot = 0; slot < RP_SLOTS; slot++) {
        *ret_slot = (enum rp_slot)slot;
        if (rp_str_equal(name, shapes[slot].name)) return true;
    }
    return false;
}

bool rp_template_good(struct rampart_str template)
{
    struct rampart_str piece, last = {NULL, 0};
    enum rp_slot slot;
    bool name = true, first = true;
    while (template_next(&template, &piece, &name)) {
        if (first && (name || piece.len < 4)) return false;
        if (name && (last.len == 0 || !template_slot_of(piece, &slot))) return false;
        last = name ? (struct rampart_str){NULL, 0} : piece;
        first = false;
    }
    return !first;
}

/* ---- values ---- */

/* The end of the line, without the blanks before it. */
static size_t template_line_end(struct rampart_str text, size_t at, size_t most)
{
    struct rampart_str line = rp_str_part(text, at, most);
    line = rp_str_part(line, 0, rp_str_find(line, '\n'));
    for (size_t i = 0; i + 1 < line.len; i++)
        if (line.data[i] == '\\' && line.data[i + 1] == 'n') line.len = i;
    while (line.len > 0 && rp_is_blank(line.data[line.len - 1])) line.len--;
    return at + line.len;
}

/* A sentence ends where the literal behind it begins, or with the line. `at` when it does not end. */
static size_t template_sentence_end(struct rampart_str literal, struct rampart_str text, size_t at)
{
    size_t end;
    if (literal.len == 0) return template_line_end(text, at, LONGEST_SENTENCE);
    for (size_t i = at + 1; i < text.len && i - at <= LONGEST_SENTENCE; i++)
        if (template_literal_fits(literal, text, i, &end)) return i;
    return at;
}

/*
 * What the literal behind a word begins with is no end of the word: a bracket. Nor is a full stop, but of a resource,
 * which may be called anything.
 */
static size_t template_word_end(const struct slot_shape *shape, struct rampart_str literal,
                                struct rampart_str text, size_t at)
{
    size_t len = template_word_length(shape, rp_str_from(text, at));
    while (len > 0 && literal.len > 0 && text.data[at + len - 1] == literal.data[0]) len--;
    while (len > 0 && shape->extra != NULL && text.data[at + len - 1] == '.') len--;
    return at + len;
}

/* The value of a slot that begins at *at, and the place behind it. False: there is none. */
static bool template_take(enum rp_slot slot, struct rampart_str rest, struct rampart_str text, size_t *at,
                          struct rampart_str *ret_value)
{
    const struct slot_shape *shape = &shapes[slot];
    const struct rampart_str literal = rp_str_part(rest, 0, rp_str_find(rest, '{'));
    size_t end;
    if (shape->shape == LINE && literal.len == 0)
        end = template_line_end(text, *at, LONGEST_WORD);
    else if (shape->shape == SENTENCE || shape->shape == LINE)
        end = template_sentence_end(literal, text, *at);
    else
        end = template_word_end(shape, literal, text, *at);
    *ret_value = rp_str_part(text, *at, end - *at);
    *at = end;
    return rp_slot_takes(slot, *ret_value) || (shape->shape == LINE && literal.len == 0);
}

static bool template_fits(struct rampart_str template, struct rampart_str text, size_t at,
                          struct rp_fit *ret_fit)
{
    struct rp_fit fit = {.start = at};
    struct rampart_str piece;
    bool name;
    while (template_next(&template, &piece, &name)) {
        enum rp_slot slot = RP_SLOT_WORD;
        if (!name) {
            if (!template_literal_fits(piece, text, at, &at)) return false;
        } else if (!template_slot_of(piece, &slot) ||
                   !template_take(slot, template, text, &at, &fit.values[slot])) {
            return false;
        }
    }
    fit.end = at;
    *ret_fit = fit;
    return true;
}

/* A word is not begun in its middle. */
static bool template_may_begin(struct rampart_str template, struct rampart_str text, size_t at)
{
    return at == 0 || !template_is_alnum(template.data[0]) || !template_is_alnum(text.data[at - 1]) ||
           (at > 1 && text.data[at - 2] == '\\');
}

bool rp_template_find(struct rampart_str template, struct rampart_str text, size_t from,
                      struct rp_fit *ret_fit)
{
    const struct rampart_str first = rp_str_part(template, 0, rp_str_find(template, '{'));
    if (first.len == 0) return false;
    for (size_t at = from, starts = 0; starts < MOST_STARTS; at++) {
        size_t end;
        at += rp_str_find(rp_str_from(text, at), first.data[0]);
        if (at >= text.len) return false;
        if (!template_literal_fits(first, text, at, &end)) continue;
        starts++;
        if (template_may_begin(template, text, at) && template_fits(template, text, at, ret_fit)) return true;
    }
    return false;
}
