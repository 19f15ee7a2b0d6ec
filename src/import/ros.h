/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files that read a ROS template share. Values of it are trees of nodes in which every function stands
 * resolved. What cannot be known from the template is a hole: a BROKEN node whose text says why, and whose span says
 * where. A value that is not there at all, as that of ALIYUN::NoValue, is NULL.
 */
#ifndef RP_IMPORT_ROS_H
#define RP_IMPORT_ROS_H

#include "account/name_index.h"
#include "import/import.h"

/* ---- the sections of a template (ros_template.c) ---- */

/* What a section defines under a name. */
struct rp_ros_entry {
    struct rampart_str name;
    const struct rp_node *node; /* as it is written */
    struct rp_node *value;      /* once it was asked for */
    enum {
        RP_ROS_UNASKED = 0,
        RP_ROS_ASKED,
        RP_ROS_KNOWN
    } state; /* ASKED while it is made: again is a cycle */
};

struct rp_ros_section {
    const char *what;           /* "parameter", for messages */
    const struct rp_node *node; /* NULL: the template has none */
    struct rp_ros_entry *entries;
    size_t count;
    struct rp_name_index index;
};

enum {
    RP_ROS_PARAMETERS,
    RP_ROS_MAPPINGS,
    RP_ROS_CONDITIONS,
    RP_ROS_LOCALS,
    RP_ROS_RESOURCES,
    RP_ROS_SECTIONS
};

/* One template while it is read. */
struct rp_ros {
    const struct rp_import_file *file;
    struct rp_reading reading;
    struct rp_ros_section sections[RP_ROS_SECTIONS];
    struct rampart_str round; /* ALIYUN::Index as text; empty outside of Count */
    bool naming;              /* the value is the name of a principal or a policy */
    size_t depth;             /* of functions within functions */
    size_t spent;             /* of what resolving may cost */
    unsigned searches;        /* for the nearest name */
    bool ended;               /* too much was spent: every further value is a hole */
};

/* Fills the sections. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_ros_sections(struct rp_ros *ros);

/* NULL for none. */
struct rp_ros_entry *rp_ros_find(struct rp_ros *ros, int section, struct rampart_str name);

/* Reports an error; rp_diag_help() on ros->reading.diags adds the help. */
__attribute__((format(printf, 4, 5))) void rp_ros_error(struct rp_ros *ros, enum rp_code code,
                                                        struct rp_span span, const char *format, ...);

/* Reports that nothing has this name; the help names the nearest of these sections. */
void rp_ros_undefined(struct rp_ros *ros, struct rp_span span, struct rampart_str name, const int *sections,
                      size_t count);

/* Names beside those of the template that the user gave values for are errors. */
enum rampart_status rp_ros_check_given(struct rp_ros *ros);

/* As much of a text as a message shows. */
struct rampart_str rp_ros_shown(struct rampart_str text);

/* ---- values (ros_value.c) ---- */

/* The value of what is written there. Errors, as of all functions below: RAMPART_NO_MEMORY. */
enum rampart_status rp_ros_value(struct rp_ros *ros, const struct rp_node *node, struct rp_node **ret_value);

/* A value once more, all of it said to stand at this span. */
enum rampart_status rp_ros_copy(struct rp_ros *ros, const struct rp_node *value, struct rp_span span,
                                struct rp_node **ret_copy);

/* A new node; a hole when too much has been spent. */
enum rampart_status rp_ros_node(struct rp_ros *ros, enum rp_node_type type, struct rp_span span,
                                struct rp_node **ret_node);
enum rampart_status rp_ros_string(struct rp_ros *ros, struct rampart_str text, struct rp_span span,
                                  struct rp_node **ret_node);

/* A value that is not known, and why. */
__attribute__((format(printf, 4, 5))) enum rampart_status
rp_ros_hole(struct rp_ros *ros, struct rp_span span, struct rp_node **ret_hole, const char *format, ...);

static inline bool rp_ros_is_hole(const struct rp_node *value)
{
    return value != NULL && value->type == RP_NODE_BROKEN;
}

