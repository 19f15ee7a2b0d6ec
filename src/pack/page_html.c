/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTML as browsers and scripts save it: no document is built. Tags that end a line, headings and the cells of tables
 * are what counts; other tags are passed over. A page that ends within a tag, a script or a table is refused: it was not
 * saved whole.
 */
#include "base/str.h"
#include "base/try.h"
#include "pack/page.h"

enum { LONGEST_NAME = 16 };

struct html {
    struct rp_page_maker maker;
    struct rampart_str text;
    size_t at;
    unsigned tables;       /* that are open */
    uint32_t table, row, column;
    bool in_row, in_cell, in_heading, in_item;
    bool odd;              /* the cell is one of several places, or has a table in it */
    size_t cell_pieces;    /* the number of pieces before the cell */
    struct rp_span table_span;
};

/* A tag while it is read. */
struct html_tag {
    char name[LONGEST_NAME + 1]; /* in lower case; cut */
    bool end;
    struct rp_span span;
    struct rampart_str attributes;
};

static const char html_cut[] = "the page was not saved whole: save it again";

static enum rampart_status html_fault(const struct html *html, size_t at, const char *help, const char *message)
{
    return rp_page_fault(html->maker.reading, (struct rp_span){(uint32_t)at, (uint32_t)at + 1}, help, "%s",
                         message);
}

/* ---- tags ---- */

/* The place behind the tag that begins at a place: quotes hide its end. text.len: there is none. */
static size_t html_tag_end(struct rampart_str text, size_t at)
{
    char quote = '\0';
    for (; at < text.len; at++) {
        const char byte = text.data[at];
        if (quote != '\0') {
            if (byte == quote) quote = '\0';
        } else if ((byte == '"' || byte == '\'') && text.data[at - 1] == '=') {
            quote = byte;
        } else if (byte == '>') {
            return at + 1;
        }
    }
    return text.len;
}

/* Takes the next attribute off. False: there are no more. */
static bool html_attribute(struct rampart_str *attributes, struct rampart_str *ret_name,
                           struct rampart_str *ret_value)
{
    struct rampart_str rest = *attributes;
    while (rest.len > 0 && (rp_is_blank(rest.data[0]) || rest.data[0] == '/')) rest = rp_str_from(rest, 1);
    if (rest.len == 0) return false;
    size_t len = 0;
    while (len < rest.len && rest.data[len] != '=' && !rp_is_blank(rest.data[len])) len++;
    *ret_name = rp_str_part(rest, 0, len);
    *ret_value = rp_str_part(rest, len, 0);
    rest = rp_str_from(rest, len);
    if (rest.len > 0 && rest.data[0] == '=') {
        const bool quoted = rest.len > 1 && (rest.data[1] == '"' || rest.data[1] == '\'');
        const char quote = quoted ? rest.data[1] : ' ';
        rest = rp_str_from(rest, quoted ? 2 : 1);
        len = rp_str_find(rest, quote);
        *ret_value = rp_str_part(rest, 0, len);
        rest = rp_str_from(rest, len + (quoted ? 1 : 0));
    } else if (len == 0) {
        rest = rp_str_from(rest, 1);
    }
    *attributes = rest;
    return true;
}

/* The value of an attribute; empty: it is not there. */
static struct rampart_str html_value(const struct html_tag *tag, struct rampart_str wanted)
{
    struct rampart_str name, value, rest = tag->attributes;
    while (html_attribute(&rest, &name, &value))
        if (rp_str_equal_fold(name, wanted)) return value;
    return RP_STR("");
}

static bool html_is(const struct html_tag *tag, const char *name)
{
    return strcmp(tag->name, name) == 0;
}

static bool html_among(const struct html_tag *tag, const char *const *names)
{
    for (; *names != NULL; names++)
        if (html_is(tag, *names)) return true;
    return false;
}

