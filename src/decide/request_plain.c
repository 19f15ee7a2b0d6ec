/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request as programs write one, read in one pass: known members once each, texts without escapes, whole numbers, ASCII.
 * Everything else is left to request_read.c, which is the twin that this reader is compared with, and which knows how
 * to say what is wrong.
 */
#include "base/ascii.h"
#include "base/str.h"
#include "decide/request_parts.h"
#include "decide/words.h"

enum { DEEPEST = 3 }; /* the list of a condition key's values */

/* What is left of the text, which a NUL ends: none of those who look at it go on over one. */
struct cursor {
    struct rampart_request *request;
    const char *at;
    unsigned seen; /* members, a bit each */
};

/* ---- tokens ---- */

/* The next byte that is no blank; NUL at the end. */
static char next(struct cursor *cursor)
{
    while (*cursor->at == ' ' || *cursor->at == '\t' || *cursor->at == '\n' || *cursor->at == '\r')
        cursor->at++;
    return *cursor->at;
}

static bool take(struct cursor *cursor, char wanted)
{
    if (next(cursor) != wanted) return false;
    cursor->at++;
    return true;
}

/* The bytes from here to `end`, unless they are too many for a text. */
static bool take_to(struct cursor *cursor, const char *end, struct rampart_str *ret_text)
{
    *ret_text = (struct rampart_str){cursor->at, (size_t)(end - cursor->at)};
    cursor->at = end;
    return ret_text->len <= cursor->request->limits.string_bytes;
}

static bool take_text(struct cursor *cursor, struct rampart_str *ret_text)
{
    if (!take(cursor, '"') || !take_to(cursor, rp_ascii_plain_end(cursor->at), ret_text)) return false;
    return *cursor->at++ == '"';
}

/* The word is no longer than what may be looked at behind the text's end. */
static bool take_word(struct cursor *cursor, struct rampart_str word)
{
    if (memcmp(cursor->at, word.data, word.len) != 0) return false;
    cursor->at += word.len;
    return true;
}

/* A number without sign, fraction and exponent. What follows it must be punctuation, as behind every value. */
static bool take_number(struct cursor *cursor, struct rampart_str *ret_number)
{
    const char *end = cursor->at;
    while (rp_is_digit(*end)) end++;
    if (end == cursor->at || (end > cursor->at + 1 && *cursor->at == '0')) return false;
    return take_to(cursor, end, ret_number);
}

/* A value of a condition key: a text, or a number, true or false as it is written. */
static bool take_value(struct cursor *cursor, struct rampart_str *ret_value)
{
    static const struct rampart_str truth[] = {{"true", 4}, {"false", 5}};
    if (next(cursor) == '"') return take_text(cursor, ret_value);
    for (size_t i = 0; i < 2; i++) {
        if (!take_word(cursor, truth[i])) continue;
        *ret_value = truth[i];
        return true;
    }
    return take_number(cursor, ret_value);
}

/* After an element of a list or a member of a map: whether another follows. False in *ret_good: neither does it end. */
static bool goes_on(struct cursor *cursor, char closing, bool *ret_good)
{
    bool comma = take(cursor, ',');
    *ret_good = comma || take(cursor, closing);
    return comma;
}

/* ---- condition keys ---- */

/* A key that is like none before, as mostly its length tells: those that are spelt alike are the other reader's. */
static struct rp_context_key *add_key(struct rampart_request *request, struct rampart_str name,
                                      enum rp_key_state state)
{
    for (const struct rp_context_key *key = request->keys; key != NULL; key = key->next)
        if (key->name.len == name.len && rp_str_equal_fold(key->name, name)) return NULL;
    if (name.len == 0 || request->key_count >= request->limits.context_keys) return NULL;
    struct rp_context_key *key = RP_NEW(&request->arena, struct rp_context_key);
    if (key == NULL) return NULL;
    key->name = name;
    key->state = state;
    key->next = request->keys;
    request->keys = key;
    request->key_count++;
    return key;
}

static bool read_value(struct cursor *cursor, const struct rp_catalog_key *known, struct rp_context_key *key)
{
    struct rp_context_value *value = RP_NEW(&cursor->request->arena, struct rp_context_value);
    if (value == NULL || key->count >= cursor->request->limits.context_values) return false;
    if (!take_value(cursor, &value->text)) return false;
    if (!rp_request_fit_value(cursor->request, known, &value->text)) return false;
    if (key->last == NULL)
        key->first = value;
    else
        key->last->next = value;
    key->last = value;
    key->count++;
    return true;
}

static bool read_values(struct cursor *cursor, struct rp_context_key *key)
{
    const struct rp_catalog_key *known = rp_key_memo_find(&cursor->request->known_keys, key->name);
    bool good = true;
    key->known = known != NULL;
    if (!take(cursor, '[')) return read_value(cursor, known, key);
    if (take(cursor, ']')) return known == NULL || !known->single;
    do good = read_value(cursor, known, key);
    while (good && goes_on(cursor, ']', &good));
    return good;
}

static bool read_key(struct cursor *cursor)
{
    struct rampart_str name;
    if (!take_text(cursor, &name) || !take(cursor, ':')) return false;
    struct rp_context_key *key = add_key(cursor->request, name, RP_KEY_PRESENT);
    return key != NULL && read_values(cursor, key);
}

