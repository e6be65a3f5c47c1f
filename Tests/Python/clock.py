"""Runs a command with its clock moved."""

# The library keeps files named by the number of the process; those of one that was killed would stop the next of that number.
# It sets a variable where it is first loaded, and Swift, which finds the words of a command beside its environment, would find none: `env`
# is loaded with it first. The `faketime` command forks, and leaves such files behind.
MOVED = """rm -f /dev/shm/*faketime_*_$$; LD_PRELOAD='/usr/$LIB/faketime/libfaketime.so.1' FAKETIME="$0" exec env "$@" """


def moved(moment):
    """The words before a command that make its clock show `moment`: "+30d" from now, or "@2026-06-15 10:00:00" at its start."""
    return ["sh", "-c", MOVED, moment]
