"""Which system calls a student's process may make: the policy, and the filters made of it.

The filters are committed, one per architecture, so that grading needs no compiler for them;
`python -m steepest_graders.sandbox.seccomp` (with the test extra installed) writes them anew.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from steepest_graders.sandbox import kernel

ARCHITECTURES = ("x86_64", "aarch64")
_FOLDER = Path(__file__).parent / "filters"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# What Python and numpy need once everything is imported. All else fails with EPERM, so that a student
# who opens a file reads an ordinary PermissionError.
ALLOWED = _words(
    """read write close futex brk munmap mremap madvise rt_sigreturn exit exit_group restart_syscall
    clock_gettime clock_getres gettimeofday time nanosleep clock_nanosleep sched_yield getrandom getpid
    gettid getrusage"""
)

# What nobody calls by accident: it ends the process at once, and the verdict says so.
HOSTILE = _words(
    """ptrace process_vm_readv process_vm_writev process_madvise kcmp pidfd_getfd bpf perf_event_open
    userfaultfd io_uring_setup io_uring_enter io_uring_register add_key request_key keyctl mount umount2
    pivot_root chroot unshare setns open_by_handle_at name_to_handle_at init_module finit_module
    delete_module kexec_load kexec_file_load reboot swapon swapoff modify_ldt personality iopl ioperm acct
    syslog fsopen fsconfig fsmount move_mount open_tree landlock_restrict_self seccomp fanotify_init
    quotactl lookup_dcookie nfsservctl vhangup mount_setattr memfd_secret"""
)

_MAP_SHARED, _PROT_EXEC = 1, 4


def committed_filter(architecture: str = kernel.ARCHITECTURE) -> bytes:
    """The filter for `architecture`, as instructions of classic BPF."""
    return (_FOLDER / f"{architecture}.bpf").read_bytes()


def compile_filter(architecture: str) -> bytes:
    """Make the filter from the policy above. Needs pyseccomp and libseccomp."""
    import tempfile

    import pyseccomp

    policy = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    policy.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.KILL_PROCESS)
    wanted, native = getattr(pyseccomp.Arch, architecture.upper()), pyseccomp.system_arch()
    if wanted != native:
        policy.add_arch(wanted)
        policy.remove_arch(native)
    for names, action in ((ALLOWED, pyseccomp.ALLOW), (HOSTILE, pyseccomp.KILL_PROCESS)):
        for name in names:
            with contextlib.suppress(ValueError, OSError):  # a call that this architecture does not have
                policy.add_rule(action, name)
    not_executable = pyseccomp.Arg(2, pyseccomp.MASKED_EQ, _PROT_EXEC, 0)
    private = pyseccomp.Arg(3, pyseccomp.MASKED_EQ, _MAP_SHARED, 0)
    policy.add_rule(pyseccomp.ALLOW, "mmap", not_executable, private)
    policy.add_rule(pyseccomp.ALLOW, "mprotect", not_executable)
    policy.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # libc falls back to clone, which is refused
    with tempfile.TemporaryFile() as file:
        policy.export_bpf(file)
        file.seek(0)
        return file.read()


if __name__ == "__main__":
    os.makedirs(_FOLDER, exist_ok=True)
    for each in ARCHITECTURES:
        (_FOLDER / f"{each}.bpf").write_bytes(compile_filter(each))
