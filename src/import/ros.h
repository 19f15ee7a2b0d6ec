/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Declarations that the files of the ROS reader share. Values of a template are trees of nodes in which every
 * function is evaluated. A value that the template does not tell is an unknown: a BROKEN node whose text is the
 * reason and whose span is the place. A value that is not there at all, as that of ALIYUN::NoValue, is NULL.
 */
#ifndef RP_IMPORT_ROS_H
#define RP_IMPORT_ROS_H

#include "account/names.h"
#include "import/import.h"

/* A name that a section defines. */
struct rp_ros_entry {
    struct rampart_str name;
    const struct rp_node *node; /* as it is written */
    struct rp_node *value;      /* once it is evaluated */
    enum {
        RP_ROS_NEW = 0,
        RP_ROS_IN_EVALUATION, /* evaluating it again is a cycle */
        RP_ROS_EVALUATED
    } state;
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
    struct rampart_str index; /* ALIYUN::Index as text; empty outside of Count */
    bool as_name;             /* the value is the name of a principal or a policy */
    size_t depth;             /* of functions within functions */
    size_t spent;             /* of what evaluation may cost */
    unsigned searches;        /* for the nearest name */
    bool ended;               /* too much was spent: every further value is an unknown */
};

/* One resource, or one of those that its Count makes. */
struct rp_ros_resource {
    const struct rp_ros_entry *entry;
    struct rampart_str type;
    const struct rp_node *properties; /* a map, or NULL */
    const char *uncertain;            /* why it is not known that the stack makes it; NULL: it does */
};

/* ---- values (ros_value.c); they return RAMPART_OK or RAMPART_NO_MEMORY ---- */

/* Reports an error; rp_diag_help() on ros->reading.diags adds the help. */
__attribute__((format(printf, 4, 5))) void rp_ros_error(struct rp_ros *ros, enum rp_code code,
                                                        struct rp_span span, const char *format, ...);

struct rp_at rp_ros_at(const struct rp_ros *ros, struct rp_span span);

/* As much of a text as a message shows. */
struct rampart_str rp_ros_shown(struct rampart_str text);

/* Adds to the cost. Returns false, and has reported it, when that is too much. */
bool rp_ros_spend(struct rp_ros *ros, struct rp_span span, size_t amount);

/* Goes one step deeper; false, and reported, when that is too deep. Only after true it has to be left again. */
bool rp_ros_enter(struct rp_ros *ros, struct rp_span span);
void rp_ros_leave(struct rp_ros *ros);

/* A new node; an unknown when too much has been spent. */
enum rampart_status rp_ros_node(struct rp_ros *ros, enum rp_node_type type, struct rp_span span,
                                struct rp_node **ret_node);
enum rampart_status rp_ros_string(struct rp_ros *ros, struct rampart_str text, struct rp_span span,
                                  struct rp_node **ret_node);
enum rampart_status rp_ros_bool(struct rp_ros *ros, bool value, struct rp_span span,
                                struct rp_node **ret_node);

/* A value that is not known, and the reason. */
__attribute__((format(printf, 4, 5))) enum rampart_status rp_ros_unknown(struct rp_ros *ros,
                                                                         struct rp_span span,
                                                                         struct rp_node **ret_unknown,
                                                                         const char *format, ...);

/* Appends a child to a list or map; `last` is its last child, or NULL. */
void rp_ros_append(struct rp_node *parent, struct rp_node **last, struct rp_node *child);

/* Makes a child of one list or map into a child of another one; NULL: it has none. */
typedef enum rampart_status rp_ros_make_child(struct rp_ros *ros, const struct rp_node *child,
                                              struct rp_span span, struct rp_node **ret_child);

/* Makes all children of `from` into those of `to`, which becomes an unknown when that is too much. */
enum rampart_status rp_ros_make_children(struct rp_ros *ros, const struct rp_node *from, struct rp_span span,
                                         rp_ros_make_child *make, struct rp_node *to);

/* A copy of a value, which has this span throughout. */
enum rampart_status rp_ros_copy(struct rp_ros *ros, const struct rp_node *value, struct rp_span span,
                                struct rp_node **ret_copy);

static inline bool rp_ros_is_unknown(const struct rp_node *value)
{
    return value != NULL && value->type == RP_NODE_BROKEN;
}

/* The first unknown in a value; NULL: it is known as a whole. */
const struct rp_node *rp_ros_first_unknown(const struct rp_node *value);

/* The reason of an unknown and its place; NUL-terminated. NULL when memory is refused. */
const char *rp_ros_reason(struct rp_ros *ros, const struct rp_node *unknown);

/* A string or a number; the same or a truth value; the value true. */
bool rp_ros_is_text(const struct rp_node *value);
bool rp_ros_is_scalar(const struct rp_node *value);
bool rp_ros_is_true(const struct rp_node *value);

/* ---- sections and parameters (ros_template.c) ---- */

/* Fills the sections. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_ros_sections(struct rp_ros *ros);

/* NULL for none. */
struct rp_ros_entry *rp_ros_find(struct rp_ros *ros, int section, struct rampart_str name);