static bool read_context(struct cursor *cursor)
{
    bool good = true;
    if (!take(cursor, '{')) return false;
    if (take(cursor, '}')) return true;
    do good = read_key(cursor);
    while (good && goes_on(cursor, '}', &good));
    return good;
}

static bool read_absent(struct cursor *cursor)
{
    struct rampart_str name;
    bool good = true;
    if (!take(cursor, '[')) return false;
    if (take(cursor, ']')) return true;
    do good = take_text(cursor, &name) && add_key(cursor->request, name, RP_KEY_ABSENT) != NULL;
    while (good && goes_on(cursor, ']', &good));
    return good;
}

/* ---- members ---- */

static bool read_principal(struct cursor *cursor)
{
    struct rampart_str text;
    return take_text(cursor, &text) && rp_request_put_principal(cursor->request, text, NULL) == RAMPART_OK;
}

static bool read_action(struct cursor *cursor)
{
    struct rampart_str text;
    return take_text(cursor, &text) && rp_request_put_action(cursor->request, text, NULL) == RAMPART_OK;
}

static bool read_resource(struct cursor *cursor)
{
    struct rampart_str text;
    return take_text(cursor, &text) && rp_request_put_resource(cursor->request, text, NULL) == RAMPART_OK;
}

static bool read_complete(struct cursor *cursor)
{
    bool complete = next(cursor) == 't';
    cursor->request->complete = complete;
    return take_word(cursor, complete ? RP_STR("true") : RP_STR("false"));
}

static bool read_expect(struct cursor *cursor)
{
    struct rampart_str word;
    enum rampart_expect expect;
    if (!take_text(cursor, &word) || !rp_expect_read(word, &expect)) return false;
    cursor->request->expect = (unsigned char)expect;
    return true;
}

/*
 * A member of each name but `id`, whose text is wanted, and those that few requests have. The names are compared with
 * the quote that ends them.
 */
static const struct {
    struct rampart_str name;
    bool (*read)(struct cursor *cursor);
} members[] = {
    {{"principal\"", 10}, read_principal}, {{"action\"", 7}, read_action}, {{"resource\"", 9}, read_resource},
    {{"context\"", 8}, read_context},      {{"absent\"", 7}, read_absent}, {{"complete\"", 9}, read_complete},
    {{"expect\"", 7}, read_expect},
};

enum { MEMBERS = sizeof members / sizeof *members, LONGEST_NAME = 10 };

/* As it is written. */
static bool read_id(struct cursor *cursor, struct rampart_str *ret_id)
{
    struct rampart_str value;
    bool quoted = next(cursor) == '"';
    const char *start = cursor->at;
    if (quoted ? !take_text(cursor, &value) : !take_number(cursor, &value)) return false;
    *ret_id = (struct rampart_str){start, (size_t)(cursor->at - start)};
    return true;
}

static bool read_member(struct cursor *cursor, struct rampart_str *ret_id)
{
    size_t i = 0;
    if (!take(cursor, '"')) return false;
    bool id = take_word(cursor, RP_STR("id\""));
    while (!id && i < MEMBERS && !take_word(cursor, members[i].name)) i++;
    unsigned bit = id ? 1U << MEMBERS : 1U << i;
    if ((!id && i == MEMBERS) || (cursor->seen & bit) != 0 || !take(cursor, ':')) return false;
    cursor->seen |= bit;
    return id ? read_id(cursor, ret_id) : members[i].read(cursor);
}

static bool read_request(struct cursor *cursor, struct rampart_str *ret_id)
{
    bool good = true;
    if (!take(cursor, '{')) return false;
    do good = read_member(cursor, ret_id);
    while (good && goes_on(cursor, '}', &good));
    return good && next(cursor) == '\0';
}

/* Nothing is set but the accounts: then a request that turns out not to be plain is put back by forgetting it. */
static bool is_empty(const struct rampart_request *request)
{
    return request->principal_given.len == 0 && request->action.len == 0 && request->resources == NULL &&
           request->keys == NULL && request->params == NULL && !request->complete;
}

/* A copy that ends in a NUL and may be looked at in blocks; NULL: memory was refused. */
static const char *copy_text(struct rp_arena *arena, struct rampart_str text)
{
    enum { BEHIND = 1 + RP_ASCII_BEHIND };
    if (text.len > SIZE_MAX - BEHIND - RP_ARENA_ALIGNMENT) return NULL;
    char *copy = rp_arena_take(arena, rp_arena_bytes(text.len + BEHIND));
    if (copy == NULL) return NULL;
    if (text.len > 0) memcpy(copy, text.data, text.len);
    memset(copy + text.len, 0, BEHIND);
    return copy;
}

bool rp_request_read_plain(struct rampart_request *request, struct rampart_str text,
                           struct rampart_str *ret_id)
{
    const struct rampart_limits *limits = &request->limits;
    struct rampart_str id = {NULL, 0};
    struct cursor cursor = {.request = request};
    if (!is_empty(request) || text.len > limits->document_bytes || limits->depth < DEEPEST) return false;
    if (limits->list_values < limits->context_keys || limits->list_values < limits->context_values ||
        limits->string_bytes < LONGEST_NAME)
        return false;
    const char *copy = copy_text(&request->arena, text);
    if (copy == NULL) return false;
    cursor.at = copy;
    if (read_request(&cursor, &id) && cursor.at == copy + text.len) {
        *ret_id = id;
        request->text = (struct rampart_str){copy, text.len};
        return true;
    }
    rp_request_forget(request);
    return false;
}
