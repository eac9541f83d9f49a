"""How many files and connections a process may have open."""

import sys


def allow(wanted: int) -> int:
    """Raise what this process and its children may have open; gives how many that is.

    Systems start a process with 1,024, though they let it have far more.
    """
    if sys.platform == "win32":
        return wanted
    import resource  # Unix has it

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    better = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    if now != resource.RLIM_INFINITY and now < better:
        resource.setrlimit(resource.RLIMIT_NOFILE, (better, most))
        now = better
    return wanted if now == resource.RLIM_INFINITY else now
