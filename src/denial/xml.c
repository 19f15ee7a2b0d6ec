/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errors as XML: OSS and MNS send an element `Error` with an element for each value. It becomes the tree that the same
 * error has as JSON. Of an error that is cut off, as in a log, the elements count that are whole.
 */
#include "denial/xml.h"
#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"
#include "denial/template.h"

enum { MOST_ERRORS = 32, MOST_ELEMENTS = 256, MOST_DEPTH = 4, LONGEST_NAME = 64 };

/* ---- text ---- */

/* The character that an entity stands for, and its length: "&lt;", "&#60;". False: it is none of XML itself. */
static bool xml_entity(struct rampart_str text, uint32_t *ret_character, size_t *ret_len)
{
    static const struct {
        struct rampart_str name;
        char character;
    } entities[] = {{{"&lt;", 4}, '<'},
                    {{"&gt;", 4}, '>'},
                    {{"&amp;", 5}, '&'},
                    {{"&quot;", 6}, '"'},
                    {{"&apos;", 6}, '\''}};
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (!rp_str_starts(text, entities[i].name)) continue;
        *ret_character = (unsigned char)entities[i].character;
        *ret_len = entities[i].name.len;
        return true;
    }
    if (!rp_str_starts(text, RP_STR("&#"))) return false;
    bool hexadecimal = text.len > 2 && text.data[2] == 'x';
    uint32_t value = 0;
    size_t i = hexadecimal ? 3 : 2, begin = i;
    for (; i < text.len && i - begin < 7; i++) {
        char c = rp_lower(text.data[i]);
        bool letter = hexadecimal && c >= 'a' && c <= 'f';
        if (!letter && !rp_is_digit(c)) break;
        value = value * (hexadecimal ? 16 : 10) + (uint32_t)(letter ? c - 'a' + 10 : c - '0');
    }
    bool good = i > begin && i < text.len && text.data[i] == ';' && value >= ' ' && value < 0xD800;
    *ret_character = value;
    *ret_len = i + 1;
    return good;
}

/* The text with its entities replaced, which makes it shorter, and without the blanks around it. */
static enum rampart_status xml_content(const struct rp_denial_xml *xml, struct rampart_str text,
                                       struct rampart_str *ret_content)
{
    char *bytes = RP_NEW_ARRAY(xml->arena, char, text.len + 1);
    size_t len = 0;
    RP_TRY_MEMORY(bytes != NULL);
    while (text.len > 0 && rp_is_blank(text.data[0])) text = rp_str_from(text, 1);
    while (text.len > 0 && rp_is_blank(text.data[text.len - 1])) text.len--;
    for (size_t i = 0, used = 1; i < text.len; i += used) {
        uint32_t character;
        used = 1;
        if (text.data[i] == '&' && xml_entity(rp_str_from(text, i), &character, &used))
            len += rp_utf8_encode(character, bytes + len);
        else
            bytes[len++] = text.data[i];
    }
    *ret_content = (struct rampart_str){bytes, len};
    return RAMPART_OK;
}

/* ---- elements ---- */

static bool xml_is_name(char c)
{
    return rp_is_digit(c) || (rp_lower(c) >= 'a' && rp_lower(c) <= 'z') || c == '_' || c == '-' || c == ':';
}

/* Reads "<Name attributes>" and says whether the element is empty: "<Name/>". False: it is no start of one. */
static bool xml_start(struct rp_denial_xml *xml, struct rampart_str *ret_name, bool *ret_empty)
{
    const struct rampart_str rest = rp_str_from(xml->text, xml->at + 1);
    size_t len = 0, end = rp_str_find(rest, '>');
    while (len < rest.len && len < LONGEST_NAME && xml_is_name(rest.data[len])) len++;
    if (len == 0 || end >= rest.len || len > end) return false;
    if (len < end && !rp_is_blank(rest.data[len]) && rest.data[len] != '/') return false;
    *ret_name = rp_str_part(rest, 0, len);
    *ret_empty = rest.data[end - 1] == '/';
    xml->at += end + 2;
    return true;
}

