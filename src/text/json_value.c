/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_value.h"

#include "base/ascii.h"
#include "base/str.h"
#include "base/utf8.h"

enum { DEPTH = 64 };

/* A text while it is read; `at` is never beyond `end`. */
struct reader {
    const char *at, *end;
    unsigned depth;
};

static void json_blanks(struct reader *reader)
{
    while (reader->at < reader->end && rp_is_blank(*reader->at)) reader->at++;
}

static bool json_take(struct reader *reader, char byte)
{
    if (reader->at == reader->end || *reader->at != byte) return false;
    reader->at++;
    return true;
}

/* ---- checking ---- */

static int json_hexadecimal(char c)
{
    if (rp_is_digit(c)) return c - '0';
    c = rp_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool json_check_escape(struct reader *reader)
{
    enum { DIGITS = 4 };
    if (reader->at == reader->end) return false;
    const char c = *reader->at++;
    if (c != 'u') return c != '\0' && strchr("\"\\/bfnrt", c) != NULL;
    if (reader->end - reader->at < DIGITS) return false;
    for (int i = 0; i < DIGITS; i++)
        if (json_hexadecimal(*reader->at++) < 0) return false;
    return true;
}

static bool json_check_string(struct reader *reader)
{
    if (!json_take(reader, '"')) return false;
    for (;;) {
        reader->at = rp_ascii_plain_end(reader->at, reader->end);
        if (reader->at == reader->end) return false;
        const unsigned char c = (unsigned char)*reader->at++;
        if (c == '"') return true;
        if (c < ' ' || (c == '\\' && !json_check_escape(reader))) return false;
    }
}

static bool json_check_digits(struct reader *reader)
{
    const char *start = reader->at;
    while (reader->at < reader->end && rp_is_digit(*reader->at)) reader->at++;
    return reader->at > start;
}

static bool json_check_number(struct reader *reader)
{
    (void)json_take(reader, '-');
    const bool zero = json_take(reader, '0');
    if (!zero && !json_check_digits(reader)) return false;
    if (json_take(reader, '.') && !json_check_digits(reader)) return false;
    if (!json_take(reader, 'e') && !json_take(reader, 'E')) return true;
    if (!json_take(reader, '+')) (void)json_take(reader, '-');
    return json_check_digits(reader);
}

static bool json_check_word(struct reader *reader, struct rampart_str word)
{
    if (!rp_str_starts((struct rampart_str){reader->at, (size_t)(reader->end - reader->at)}, word)) return false;
    reader->at += word.len;
    return true;
}

static bool json_check_value(struct reader *reader);

/* The members of an object, or the items of a list, behind its bracket. */
static bool json_check_inside(struct reader *reader, char close)
{
    json_blanks(reader);
    if (json_take(reader, close)) return true;
    do {
        json_blanks(reader);
        if (close == '}') {
            if (!json_check_string(reader)) return false;
            json_blanks(reader);
            if (!json_take(reader, ':')) return false;
        }
        if (!json_check_value(reader)) return false;
        json_blanks(reader);
    } while (json_take(reader, ','));
    return json_take(reader, close);
}

/* The depth is limited, and so is this recursion. */
static bool json_check_value(struct reader *reader)
{
    json_blanks(reader);
    if (reader->at == reader->end) return false;
    switch (*reader->at) {
    case '"': return json_check_string(reader);
    case 't': return json_check_word(reader, RP_STR("true"));
    case 'f': return json_check_word(reader, RP_STR("false"));
    case 'n': return json_check_word(reader, RP_STR("null"));
    case '{':
    case '[':
        if (++reader->depth > DEPTH) return false;
        reader->at++;
        if (!json_check_inside(reader, reader->at[-1] == '{' ? '}' : ']')) return false;
        reader->depth--;
        return true;
    default: return json_check_number(reader);
    }
}

bool rp_value_check_at(struct rampart_str text, size_t *ret_at)
{
    struct reader reader = {text.data, text.data + text.len, 0};
    *ret_at = rp_utf8_valid(text);
    if (text.len == 0 || *ret_at != text.len) return false;
    const bool good = json_check_value(&reader);
    if (good) json_blanks(&reader);
    *ret_at = (size_t)(reader.at - text.data);
    return good && reader.at == reader.end;
}

bool rp_value_check(struct rampart_str text)
{
    size_t at;
    return rp_value_check_at(text, &at);
}

/* ---- looking into a text that was checked ---- */

static void json_skip_string(struct reader *reader)
{
    for (reader->at++; *reader->at != '"'; reader->at = rp_ascii_plain_end(reader->at, reader->end))
        reader->at += *reader->at == '\\' ? 2 : 1;
    reader->at++;
}

/* Moves behind a value: nothing in it needs more than counting brackets outside of strings. */
static void json_skip(struct reader *reader)
{
    size_t open = 0;
    do {
        const char c = *reader->at;
        if (c == '"') {
            json_skip_string(reader);
            continue;
        }
        open += c == '{' || c == '[';
        open -= c == '}' || c == ']';
        reader->at++;
    } while (open > 0);
}

/* A number and a word end before what cannot be in one. */
static struct rp_value json_value(struct reader *reader)
{
    json_blanks(reader);
    const char *start = reader->at;
    if (strchr("\"{[", *start) != NULL)
        json_skip(reader);
    else
        while (reader->at < reader->end && !rp_is_blank(*reader->at) && strchr(",]}", *reader->at) == NULL) reader->at++;
    return (struct rp_value){{start, (size_t)(reader->at - start)}};
}

static struct reader json_reader(struct rp_value value, size_t from)
{
    return (struct reader){value.text.data + from, value.text.data + value.text.len, 0};
}

struct rp_value rp_value_of(struct rampart_str text)
{
    struct reader reader = {text.data, text.data + text.len, 0};
    return json_value(&reader);
}

bool rp_value_truth(struct rp_value value)
{
    return rp_str_equal(value.text, RP_STR("true"));
}

bool rp_value_number(struct rp_value value, unsigned *ret_number)
{
    unsigned long number = 0;
    if (value.text.len == 0) return false;
    for (size_t i = 0; i < value.text.len; i++) {
        if (!rp_is_digit(value.text.data[i])) return false;
        number = number * 10 + (unsigned long)(value.text.data[i] - '0');
        if (number > INT32_MAX) return false;
    }
    *ret_number = (unsigned)number;
    return true;
}

/* ---- the text of a string ---- */

static uint32_t json_unit(const char *digits)
{
    uint32_t unit = 0;
    for (int i = 0; i < 4; i++) unit = unit << 4 | (uint32_t)json_hexadecimal(digits[i]);
    return unit;
}

/* Reads the four digits behind \u, and the second half of a pair behind them; *from is the place behind. */
static uint32_t json_code_point(const char **from, const char *end)
{
    enum { DIGITS = 4, PAIR = DIGITS + 2 };
    const uint32_t unit = json_unit(*from);
    *from += DIGITS;
    if (unit < 0xD800 || unit > 0xDFFF) return unit;
    if (unit > 0xDBFF || end - *from < PAIR || (*from)[0] != '\\' || (*from)[1] != 'u') return 0xFFFD;
    const uint32_t low = json_unit(*from + 2);
    if (low < 0xDC00 || low > 0xDFFF) return 0xFFFD;
    *from += PAIR;
    return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

/* Writes the text of a string, without its quotes, and returns its end. Nothing grows by being read. */
static char *json_decode(const char *from, const char *end, char *to)
{
    while (from < end) {
        const char *odd = memchr(from, '\\', (size_t)(end - from));
        if (odd == NULL) odd = end;
        memcpy(to, from, (size_t)(odd - from));
        to += odd - from;
        from = odd;
        if (from == end) break;
        const char c = from[1];
        from += 2;
        if (c == 'u')
            to += rp_utf8_encode(json_code_point(&from, end), to);
        else
            *to++ = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == 'b' ? '\b' : c == 'f' ? '\f' : c;
    }
    return to;
}

bool rp_value_string(struct rp_value value, struct rp_buf *out)
{
    if (!rp_value_is(value, '"')) return false;
    char *to = rp_buf_room(out, value.text.len);
    if (to == NULL) return true; /* the buffer has failed, and says so */
    out->len = (size_t)(json_decode(value.text.data + 1, value.text.data + value.text.len - 1, to) - out->data);
    return true;
}

/* Some editors write a slash as \/ in the names of methods. */
bool rp_value_is_word(struct rp_value value, const char *word)
{
    enum { LONGEST = 256 };
    char text[LONGEST];
    const size_t len = strlen(word);
    if (!rp_value_is(value, '"') || value.text.len < len + 2 || value.text.len > LONGEST) return false;
    if (value.text.len == len + 2) return memcmp(value.text.data + 1, word, len) == 0;
    const char *end = json_decode(value.text.data + 1, value.text.data + value.text.len - 1, text);
    return (size_t)(end - text) == len && memcmp(text, word, len) == 0;
}

/* ---- members and items ---- */

/* Stands before the next item or member, if there is one. */
static bool json_continue(struct rp_value within, size_t cursor, struct reader *ret_reader)
{
    struct reader reader = json_reader(within, cursor == 0 ? 1 : cursor);
    json_blanks(&reader);
    (void)json_take(&reader, ',');
    json_blanks(&reader);
    *ret_reader = reader;
    return *reader.at != ']' && *reader.at != '}';
}

bool rp_value_next_member(struct rp_value object, size_t *cursor, struct rp_value *ret_name, struct rp_value *ret_value)
{
    struct reader reader;
    if (!rp_value_is(object, '{') || !json_continue(object, *cursor, &reader)) return false;
    *ret_name = json_value(&reader);
    json_blanks(&reader);
    reader.at++; /* the colon */
    *ret_value = json_value(&reader);
    *cursor = (size_t)(reader.at - object.text.data);
    return true;
}

struct rp_value rp_value_member(struct rp_value object, const char *name)
{
    struct rp_value key, value;
    size_t cursor = 0;
    while (rp_value_next_member(object, &cursor, &key, &value))
        if (rp_value_is_word(key, name)) return value;
    return (struct rp_value){{NULL, 0}};
}

struct rp_value rp_value_path(struct rp_value object, const char *outer, const char *inner)
{
    return rp_value_member(rp_value_member(object, outer), inner);
}

bool rp_value_next(struct rp_value list, size_t *cursor, struct rp_value *ret_item)
{
    struct reader reader;
    if (!rp_value_is(list, '[') || !json_continue(list, *cursor, &reader)) return false;
    *ret_item = json_value(&reader);
    *cursor = (size_t)(reader.at - list.text.data);
    return true;
}
