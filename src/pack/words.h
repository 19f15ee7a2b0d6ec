/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the help centre's tables, in English and Chinese, and the shapes of what stands in their cells. */
#ifndef RP_PACK_WORDS_H
#define RP_PACK_WORDS_H

#include "base/str.h"

/* A column of one of the tables; RP_COLUMN_OTHER: a word that heads none. */
enum rp_column {
    RP_COLUMN_OTHER = 0,
    RP_COLUMN_ACTION,
    RP_COLUMN_API,
    RP_COLUMN_LEVEL,
    RP_COLUMN_TYPE,
    RP_COLUMN_KEYS,
    RP_COLUMN_DEPENDENTS,
    RP_COLUMN_ARN,
    RP_COLUMN_DESCRIPTION,
    RP_COLUMN_KEY_TYPE
};

enum rp_column rp_words_column(struct rampart_str text);

/* The access level as the tables write it; "-" for one that the page does not tell apart. Empty: it is no level. */
struct rampart_str rp_words_level(struct rampart_str text);

/* The type of a key's values as the tables write it. Empty: it is no type. */
struct rampart_str rp_words_key_type(struct rampart_str text);

/* "None", "none", "无": there is nothing. */
bool rp_words_is_none(struct rampart_str text);

/* "All Resources", "全部资源": the action has no resource. */
bool rp_words_is_all(struct rampart_str text);

/* True when the text says that a star marks a resource type that is required. */
bool rp_words_says_star(struct rampart_str text);

/* "code:Name", the shape of actions and of condition keys. A name may have a wildcard when `pattern`. */
bool rp_words_is_name(struct rampart_str text, bool pattern);

/* "acs:…" with at least five fields, or a star alone, and nothing that ran into it. */
bool rp_words_is_template(struct rampart_str text);

/*
 * "resource", "operation" or "service" of a text that says what policies can name, RESOURCE or 资源级. Empty: it does not.
 */
struct rampart_str rp_words_granularity(struct rampart_str text);

/* True when a text has a word, with no letter, digit or hyphen beside it. */
bool rp_words_has_word(struct rampart_str text, struct rampart_str word);

/* The name of an API: letters and digits that begin with a capital, or a path. */
bool rp_words_is_api(struct rampart_str text);

/* The day after "Last Updated:", ISO: `to` has ten bytes. False: the text has none. */
bool rp_words_date(struct rampart_str text, char to[10]);

#endif
