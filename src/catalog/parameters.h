/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which parameter of a call fills which place of a template (policies/catalog/parameters.tsv). A place that the table
 * does not have is filled by the parameter of its own name.
 */
#ifndef RP_CATALOG_PARAMETERS_H
#define RP_CATALOG_PARAMETERS_H

#include "base/str.h"

struct rampart_catalog;

/* A place of a template: the diskId of "disk/{#diskId}". */
struct rp_place {
    struct rampart_str name;
    struct rampart_str kind; /* "disk": the word before it; may be empty */
    bool is_account;         /* it stands for the account, by its name and where it stands */
    bool is_region;          /* the same */
    bool of_system;          /* the ARN's account is "system": the resource is the cloud's own */
};

/* Gives the next place of a template; the cursor is 0 at first. False: there are no more. */
bool rp_place_next(struct rampart_str template, size_t *cursor, struct rp_place *ret_place);

/* A parameter that may fill a place. */
struct rp_filler {
    struct rampart_str name;
    struct rampart_str kind;  /* the parameter that tells the kind of the resource; empty: none does */
    struct rampart_str value; /* that it must have, but for the case of letters */
    bool spelt;              /* the name is that of the API; false: it was made of the place's, and its case does not count */
};

/* How far the fillers of a place are walked; {.catalog = …} at first; NULL: that which is built in. */
struct rp_filler_cursor {
    const struct rampart_catalog *catalog;
    uint32_t row;
    unsigned level;
    bool found, ended;
};

/* The place of a call that has the whole ARN in a parameter. */
#define RP_PLACE_OF_ARN RP_STR("*")

/*
 * Gives the next parameter that may fill the place of a template of an action. A table's `-` ends it: no parameter is
 * known. False: there are no more. The texts are the catalogue's or the template's.
 */
bool rp_filler_next(struct rampart_str action, const struct rp_place *place, struct rp_filler_cursor *cursor,
                    struct rp_filler *ret_filler);

/*
 * True when a parameter, as a call has it, is the filler, several of it ("InstanceIds") or one of several
 * ("InstanceId.1", "Server.2.Id"). `fold`: the case of letters does not count.
 */
bool rp_filler_is(const struct rp_filler *filler, struct rampart_str param, bool fold);

/* True when two parameters are the same, or parts of one list. */
bool rp_params_alike(struct rampart_str one, struct rampart_str other);

#endif
