/* SPDX-License-Identifier: Apache-2.0 */
/* Texts in XML 1.0. */
#ifndef RP_REPORT_XML_H
#define RP_REPORT_XML_H

#include "base/buf.h"
#include "base/str.h"

/*
 * Adds a text, escaped for elements and attributes alike. XML has no way to write most control characters: they are
 * replaced, as are bytes that are no UTF-8.
 */
void rp_xml_text(struct rp_buf *out, struct rampart_str text);

#endif