/* Reads the tag that begins at the place. False: it is none, but a sign. Errors: the page ends within. */
static enum rampart_status html_read_tag(struct html *html, struct html_tag *ret_tag, bool *ret_is_tag)
{
    const struct rampart_str text = html->text;
    const size_t start = html->at + 1;
    size_t name = start;
    *ret_tag = (struct html_tag){.end = name < text.len && text.data[name] == '/'};
    if (ret_tag->end) name++;
    size_t len = 0;
    for (; name + len < text.len; len++) {
        const char byte = rp_lower(text.data[name + len]);
        if (!(byte >= 'a' && byte <= 'z') && !(len > 0 && rp_is_digit(byte))) break;
        if (len < LONGEST_NAME) ret_tag->name[len] = byte;
    }
    *ret_is_tag = len > 0;
    if (len == 0) return RAMPART_OK;
    const size_t end = html_tag_end(text, name + len);
    if (end == text.len && text.data[end - 1] != '>')
        return html_fault(html, html->at, html_cut, "the page ends within this tag");
    ret_tag->span = (struct rp_span){(uint32_t)html->at, (uint32_t)end};
    ret_tag->attributes = rp_str_part(text, name + len, end - 1 - (name + len));
    html->at = end;
    return RAMPART_OK;
}

/* ---- what tags do ---- */

static void html_place(struct html *html, struct rp_span span)
{
    struct rp_piece next = {.kind = RP_PIECE_TEXT, .item = html->in_item, .span = span};
    if (html->in_heading) next.kind = RP_PIECE_HEADING;
    if (html->in_cell) {
        next.kind = RP_PIECE_CELL;
        next.table = html->table;
        next.row = html->row;
        next.column = html->column;
        next.odd = html->odd;
    }
    html->maker.next = next;
}

static void html_end_cell(struct html *html)
{
    if (!html->in_cell) return;
    rp_page_end_line(&html->maker, html->maker.page->count == html->cell_pieces);
    html->in_cell = false;
    html->column++;
}

static void html_end_row(struct html *html)
{
    html_end_cell(html);
    if (html->in_row) html->row++;
    html->in_row = false;
}

/* A table in a cell is text of that cell, which has more than can be read then. */
static void html_table(struct html *html, const struct html_tag *tag)
{
    if (tag->end) {
        if (html->tables == 1) {
            html_end_row(html);
            html->table++;
        }
        if (html->tables > 0) html->tables--;
        return;
    }
    if (html->tables++ > 0) {
        html->odd = true;
        return;
    }
    html->row = 0;
    html->in_row = false;
    html->table_span = tag->span;
}

/* True when a cell takes more than its place. */
static bool html_is_wide(const struct html_tag *tag)
{
    const struct rampart_str rows = html_value(tag, RP_STR("rowspan")),
                             columns = html_value(tag, RP_STR("colspan"));
    return (rows.len > 0 && !rp_str_equal(rows, RP_STR("1"))) ||
           (columns.len > 0 && !rp_str_equal(columns, RP_STR("1")));
}

static void html_cell(struct html *html, const struct html_tag *tag)
{
    if (html->tables != 1) return;
    html_end_cell(html);
    if (tag->end) return;
    if (!html->in_row) html->column = 0;
    html->in_row = html->in_cell = true;
    html->odd = html_is_wide(tag);
    html->cell_pieces = html->maker.page->count;
}

/* What the page says of itself in its head. */
static void html_meta(struct html *html, const struct html_tag *tag)
{
    const bool link = html_is(tag, "link");
    const struct rampart_str what = html_value(tag, link ? RP_STR("rel") : RP_STR("property"));
    if (!rp_str_equal_fold(what, link ? RP_STR("canonical") : RP_STR("og:url"))) return;
    const struct rampart_str address = html_value(tag, link ? RP_STR("href") : RP_STR("content"));
    if (html->maker.page->address.len == 0 && rp_str_starts(address, RP_STR("https://")))
        html->maker.page->address = address;
}

