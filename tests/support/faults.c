/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded into a program (LD_PRELOAD), lets one of its system calls fail: the FAULT_AT-th of the kind FAULT_CALL (stat,
 * open, readdir, read, write, fsync, rename) with the error FAULT_ERROR (EIO, ENOSPC, EACCES). With FAULT_ERROR=EINTR
 * every second read and write is interrupted, with SHORT each reads or writes a few bytes; both of them FAULT_AT says
 * nothing about. When a call fails first, the file FAULT_HIT is made.
 *
 * The kernel stops each of these calls (seccomp) and asks the handler below, which makes it in the program's stead. So it
 * makes no difference which function of which library calls. Files of the system are left alone, for the C library
 * looks there for how many processors there are and what time it is; so is standard error, unless it is cut short or
 * interrupted.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum { MOST_FILES = 1024, FEW_BYTES = 7, SKIPPED = 77, MAGIC = 0x52414D50 };

enum kind { STAT, OPEN, READDIR, READ, WRITE, FSYNC, RENAME, KINDS };

static const char *const kind_names[KINDS] = {"stat", "open", "readdir", "read", "write", "fsync", "rename"};

/* Where a call says what it is about. */
enum subject { PATH_FIRST, PATH_SECOND, FILE_FIRST };

struct call {
    int number;
    enum kind kind;
    enum subject subject;
};

static const struct call calls[] = {
#ifdef SYS_stat
    {SYS_stat, STAT, PATH_FIRST},
    {SYS_lstat, STAT, PATH_FIRST},
    {SYS_access, STAT, PATH_FIRST},
    {SYS_open, OPEN, PATH_FIRST},
    {SYS_rename, RENAME, PATH_FIRST},
#endif
#ifdef SYS_newfstatat
    {SYS_newfstatat, STAT, PATH_SECOND},
#endif
#ifdef SYS_renameat
    {SYS_renameat, RENAME, PATH_SECOND},
#endif
    {SYS_fstat, STAT, FILE_FIRST},
    {SYS_statx, STAT, PATH_SECOND},
    {SYS_faccessat, STAT, PATH_SECOND},
    {SYS_openat, OPEN, PATH_SECOND},
    {SYS_getdents64, READDIR, FILE_FIRST},
    {SYS_read, READ, FILE_FIRST},
    {SYS_pread64, READ, FILE_FIRST},
    {SYS_write, WRITE, FILE_FIRST},
    {SYS_pwrite64, WRITE, FILE_FIRST},
    {SYS_fsync, FSYNC, FILE_FIRST},
    {SYS_fdatasync, FSYNC, FILE_FIRST},
    {SYS_renameat2, RENAME, PATH_SECOND},
};
enum { CALLS = sizeof calls / sizeof *calls };

static struct {
    enum kind kind;
    long at;
    int error; /* 0: calls are cut short */
    bool every;
    const char *hit;
} wish;

static atomic_long counted;
static atomic_uint turns;
static atomic_bool watched[MOST_FILES];

/* The sixth argument, which none of these calls has, tells the filter to let this one through. */
static long make_call(long number, const long *arguments)
{
    long result = syscall(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], (long)MAGIC);
    return result == -1 ? -errno : result;
}

/* ---- which calls are meant ---- */

