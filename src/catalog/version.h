/* SPDX-License-Identifier: Apache-2.0 */
/* How old the embedded knowledge is, and its digest. The build finds both out (generate/catalog_version.c). */
#ifndef RP_CATALOG_VERSION_H
#define RP_CATALOG_VERSION_H

/* The newest day in the headers of the tables, and what rp_pack_digest() gives for them and the documents. */
extern const char rp_embedded_date[], rp_embedded_digest[];

#endif