static void html_act(struct html *html, const struct html_tag *tag)
{
    static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6", NULL};
    static const char *const breaks[] = {"p",  "div", "li",   "ul",      "ol",    "br",    "pre",   "table", "tr",
                                         "td", "th",  "code", "section", "tbody", "thead", "title", NULL};
    const bool heading = html_among(tag, headings);
    if (heading || html_among(tag, breaks)) rp_page_end_line(&html->maker, false);
    if (heading) html->in_heading = !tag->end;
    if (html_is(tag, "li")) html->in_item = !tag->end;
    if (html_is(tag, "table")) html_table(html, tag);
    if (html_is(tag, "tr") && html->tables == 1) html_end_row(html);
    if (html_is(tag, "td") || html_is(tag, "th")) html_cell(html, tag);
    if (html_is(tag, "link") || html_is(tag, "meta")) html_meta(html, tag);
    html_place(html, tag->span);
}

/* ---- what is no text ---- */

/* Passes over everything up to a text, which counts too. Errors: the page ends before. */
static enum rampart_status html_skip(struct html *html, struct rampart_str end)
{
    const size_t start = html->at;
    for (; html->at < html->text.len; html->at++) {
        const struct rampart_str here = rp_str_part(html->text, html->at, end.len);
        if (!rp_str_equal_fold(here, end)) continue;
        if (rp_str_equal(end, RP_STR("-->"))) rp_page_passed(html->maker.reading, start, html->at, "a comment");
        html->at += end.len;
        return RAMPART_OK;
    }
    return html_fault(html, start, html_cut, "the page ends within what begins here");
}

/* Reads what begins with `<`. */
static enum rampart_status html_markup(struct html *html)
{
    static const struct {
        const char *name, *end;
    } raw[] = {{"script", "</script"}, {"style", "</style"}, {"svg", "</svg"}, {"noscript", "</noscript"}};
    struct html_tag tag;
    bool is_tag;
    if (rp_str_starts(rp_str_from(html->text, html->at), RP_STR("<!--"))) return html_skip(html, RP_STR("-->"));
    if (rp_str_starts(rp_str_from(html->text, html->at), RP_STR("<!")) ||
        rp_str_starts(rp_str_from(html->text, html->at), RP_STR("<?")))
        return html_skip(html, RP_STR(">"));
    RP_TRY(html_read_tag(html, &tag, &is_tag));
    if (!is_tag) {
        rp_page_add(&html->maker, rp_str_part(html->text, html->at, 1), html->at);
        html->at++;
        return RAMPART_OK;
    }
    const bool empty = tag.attributes.len > 0 && tag.attributes.data[tag.attributes.len - 1] == '/';
    for (size_t i = 0; i < sizeof raw / sizeof *raw && !tag.end && !empty; i++) {
        if (!html_is(&tag, raw[i].name)) continue;
        RP_TRY(html_skip(html, rampart_str(raw[i].end)));
        return html_skip(html, RP_STR(">"));
    }
    html_act(html, &tag);
    return RAMPART_OK;
}

enum rampart_status rp_page_html(const struct rp_reading *reading, struct rp_page *ret_page)
{
    struct html html = {.text = reading->source->text};
    RP_TRY(rp_page_begin(&html.maker, reading, ret_page));
    ret_page->closed = true;
    html_place(&html, (struct rp_span){0, 0});
    while (html.at < html.text.len) {
        const char byte = html.text.data[html.at];
        size_t len = 1;
        if (html.maker.failed) return RAMPART_NO_MEMORY;
        if (byte == '<') {
            RP_TRY(html_markup(&html));
            continue;
        }
        if (byte == '&' && (len = rp_page_add_entity(&html.maker, html.at)) > 0) {
            html.at += len;
            continue;
        }
        for (len = 1; html.at + len < html.text.len; len++)
            if (html.text.data[html.at + len] == '<' || html.text.data[html.at + len] == '&') break;
        rp_page_add(&html.maker, rp_str_part(html.text, html.at, len), html.at);
        html.at += len;
    }
    rp_page_end_line(&html.maker, false);
    if (html.maker.failed) return RAMPART_NO_MEMORY;
    if (html.tables > 0) return html_fault(&html, html.table_span.start, html_cut, "the page ends within this table");
    return RAMPART_OK;
}
