/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Terraform shows of an account: `terraform show -json` of a plan or a state, or a stored state. A plan has two
 * sides, the account after the apply and before it; all that is here is of the side that was asked for.
 */
#ifndef RP_IMPORT_TERRAFORM_H
#define RP_IMPORT_TERRAFORM_H

#include "catalog/terraform.h"
#include "import/import.h"

/* ---- what the file shows ---- */

/* A resource or a data source. */
struct rp_tf_resource {
    struct rampart_str address;
    struct rp_terraform_fact says;
    struct rampart_str type; /* with "data." before that of a data source */
    struct rp_span span;     /* of what names it */
    const struct rp_node *values, *unknown, *sensitive;
    const struct rp_node *stale; /* the values that it has before a change; NULL: there are none */
    struct rampart_str name;     /* by which the account knows it */
    struct rp_tf_resource *next;
};

/* An address and what stands there. */
struct rp_tf_place {
    struct rampart_str address;
    struct rp_tf_resource *resource; /* NULL: nothing, on this side */
    size_t number;                   /* of two with one address the first counts */
};

/* A holder that is declared in the file. */
struct rp_tf_holder {
    struct rp_builder_principal *holder;
    enum rp_builder_kind kind;
    struct rp_tf_holder *next;
};

struct rp_tf {
    const struct rp_import_file *file;
    struct rp_builder *builder;
    const struct rp_source *source;
    struct rampart_diags *diags;
    struct rp_arena *arena;
    const struct rp_node *root;
    struct rp_tf_resource *first; /* in the order of the file */
    struct rp_tf_place *places;   /* sorted by address, each address once */
    size_t place_count, place_room;
    struct rampart_str
        *versions; /* names of policies whose default version is a resource of its own, sorted */
    size_t version_count;
    struct rp_tf_setting *settings; /* terraform_configuration.c; sorted */
    size_t setting_count, setting_room;
    struct rp_tf_holder *holders;
    struct rampart_str provider; /* the configuration of a provider that resources belong to */
    bool several_providers;
    size_t written; /* of documents that are put together, all of them */
};

/* Takes the resources from the file: of a plan and of a state as shown, or as stored (terraform_shown.c, _stored.c). */
enum rampart_status rp_tf_shown(struct rp_tf *tf);
enum rampart_status rp_tf_stored(struct rp_tf *tf);

/* One more resource; with NULL for its values it hides others of its address. Its type and address are set. */
enum rampart_status rp_tf_add(struct rp_tf *tf, const struct rp_tf_resource *resource);
enum rampart_status rp_tf_hide(struct rp_tf *tf, struct rampart_str address);

/* Puts the places in order, and drops what another one of the same address hides. */
void rp_tf_settle(struct rp_tf *tf);

/* The resource at an address; NULL: none. */
struct rp_tf_resource *rp_tf_at(const struct rp_tf *tf, struct rampart_str address);

/* What a resource belongs to; a string, NULL or anything else, which tells nothing. */
void rp_tf_provider(struct rp_tf *tf, const struct rp_node *provider);

/* The type as terraform-resources.tsv writes it. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_tf_type(struct rp_tf *tf, const struct rp_node *resource,
                               struct rampart_str *ret_type);

/* ---- addresses (terraform_address.c) ---- */

/* `p["a"]` of `alicloud_ram_policy.p["a"].name`. */
struct rp_tf_step {
    struct rampart_str name, index; /* the index with its brackets; empty: none */
};

/* Takes the first step off. False when there is none. */
bool rp_tf_step(struct rampart_str *address, struct rp_tf_step *ret_step);

struct rp_tf_address {
    struct rampart_str module;   /* "module.m[0]"; empty: the root */
    struct rampart_str resource; /* "data.type.name" without its index */
    struct rampart_str index;
};

/* False for what is no address. */
bool rp_tf_address(struct rampart_str text, struct rp_tf_address *ret_address);

/* ---- values (terraform_value.c) ---- */

enum rp_tf_said { RP_TF_NOTHING = 0, RP_TF_KNOWN, RP_TF_UNKNOWN };

struct rp_tf_value {
    enum rp_tf_said said;
    const struct rp_node *node; /* of a known one */
    struct rampart_str attribute;
    bool sensitive;
};

/* The attribute, or else its older name; `older` may be empty. Which of two counts the configuration tells. */
struct rp_tf_value rp_tf_value(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                               struct rampart_str attribute, struct rampart_str older);

/* The same of one that is a string. Anything else is reported, and unknown. The empty string says nothing. */
struct rp_tf_value rp_tf_text(struct rp_tf *tf, const struct rp_tf_resource *resource,
                              struct rampart_str attribute, struct rampart_str older);

/* What the row of its type names. */
struct rp_tf_value rp_tf_subject(struct rp_tf *tf, const struct rp_tf_resource *resource);

/* Whether "true" stands anywhere in marks that are shaped as values are. */
bool rp_tf_marked(const struct rp_node *marks);

struct rp_at rp_tf_where(const struct rp_tf *tf, const struct rp_tf_resource *resource);