/* The first hole in a value; NULL: it is known as a whole. */
const struct rp_node *rp_ros_first_hole(const struct rp_node *value);

/* Whether the value is a text, as strings and numbers are. */
bool rp_ros_is_text(const struct rp_node *value);

/* Adds to what was spent. Returns false, and has reported it, when that is too much. */
bool rp_ros_spend(struct rp_ros *ros, struct rp_span span, size_t amount);

/* Goes one step deeper; false, and reported, when that is too deep. Only after true it has to be left again. */
bool rp_ros_enter(struct rp_ros *ros, struct rp_span span);
void rp_ros_leave(struct rp_ros *ros);

/* ---- functions ---- */

/* The function that a map is a call of, or NULL: its member is the argument. */
const struct rp_node *rp_ros_call(const struct rp_node *node);

/* Resolves a call (ros_function.c). */
enum rampart_status rp_ros_resolve(struct rp_ros *ros, const struct rp_node *call,
                                   struct rp_node **ret_value);

/* Reports that a function's argument is none of its form. */
enum rampart_status rp_ros_wrong_call(struct rp_ros *ros, const struct rp_node *call, const char *form,
                                      struct rp_node **ret_value);

/* Fn::Join, Fn::Split and Fn::Sub (ros_text.c). */
enum rampart_status rp_ros_join(struct rp_ros *ros, const struct rp_node *call, struct rp_node *const *values,
                                struct rp_node **ret_value);
enum rampart_status rp_ros_split(struct rp_ros *ros, const struct rp_node *call,
                                 struct rp_node *const *values, struct rp_node **ret_value);
enum rampart_status rp_ros_sub(struct rp_ros *ros, const struct rp_node *call, struct rp_node **ret_value);

/* The value of an entry, which is made once; making it may ask for it again, which is a cycle (ros_name.c). */
typedef enum rampart_status rp_ros_make(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                        struct rp_node **ret_value);
enum rampart_status rp_ros_once(struct rp_ros *ros, struct rp_ros_entry *entry, const char *what,
                                rp_ros_make *make, struct rp_span span, struct rp_node **ret_value);

/* Whether it is a pseudo parameter for which a value may be given (ros_name.c). */
bool rp_ros_is_pseudo(struct rampart_str name);

/* What a name, or an attribute of a resource, stands for (ros_name.c). */
enum rampart_status rp_ros_named(struct rp_ros *ros, struct rampart_str name, struct rp_span span,
                                 struct rp_node **ret_value);
enum rampart_status rp_ros_attribute(struct rp_ros *ros, struct rampart_str resource,
                                     struct rampart_str attribute, struct rp_span span,
                                     struct rp_node **ret_value);

/* The value that the user gave to a parameter; NULL: none (ros_parameter.c). */
const struct rampart_str *rp_ros_given(const struct rp_ros *ros, struct rampart_str name);

/* What a parameter is given as, or its Default. */
enum rampart_status rp_ros_parameter(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                     struct rp_node **ret_value);

/* A condition or the name of one: true, false or a hole (ros_condition.c). */
enum rampart_status rp_ros_condition(struct rp_ros *ros, const struct rp_node *node,
                                     struct rp_node **ret_value);
bool rp_ros_is_true(const struct rp_node *value);

/* ---- resources ---- */

/* One resource, or one of those that its Count makes. */
struct rp_ros_resource {
    const struct rp_ros_entry *entry;
    struct rampart_str type;
    const struct rp_node *properties; /* a map, or NULL */
    const char *maybe;                /* why it is not known whether it is there; NULL: it is */
};

/* The property by which a resource of this type is named, and what it then is: "user"; NULL: of no type read here. */
struct rp_ros_naming {
    const char *type, *property;
    bool principal;
    enum rp_builder_kind kind;   /* of a principal */
    enum rampart_gap_kind gap; /* when the name is not known */
};
const struct rp_ros_naming *rp_ros_naming_of(struct rampart_str type);

