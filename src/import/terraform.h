/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Declarations that the files of the Terraform reader share. The input is `terraform show -json` of a plan or a
 * state, or a stored state. A plan has two sides, the account after the apply and before it; everything here is of
 * the side that the caller asks for.
 */
#ifndef RP_IMPORT_TERRAFORM_H
#define RP_IMPORT_TERRAFORM_H

#include "base/str.h"
#include "catalog/terraform.h"
#include "import/import.h"

/* A resource or a data source of the file. */
struct rp_tf_resource {
    struct rampart_str address;
    struct rp_terraform_fact fact; /* the account's part that its type tells */
    struct rampart_str type;       /* with "data." before that of a data source */
    struct rp_span span;           /* of its name in the file */
    const struct rp_node *values, *unknown, *sensitive;
    const struct rp_node *before; /* the values that it has before a change; NULL: there are none */
    struct rampart_str name;      /* by which the account knows it */
    struct rp_tf_resource *next;
};

/* An address and the resource that stands there. */
struct rp_tf_place {
    struct rampart_str address;
    struct rp_tf_resource *resource; /* NULL: none, on this side */
    size_t number;                   /* of two places with one address the first counts */
};

/* A principal that is declared in the file. */
struct rp_tf_principal {
    struct rp_builder_principal *principal;
    enum rp_builder_kind kind;
    struct rp_tf_principal *next;
};

/* One file while it is read. */
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
        *versions; /* names of policies with a default version as a resource of its own, sorted */
    size_t version_count;
    struct rp_tf_setting *settings; /* sorted */
    size_t setting_count, setting_room;
    struct rp_tf_principal *principals;
    struct rampart_str provider; /* the configuration of a provider that resources belong to */
    bool several_providers;
    size_t written; /* bytes of all documents that are made of blocks */
};

static inline bool rp_tf_is_true(const struct rp_node *node)
{
    return node != NULL && node->type == RP_NODE_BOOL && rp_str_equal(node->text, RP_STR("true"));
}

/* ---- the file (terraform_file.c) ---- */

/* Takes the resources from the file: a stored state, or what terraform show printed of a plan or a state. */
enum rampart_status rp_tf_read_resources(struct rp_tf *tf, bool stored);

/* The resource at an address; NULL: none. */
struct rp_tf_resource *rp_tf_find(const struct rp_tf *tf, struct rampart_str address);

/* Notes the provider of a resource; anything but a string tells nothing. */
void rp_tf_provider(struct rp_tf *tf, const struct rp_node *provider);

/* The type as terraform-resources.tsv writes it. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_tf_type(struct rp_tf *tf, const struct rp_node *resource,
                               struct rampart_str *ret_type);

/* ---- addresses (terraform_configuration.c) ---- */

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

/* False: the text is no address. */
bool rp_tf_address(struct rampart_str text, struct rp_tf_address *ret_address);

/* ---- the configuration (terraform_configuration.c) ---- */

/* Reads it, if there is one. */
enum rampart_status rp_tf_configuration(struct rp_tf *tf);

/* The expression of a resource's attribute; NULL: none is known. */
const struct rp_node *rp_tf_expression(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                       struct rampart_str attribute);

/* The references of an expression; of two, one of which begins with the other, the longer one. At most `most`. */
size_t rp_tf_references(const struct rp_node *expression, struct rampart_str *ret_references, size_t most);

/* A resource and its attribute that a reference leads to. */
struct rp_tf_target {
    struct rp_tf_resource *resource;
    struct rampart_str attribute; /* empty: Terraform does not tell */
};

/*
 * The only resource that a value is made of. `ret_found` false: it is made of several, or Terraform does not tell of
 * which. Where the target may be any output of a module, it is the one of this `kind`.
 */
enum rampart_status rp_tf_find_target(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                      struct rampart_str attribute, enum rp_terraform_kind kind,
                                      struct rp_tf_target *ret_target, bool *ret_found);

/* ---- values (terraform_value.c) ---- */

enum rp_tf_state { RP_TF_ABSENT = 0, RP_TF_KNOWN, RP_TF_UNKNOWN };

struct rp_tf_value {
    enum rp_tf_state state;
    const struct rp_node *node; /* of a known one */
    struct rampart_str attribute;
    bool sensitive;
};

/* The attribute, or else its older name; `older` may be empty. The configuration tells which of two counts. */
struct rp_tf_value rp_tf_value(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                               struct rampart_str attribute, struct rampart_str older);

/* The same of a string. Another type is reported, and unknown. The empty string is absent. */
struct rp_tf_value rp_tf_text(struct rp_tf *tf, const struct rp_tf_resource *resource,
                              struct rampart_str attribute, struct rampart_str older);

/* The attribute that the row of its type names. */
struct rp_tf_value rp_tf_name_attribute(struct rp_tf *tf, const struct rp_tf_resource *resource);

/* "true" stands anywhere in marks, which have the shape of values. */
bool rp_tf_marked(const struct rp_node *marks);

struct rp_at rp_tf_resource_at(const struct rp_tf *tf, const struct rp_tf_resource *resource);

/* Why a value is not known, "known after apply: it refers to a.b.c"; NULL when memory is refused. */
const char *rp_tf_reason(struct rp_tf *tf, const struct rp_tf_resource *resource,
                         struct rampart_str attribute);

/* A list is incomplete, as a part of it is not known: "the group of ADDRESS is known after apply". */
enum rampart_status rp_tf_list_incomplete(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                          enum rp_builder_list list, const char *what,
                                          struct rampart_str attribute);

/* ---- names (terraform_value.c) ---- */

/* The name of another resource to which one refers; UNKNOWN when it cannot be told. */
struct rp_tf_named {
    enum rp_tf_state state;
    struct rampart_str name;
    struct rampart_str attribute;
    const struct rp_tf_resource
        *resource; /* the other one, if only the reference tells the name; else NULL */
};

/* Finds the names by which the account knows all resources, and the default versions of policies. */
enum rampart_status rp_tf_name_all(struct rp_tf *tf);

/* The policy has a default version that is a resource of its own. */
bool rp_tf_has_version(const struct rp_tf *tf, struct rampart_str policy);

/* The name in an attribute, or in a value of it. */
enum rampart_status rp_tf_named(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                struct rampart_str attribute, enum rp_terraform_kind kind,
                                struct rp_tf_named *ret_named);
enum rampart_status rp_tf_value_named(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                      const struct rp_tf_value *value, enum rp_terraform_kind kind,
                                      struct rp_tf_named *ret_named);

/* A name made of an address, for a resource whose name is not known. */
enum rampart_status rp_tf_placeholder(struct rp_tf *tf, struct rampart_str address,
                                      struct rampart_str *ret_name);

/* The id in "acs:ram::1000000000000001:role/x"; empty: there is none. */
struct rampart_str rp_tf_arn_account(struct rampart_str arn);
bool rp_tf_is_id(struct rampart_str text);

/* ---- layers beside RAM (terraform_layer.c) ---- */

enum rampart_status rp_tf_read_layer(struct rp_tf *tf, struct rp_tf_resource *resource);

/* ---- documents (terraform_document.c) ---- */

/* The policy whose document it is, or the role whose trust policy. */
struct rp_tf_owner {
    struct rp_builder_policy *policy;
    struct rp_builder_principal *role;
};

/* Reads the document, or tells that there is one that is not known. */
enum rampart_status rp_tf_read_document(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                        struct rp_tf_owner owner);

#endif
