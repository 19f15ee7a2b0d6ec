/* SPDX-License-Identifier: Apache-2.0 */
/* RAMPART_API marks what the shared library exports; everything else stays hidden. */
#ifndef RAMPART_EXPORT_H
#define RAMPART_EXPORT_H

#if defined(__GNUC__)
#define RAMPART_API __attribute__((visibility("default")))
#define RAMPART_MUST_CHECK __attribute__((warn_unused_result))
#else
#define RAMPART_API
#define RAMPART_MUST_CHECK
#endif

#endif
