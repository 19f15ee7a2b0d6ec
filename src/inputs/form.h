/* SPDX-License-Identifier: Apache-2.0 */
/* Which form a text is in, told by what stands at its top, without reading all of it strictly. */
#ifndef RP_INPUTS_FORM_H
#define RP_INPUTS_FORM_H

#include <rampart/status.h>

enum rp_form {
    RP_FORM_ACCOUNT = 0, /* the account file or an image of one, also when it is none of the others */
    RP_FORM_EXPORT,      /* lines of answers in their envelopes */
    RP_FORM_ANSWER,      /* answers as the CLI prints them */
    RP_FORM_TERRAFORM, /* plan or state, of `terraform show -json` or as it is stored; also what it refuses */
    RP_FORM_ROS,
    RP_FORM_DOCUMENT /* a policy document alone */
};

/* One pass over the first value of the text. `name` is the file's: some forms go by its end. */
enum rp_form rp_form_of(struct rampart_str name, struct rampart_str text);

#endif
