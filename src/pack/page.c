/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/page.h"

#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"

enum rampart_status rp_page_fault(const struct rp_reading *reading, struct rp_span span, const char *help,
                                  const char *format, ...)
{
    va_list values;
    va_start(values, format);
    rp_diag_coded(reading->diags, RAMPART_ERROR, rp_diag_code(RP_CAT_PAGE),
                  (struct rp_at){reading->source, span}, format, values);
    va_end(values);
    rp_diag_help(reading->diags, "%s", help);
    return RAMPART_INVALID_INPUT;
}

/* No table holds control characters: a page is refused for what a reader of it cannot see. */
static enum rampart_status page_without_controls(const struct rp_reading *reading)
{
    const struct rampart_str text = reading->source->text;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char byte = (unsigned char)text.data[i];
        if ((byte >= ' ' && byte != 0x7F) || rp_is_blank(text.data[i]) || byte == '\f') continue;
        return rp_page_fault(reading, (struct rp_span){(uint32_t)i, (uint32_t)i + 1}, "save the page again, as text",
                             "this is the control character U+%04X", byte);
    }
    return RAMPART_OK;
}

void rp_page_passed(const struct rp_reading *reading, size_t start, size_t end, const char *what)
{
    struct rampart_str rest = rp_str_part(reading->source->text, start, end - start);
    while (rest.len > 0 && !rp_str_starts(rest, RP_STR("{#"))) /* the place of a template, in every table */
        rest = rp_str_from(rest, rp_str_find(rp_str_from(rest, 1), '{') + 1);
    if (rest.len == 0) return;
    const size_t at = (size_t)(rest.data - reading->source->text.data);
    rp_diag(reading->diags, RAMPART_WARNING, RP_CAT_UNUSED,
            (struct rp_at){reading->source, {(uint32_t)at, (uint32_t)at + 2}},
            "nothing is taken from this template: it stands in %s", what);
}

/* The number of an entity, &#0; or &#x0;, that begins at a `&`, with its length; false: it is another text. */
static bool page_number(struct rampart_str text, uint32_t *ret_number, size_t *ret_len)
{
    const bool hex = text.len > 2 && rp_lower(text.data[2]) == 'x';
    uint32_t number = 0;
    size_t at = hex ? 3 : 2;
    const size_t first = at;
    if (text.len < 2 || text.data[1] != '#') return false;
    for (; at < text.len; at++) {
        const char digit = rp_lower(text.data[at]);
        const bool letter = hex && digit >= 'a' && digit <= 'f';
        if (!rp_is_digit(digit) && !letter) break;
        if (number <= 0x10FFFF) number = number * (hex ? 16 : 10) + (uint32_t)(letter ? digit - 'a' + 10 : digit - '0');
    }
    *ret_number = number;
    *ret_len = at + 1;
    return at > first && at < text.len && text.data[at] == ';';
}

/* A control character, or what is no character, may not be written as an entity either. */
static enum rampart_status page_without_odd_entities(const struct rp_reading *reading)
{
    const struct rampart_str text = reading->source->text;
    for (size_t at = 0; (at += rp_str_find(rp_str_from(text, at), '&')) < text.len; at++) {
        uint32_t number;
        size_t len;
        if (!page_number(rp_str_from(text, at), &number, &len)) continue;
        const bool blank = number == '\t' || number == '\n' || number == '\r';
        const bool control = (number < ' ' && !blank) || (number >= 0x7F && number < 0xA0);
        if (!control && number <= 0x10FFFF && (number < 0xD800 || number >= 0xE000)) continue;
        return rp_page_fault(reading, (struct rp_span){(uint32_t)at, (uint32_t)(at + len)}, "save the page again, as text",
                             "this stands for no character that a page can have");
    }
    return RAMPART_OK;
}

enum rampart_status rp_page_begin(struct rp_page_maker *maker, const struct rp_reading *reading,
                                  struct rp_page *page)
{
    const struct rampart_str text = reading->source->text;
    const size_t valid = rp_utf8_valid(text);
    if (valid < text.len)
        return rp_page_fault(reading, (struct rp_span){(uint32_t)valid, (uint32_t)valid + 1},
                             "save the page as UTF-8", "this byte is not valid UTF-8");
    RP_TRY(page_without_controls(reading));
    RP_TRY(page_without_odd_entities(reading));
    *page = (struct rp_page){.source = reading->source};
    *maker = (struct rp_page_maker){.reading = reading, .page = page};
    maker->text = RP_NEW_ARRAY(reading->arena, char, text.len + 1);
    return maker->text == NULL ? RAMPART_NO_MEMORY : RAMPART_OK;
}