/* Reports that nothing has this name; the help names the nearest of these sections. */
void rp_ros_undefined(struct rp_ros *ros, struct rp_span span, struct rampart_str name, const int *sections,
                      size_t count);

/* Reports values that the user gives for names that the template does not have. */
void rp_ros_check_given(struct rp_ros *ros);

/* The value that the user gives to a parameter; NULL: none. */
const struct rampart_str *rp_ros_given(const struct rp_ros *ros, struct rampart_str name);

/* The given value of a parameter, or its Default. */
enum rampart_status rp_ros_parameter(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                     struct rp_node **ret_value);

/* ---- functions of known values (ros_function.c) ---- */

/* Reports that a function's argument is none of its form. */
enum rampart_status rp_ros_wrong_call(struct rp_ros *ros, const struct rp_node *call, const char *form,
                                      struct rp_node **ret_value);

/* Texts that become one; rp_ros_parts_join() pays for it. */
struct rp_ros_parts {
    struct rampart_str *texts;
    size_t count, bytes;
};
enum rampart_status rp_ros_parts_new(struct rp_ros *ros, size_t most, struct rp_ros_parts *ret_parts);
void rp_ros_parts_add(struct rp_ros_parts *parts, struct rampart_str text);
enum rampart_status rp_ros_parts_join(struct rp_ros *ros, const struct rp_ros_parts *parts,
                                      struct rp_span span, struct rp_node **ret_value);

/* The offset of the first `part` in the text; the text's length if it has none. */
size_t rp_ros_find_text(struct rampart_str text, struct rampart_str part);

/* Fn::Join, Fn::Split and Fn::Select of their arguments. */
enum rampart_status rp_ros_join(struct rp_ros *ros, const struct rp_node *call, struct rp_node *const *values,
                                struct rp_node **ret_value);
enum rampart_status rp_ros_split(struct rp_ros *ros, const struct rp_node *call,
                                 struct rp_node *const *values, struct rp_node **ret_value);
enum rampart_status rp_ros_select(struct rp_ros *ros, const struct rp_node *call,
                                  struct rp_node *const *values, struct rp_node **ret_value);

/* Fn::Equals of two values: true, false or an unknown. */
enum rampart_status rp_ros_equals(struct rp_ros *ros, const struct rp_node *a, const struct rp_node *b,
                                  struct rp_span span, struct rp_node **ret_value);

/* ---- evaluation (ros_evaluate.c) ---- */

/* The value of what is written there. Errors, as of all functions below: RAMPART_NO_MEMORY. */
enum rampart_status rp_ros_value(struct rp_ros *ros, const struct rp_node *node, struct rp_node **ret_value);

/* A condition or the name of one: true, false or an unknown. */
enum rampart_status rp_ros_condition(struct rp_ros *ros, const struct rp_node *node,
                                     struct rp_node **ret_value);

/* A property's value; NULL: it is not there. */
enum rampart_status rp_ros_property(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                    const char *name, struct rp_node **ret_value);

enum rampart_status rp_ros_property_called(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                           struct rampart_str name, struct rp_node **ret_value);

/* The property is, or may be, true. */
enum rampart_status rp_ros_may_be_true(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                       const char *name, bool *ret_may);

/* The name in a property: a string, or an unknown, also when it is missing; an error when it is no text. */
enum rampart_status rp_ros_name(struct rp_ros *ros, const struct rp_ros_resource *resource, const char *name,
                                struct rp_node **ret_name);

/* The list or map of names in a property; NULL: it is not there. */
enum rampart_status rp_ros_names(struct rp_ros *ros, const struct rp_ros_resource *resource, const char *name,
                                 enum rp_node_type type, struct rp_node **ret_names);

/* A value as a name, as rp_ros_name(); `what` is its place. */
enum rampart_status rp_ros_as_name(struct rp_ros *ros, struct rp_node *value, const char *what,
                                   struct rp_node **ret_name);

/* The property that names a resource of this type, and the thing that it then names; NULL: the type is not read. */
struct rp_ros_naming {
    const char *type, *property;
    bool principal;
    enum rp_builder_kind kind; /* of a principal */
    enum rampart_gap_kind gap; /* when the name is not known */
};
const struct rp_ros_naming *rp_ros_naming_of(struct rampart_str type);

/*
 * The name by which the cloud will know a resource. A policy without a known one goes by its place in the template: no
 * policy can have such a name, and the name of a policy decides nothing.
 */
enum rampart_status rp_ros_own_name(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                    struct rp_node **ret_name);

/* "Resources.Name": the resource by its place in the template. */
enum rampart_status rp_ros_place(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                 struct rampart_str *ret_place);

/* ---- resources (ros_resource.c) ---- */

/* Adds the resource to the account builder. */
typedef enum rampart_status rp_ros_read_resource(struct rp_ros *ros, const struct rp_ros_resource *resource);

/* The reader of a type of resources; NULL: none, they tell nothing of an account. */
rp_ros_read_resource *rp_ros_reader(struct rampart_str type);

#endif