/* Reads "</Name>". */
static bool xml_end(struct rp_denial_xml *xml, struct rampart_str name)
{
    struct rampart_str rest = rp_str_from(xml->text, xml->at + 2);
    if (!rp_str_starts(rest, name)) return false;
    size_t close = name.len;
    while (close < rest.len && rp_is_blank(rest.data[close])) close++;
    if (close >= rest.len || rest.data[close] != '>') return false;
    xml->at += 2 + close + 1;
    return true;
}

static struct rp_node *xml_add(const struct rp_denial_xml *xml, struct rp_node *parent,
                               struct rampart_str name, size_t start)
{
    struct rp_node *node = RP_NEW(xml->arena, struct rp_node);
    if (node == NULL) return NULL;
    node->key = name;
    node->type = RP_NODE_NULL;
    node->span = (struct rp_span){(uint32_t)start, (uint32_t)start};
    if (parent != NULL) {
        struct rp_node **last = &parent->first;
        while (*last != NULL) last = &(*last)->next;
        *last = node;
        parent->count++;
        parent->type = RP_NODE_MAP;
    }
    return node;
}

static enum rampart_status xml_read(struct rp_denial_xml *xml, struct rp_node *parent, unsigned depth,
                                    struct rp_node **ret_node);

/* What stands between the start and the end of an element: other elements, or text. */
static enum rampart_status xml_read_inside(struct rp_denial_xml *xml, struct rp_node *node, unsigned depth)
{
    struct rp_node *child;
    const size_t start = xml->at;
    while (!xml->cut) {
        const size_t text = xml->at;
        xml->at += rp_str_find(rp_str_from(xml->text, xml->at), '<');
        bool end = xml->at + 1 < xml->text.len && xml->text.data[xml->at + 1] == '/';
        if (end && node->type != RP_NODE_MAP) {
            node->type = RP_NODE_STRING;
            RP_TRY(xml_content(xml, rp_str_part(xml->text, text, xml->at - text), &node->text));
        }
        node->span = (struct rp_span){(uint32_t)start, (uint32_t)xml->at};
        if (end) {
            xml->cut = !xml_end(xml, node->key);
            return RAMPART_OK;
        }
        if (xml->at >= xml->text.len || depth == MOST_DEPTH)
            xml->cut = true;
        else
            RP_TRY(xml_read(xml, node, depth + 1, &child));
    }
    return RAMPART_OK;
}

/* Reads the element that begins here, with those in it. */
static enum rampart_status xml_read(struct rp_denial_xml *xml, struct rp_node *parent, unsigned depth,
                                    struct rp_node **ret_node)
{
    struct rampart_str name;
    bool empty;
    const size_t start = xml->at;
    if (++xml->elements > MOST_ELEMENTS || !xml_start(xml, &name, &empty)) {
        xml->cut = true;
        return RAMPART_OK;
    }
    *ret_node = xml_add(xml, parent, name, start);
    RP_TRY_MEMORY(*ret_node != NULL);
    return empty ? RAMPART_OK : xml_read_inside(xml, *ret_node, depth);
}

enum rampart_status rp_denial_next_xml(struct rp_denial_xml *xml, struct rp_node **ret_error)
{
    struct rp_fit fit;
    for (; xml->tries < MOST_ERRORS; xml->tries++) {
        *ret_error = NULL;
        if (!rp_template_find(RP_STR("<Error"), xml->text, xml->at, &fit)) return RAMPART_OK;
        xml->at = fit.start;
        xml->cut = false;
        xml->elements = 0;
        RP_TRY(xml_read(xml, NULL, 1, ret_error));
        if (xml->at < fit.end) xml->at = fit.end;
        if (*ret_error != NULL && rp_str_equal((*ret_error)->key, RP_STR("Error"))) break;
    }
    if (xml->tries++ >= MOST_ERRORS) *ret_error = NULL;
    return RAMPART_OK;
}