/* The bytes of a character that is nothing to a reader, or a blank; 0: it is something else. */
static size_t page_invisible(struct rampart_str bytes, bool *ret_blank)
{
    static const struct {
        const char *bytes;
        bool blank;
    } invisible[] = {
        {"\xC2\xA0", true},      {"\xE3\x80\x80", true},  {"\xE2\x80\x8B", false}, {"\xE2\x80\x8C", false},
        {"\xE2\x80\x8D", false}, {"\xE2\x81\xA0", false}, {"\xEF\xBB\xBF", false},
    };
    if (bytes.len > 0 && (rp_is_blank(bytes.data[0]) || bytes.data[0] == '\f')) {
        *ret_blank = true;
        return 1;
    }
    for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++) {
        if (!rp_str_starts(bytes, rampart_str(invisible[i].bytes))) continue;
        *ret_blank = invisible[i].blank;
        return strlen(invisible[i].bytes);
    }
    return 0;
}

void rp_page_add(struct rp_page_maker *maker, struct rampart_str bytes, size_t offset)
{
    for (size_t i = 0; i < bytes.len;) {
        bool blank;
        const size_t skip = page_invisible(rp_str_from(bytes, i), &blank);
        if (skip == 0) {
            if (maker->len == maker->start) maker->span.start = (uint32_t)(offset + i);
            maker->text[maker->len++] = bytes.data[i++];
            maker->span.end = (uint32_t)(offset + i);
            continue;
        }
        if (blank && maker->len > maker->start && maker->text[maker->len - 1] != ' ')
            maker->text[maker->len++] = ' ';
        i += skip;
    }
}

/* ---- entities ---- */

enum { LONGEST_ENTITY = 10 };

/* The code point of what stands between `&` and `;`; 0: it is unknown. */
static uint32_t page_code_point(struct rampart_str name)
{
    static const struct {
        const char *name;
        uint32_t code_point;
    } known[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xA0}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (rp_str_equal(name, rampart_str(known[i].name))) return known[i].code_point;
    if (name.len < 2 || name.data[0] != '#') return 0;
    const bool hex = rp_lower(name.data[1]) == 'x';
    uint32_t code_point = 0;
    for (size_t i = hex ? 2 : 1; i < name.len; i++) {
        const char digit = rp_lower(name.data[i]);
        if (!rp_is_digit(digit) && !(hex && digit >= 'a' && digit <= 'f')) return 0;
        code_point = code_point * (hex ? 16 : 10) +
                     (uint32_t)(rp_is_digit(digit) ? digit - '0' : digit - 'a' + 10);
        if (code_point > 0x10FFFF) return 0;
    }
    return code_point;
}

size_t rp_page_add_entity(struct rp_page_maker *maker, size_t offset)
{
    const struct rampart_str rest = rp_str_part(maker->reading->source->text, offset + 1, LONGEST_ENTITY);
    const size_t end = rp_str_find(rest, ';');
    const uint32_t code_point = end == rest.len ? 0 : page_code_point((struct rampart_str){rest.data, end});
    char bytes[4];
    if (code_point < ' ' || code_point == 0x7F || (code_point >= 0xD800 && code_point < 0xE000)) return 0;
    rp_page_add(maker, (struct rampart_str){bytes, rp_utf8_encode(code_point, bytes)}, offset);
    return end + 2;
}

/* ---- lines ---- */

/* Makes room for one more. False: memory was refused. */
static bool page_grow(struct rp_page_maker *maker)
{
    struct rp_page *page = maker->page;
    struct rp_piece *pieces =
        rp_arena_grow(maker->reading->arena, page->pieces, page->count, &page->room, sizeof *pieces);
    if (pieces != NULL) page->pieces = pieces;
    return pieces != NULL;
}

void rp_page_end_line(struct rp_page_maker *maker, bool always)
{
    if (maker->len > maker->start && maker->text[maker->len - 1] == ' ') maker->len--;
    const struct rampart_str text = {maker->text + maker->start, maker->len - maker->start};
    maker->start = maker->len;
    if (text.len == 0 && !always) return;
    if (!page_grow(maker)) {
        maker->failed = true;
        return;
    }
    struct rp_piece *piece = &maker->page->pieces[maker->page->count++];
    *piece = maker->next;
    piece->text = text;
    piece->span = text.len == 0 ? maker->next.span : maker->span;
}
