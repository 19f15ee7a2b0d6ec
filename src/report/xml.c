/* SPDX-License-Identifier: Apache-2.0 */
#include "report/xml.h"

#include "base/utf8.h"

static bool xml_is_allowed(uint32_t code)
{
    return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code != 0xFFFE && code != 0xFFFF);
}

static const char *xml_entity_of(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&apos;";
    case '\t': return "&#9;";
    case '\n': return "&#10;";
    case '\r': return "&#13;";
    default: return NULL;
    }
}

void rp_xml_text(struct rp_buf *out, struct rampart_str text)
{
    while (text.len > 0) {
        size_t width = rp_utf8_width(text);
        const char *entity = xml_entity_of(text.data[0]);
        if (entity != NULL)
            rp_buf_add(out, rampart_str(entity));
        else if (width == 0 || !xml_is_allowed(rp_utf8_decode(text)))
            rp_buf_add(out, RP_STR("\xEF\xBF\xBD"));
        else
            rp_buf_add(out, rp_str_part(text, 0, width));
        text = rp_str_from(text, width == 0 ? 1 : width);
    }
}