/* A property's value (ros_property.c); NULL: it is not there. */
enum rampart_status rp_ros_property(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                    const char *name, struct rp_node **ret_value);

/*
 * The name that stands in a property: a string, or a hole that says why it is not known; one that is missing is such as
 * well, one that is no text an error.
 */
enum rampart_status rp_ros_name(struct rp_ros *ros, const struct rp_ros_resource *resource, const char *name,
                                struct rp_node **ret_name);

/*
 * The name by which the cloud will know a resource that is named at all (ros_name.c). A policy without one that is known
 * goes by its place in the template: that can be no policy's name, and what a policy is called decides nothing.
 */
enum rampart_status rp_ros_own_name(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                    struct rp_node **ret_name);

/* "Resources.Name": the resource by its place in the template. */
enum rampart_status rp_ros_place(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                 struct rampart_str *ret_place);

/* The list or map of names in a property; NULL: it is not there. */
enum rampart_status rp_ros_names(struct rp_ros *ros, const struct rp_ros_resource *resource, const char *name,
                                 enum rp_node_type type, struct rp_node **ret_names);

/* A value as a name, as rp_ros_name(); `what` is where it stands. */
enum rampart_status rp_ros_as_name(struct rp_ros *ros, struct rp_node *value, const char *what,
                                   struct rp_node **ret_name);

/* Whether a property is true; a hole may be. */
enum rampart_status rp_ros_may_be_true(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                       const char *name, bool *ret_may);

/* Why a hole is one, and where it stands; NUL-terminated. NULL when memory is refused. */
const char *rp_ros_reason(struct rp_ros *ros, const struct rp_node *hole);

/* Where a value stands. */
struct rp_at rp_ros_at(const struct rp_ros *ros, struct rp_span span);

/*
 * A grant or a membership (ros_grant.c). Names are strings or holes: one that is a hole leaves open what it could be,
 * and so does a resource that may not be there.
 */
struct rp_ros_grant {
    enum rp_builder_kind kind;
    struct rp_node *holder; /* its name */
    struct rp_node *policy; /* its name */
    struct rp_node *type;   /* "System" or "Custom" */
    enum rp_builder_scope scope;
    struct rampart_str group; /* the resource group */
};
enum rampart_status rp_ros_grant(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                 const struct rp_ros_grant *grant);
enum rampart_status rp_ros_member(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                  const struct rp_node *user, const struct rp_node *group);

/* The names in a list that is there, is not there (NULL), or is a hole; `take` is given each of them. */
typedef enum rampart_status rp_ros_take(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                        struct rp_node *name, const void *context);
enum rampart_status rp_ros_each(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                struct rp_node *names, rp_ros_take *take, const void *context);

/*
 * The value of a policy's document (ros_document.c), or NULL, which is an error of what stands at the span; `why` it is
 * not known whatever stands there, or NULL.
 */
enum rampart_status rp_ros_document(struct rp_ros *ros, const struct rp_node *value,
                                    struct rp_builder_policy *policy, struct rp_span span, const char *why);
enum rampart_status rp_ros_trust(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                 struct rp_builder_principal *role);

/* Users, groups, roles (ros_holder.c) and policies (ros_policy.c), attachments (ros_attach.c), control policies (ros_control.c). */
enum rampart_status rp_ros_holder(struct rp_ros *ros, const struct rp_ros_resource *resource);
enum rampart_status rp_ros_managed_policy(struct rp_ros *ros, const struct rp_ros_resource *resource);
enum rampart_status rp_ros_attach(struct rp_ros *ros, const struct rp_ros_resource *resource);
enum rampart_status rp_ros_principal_attach(struct rp_ros *ros, const struct rp_ros_resource *resource);
enum rampart_status rp_ros_addition(struct rp_ros *ros, const struct rp_ros_resource *resource);
enum rampart_status rp_ros_control(struct rp_ros *ros, const struct rp_ros_resource *resource);
enum rampart_status rp_ros_control_attach(struct rp_ros *ros, const struct rp_ros_resource *resource);

#endif