static bool is_left_alone(const char *path)
{
    static const char *const folders[] = {"/proc/", "/sys/", "/dev/", "/etc/", "/usr/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (strncmp(path, folders[i], strlen(folders[i])) == 0) return true;
    return false;
}

static bool is_watched(long file)
{
    return file >= 0 && file < MOST_FILES && atomic_load(&watched[file]);
}

/* An empty path stands for the file itself, as fstat() has it. */
static bool is_meant(const struct call *call, const long *arguments)
{
    if (call->subject == FILE_FIRST) return is_watched(arguments[0]);
    const char *path = (const char *)(intptr_t)arguments[call->subject == PATH_FIRST ? 0 : 1];
    return path[0] == '\0' ? is_watched(arguments[0]) : !is_left_alone(path);
}

static void tell(void)
{
    const long open[] = {AT_FDCWD, (long)(intptr_t)wish.hit, O_WRONLY | O_CREAT | O_CLOEXEC, 0644, 0};
    if (wish.hit != NULL) (void)close((int)make_call(SYS_openat, open));
}

/* ---- what becomes of them ---- */

static long answer_in_turns(const struct call *call, const long *arguments)
{
    long few[5];
    memcpy(few, arguments, sizeof few);
    if (call->kind != READ && call->kind != WRITE) return make_call(call->number, few);
    if (wish.error != 0) return atomic_fetch_add(&turns, 1) % 2 == 0 ? -wish.error : make_call(call->number, few);
    if (few[2] > FEW_BYTES) few[2] = FEW_BYTES;
    return make_call(call->number, few);
}

static long answer(const struct call *call, const long *arguments)
{
    bool meant = is_meant(call, arguments);
    if (meant && wish.every) return answer_in_turns(call, arguments);
    if (meant && call->kind == wish.kind && atomic_fetch_add(&counted, 1) + 1 == wish.at) {
        tell();
        return -wish.error;
    }
    long result = make_call(call->number, arguments);
    if (call->kind == OPEN && result >= 0 && result < MOST_FILES) atomic_store(&watched[result], meant);
    return result;
}

static void on_call(int number, siginfo_t *info, void *context)
{
    int saved = errno;
#if defined(__x86_64__)
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    const long arguments[] = {registers[REG_RDI], registers[REG_RSI], registers[REG_RDX], registers[REG_R10],
                              registers[REG_R8]};
    greg_t *result = &registers[REG_RAX];
#elif defined(__aarch64__)
    unsigned long long *registers = ((ucontext_t *)context)->uc_mcontext.regs;
    const long arguments[] = {(long)registers[0], (long)registers[1], (long)registers[2], (long)registers[3],
                              (long)registers[4]};
    unsigned long long *result = &registers[0];
#endif
    (void)number;
    for (size_t i = 0; i < CALLS; i++)
        if (calls[i].number == info->si_syscall) *result = answer(&calls[i], arguments);
    errno = saved;
}

/* ---- the filter ---- */

static bool install_filter(void)
{
    enum { HEAD = 4, TAIL = 2 };
    struct sock_filter code[HEAD + CALLS + TAIL];
    size_t at = 0;
    code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[5]));
    code[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MAGIC, 0, 1);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < CALLS; i++)
        code[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)calls[i].number,
                                                  (uint8_t)(CALLS - i), 0);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
    const struct sock_fprog program = {(unsigned short)at, code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* ---- what is wished for ---- */

static bool read_kind(const char *name)
{
    for (size_t i = 0; name != NULL && i < KINDS; i++) {
        wish.kind = (enum kind)i;
        if (strcmp(name, kind_names[i]) == 0) return true;
    }
    return false;
}

static bool read_wish(void)
{
    static const struct {
        const char *name;
        int error;
    } errors[] = {{"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EACCES", EACCES}, {"EINTR", EINTR}, {"SHORT", 0}};
    const char *error = getenv("FAULT_ERROR"), *at = getenv("FAULT_AT");
    for (size_t i = 0; error != NULL && i < sizeof errors / sizeof *errors; i++) {
        if (strcmp(error, errors[i].name) != 0) continue;
        wish.error = errors[i].error;
        wish.every = wish.error == 0 || wish.error == EINTR;
        wish.at = at != NULL ? strtol(at, NULL, 10) : 0;
        wish.hit = getenv("FAULT_HIT");
        return wish.every || (read_kind(getenv("FAULT_CALL")) && wish.at > 0);
    }
    return false;
}

static void give_up(const char *why)
{
    (void)!write(STDERR_FILENO, why, strlen(why));
    _exit(SKIPPED);
}

__attribute__((constructor)) static void start(void)
{
    struct sigaction action = {.sa_sigaction = on_call, .sa_flags = SA_SIGINFO | SA_NODEFER};
    if (!read_wish()) give_up("faults: FAULT_CALL, FAULT_AT or FAULT_ERROR is not understood\n");
    atomic_store(&watched[STDIN_FILENO], true);
    atomic_store(&watched[STDOUT_FILENO], true);
    atomic_store(&watched[STDERR_FILENO], wish.every);
    if (sigaction(SIGSYS, &action, NULL) != 0 || !install_filter())
        give_up("faults: this machine lets no program watch its own calls (seccomp)\n");
}