/* ---- the configuration (terraform_configuration.c) ---- */

/* Reads it, if there is one. */
enum rampart_status rp_tf_configuration(struct rp_tf *tf);

/* What belongs to what. */
enum rp_tf_part {
    RP_TF_CALL,     /* of a module: a call of another one, by its name */
    RP_TF_RESOURCE, /* of a module: by its address in it */
    RP_TF_OUTPUT,   /* of a module */
    RP_TF_INPUT,    /* of a module: what its caller gives it */
    RP_TF_VALUE,    /* of a resource: an attribute */
    RP_TF_EACH      /* of a resource: what it is made for each of; has no name */
};

struct rp_tf_setting {
    struct rampart_str name;
    uint32_t owner;  /* the number of a module, which is 0 for the root, or of a resource */
    uint32_t number; /* of a call or a resource */
    enum rp_tf_part part;
    const struct rp_node *expression; /* NULL for a call and a resource */
};

const struct rp_tf_setting *rp_tf_setting(const struct rp_tf *tf, uint32_t owner, enum rp_tf_part part,
                                          struct rampart_str name);

/* All outputs of a module. */
const struct rp_tf_setting *rp_tf_outputs(const struct rp_tf *tf, uint32_t module, size_t *ret_count);

/* The number of a module or a resource that has this address, with indexes or without. False: none. */
bool rp_tf_module_number(const struct rp_tf *tf, struct rampart_str module, uint32_t *ret_number);
bool rp_tf_resource_number(const struct rp_tf *tf, struct rampart_str address, uint32_t *ret_number);

/* The expression of a resource's attribute; NULL: none is known. */
const struct rp_node *rp_tf_expression(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                       struct rampart_str attribute);

/* ---- references (terraform_refer.c) ---- */

struct rp_tf_target {
    struct rp_tf_resource *resource;
    struct rampart_str attribute; /* empty: Terraform does not tell */
};

/*
 * The one resource that a value is made of. False when it is made of several things, or Terraform does not tell of which.
 * `kind` is looked for where several outputs of a module come into question.
 */
enum rampart_status rp_tf_refer(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                struct rampart_str attribute, enum rp_terraform_kind kind,
                                struct rp_tf_target *ret_target, bool *ret_found);

/* The references of an expression, those left out that another one begins with; at most `most`. */
size_t rp_tf_references(const struct rp_node *expression, struct rampart_str *ret_references, size_t most);

/* Why it is not known, "known after apply: it refers to a.b.c"; in the builder's memory, NULL when that is refused. */
const char *rp_tf_reason(struct rp_tf *tf, const struct rp_tf_resource *resource,
                         struct rampart_str attribute);

/* ---- what resources say ---- */

/* What another resource is called to which one refers; `said` is UNKNOWN when nobody can tell. */
struct rp_tf_named {
    enum rp_tf_said said;
    struct rampart_str name;
    struct rampart_str attribute;
    const struct rp_tf_resource
        *resource; /* the one that is referred to, if only that tells the name; else NULL */
};

/* The names by which the account knows what is declared, and which default versions there are (terraform_names.c). */
enum rampart_status rp_tf_name_all(struct rp_tf *tf);
bool rp_tf_has_version(const struct rp_tf *tf, struct rampart_str policy);
enum rampart_status rp_tf_named(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                struct rampart_str attribute, enum rp_terraform_kind kind,
                                struct rp_tf_named *ret_named);
enum rampart_status rp_tf_value_named(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                      const struct rp_tf_value *value, enum rp_terraform_kind kind,
                                      struct rp_tf_named *ret_named);

/* A list of which a part is not known for rp_tf_reason(): "the group of ADDRESS is known after apply". */
enum rampart_status rp_tf_broken_off(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                     enum rp_builder_list list, const char *what, struct rampart_str attribute);

/* A name for what stands at an address. */
enum rampart_status rp_tf_stand_in(struct rp_tf *tf, struct rampart_str address,
                                   struct rampart_str *ret_name);

/* The id in "acs:ram::1000000000000001:role/x"; empty: there is none. */
struct rampart_str rp_tf_arn_account(struct rampart_str arn);
bool rp_tf_is_id(struct rampart_str text);

/* A document, or that there is one nobody knows; the policy's, or the role's trust policy when that is given. */
struct rp_tf_holds {
    struct rp_builder_policy *policy;
    struct rp_builder_principal *role;
};
enum rampart_status rp_tf_document(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                   struct rp_tf_holds holds);

/* The same made of blocks: a text with the document, empty when the blocks do not tell all of it. */
enum rampart_status rp_tf_blocks(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                 struct rampart_str *ret_text);

/* By the kind of what a resource says: terraform_policies.c, _principals.c, _grants.c, _directory.c. */
enum rampart_status rp_tf_policy(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_version(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_account_id(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_user(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_group(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_role(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_members(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_member(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_ram_grant(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_grant(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_resource_group(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_control(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_control_grant(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_placed(struct rp_tf *tf, struct rp_tf_resource *resource);
enum rampart_status rp_tf_directory(struct rp_tf *tf, struct rp_tf_resource *resource);

#endif
