package dev.likeness.faults;

/// What happens to a disk at one point of an operation.
enum Fault {
    /// The process is killed: what it wrote is there, synced or not.
    KILL,

    /// The power fails, and nothing is there that was not synced: no content of files, no entry of a folder.
    POWER_CUT,

    /// The power fails in the middle of a write. Of what was not synced, some is there, in the order of the
    /// changes;
    /// of contents a part, or zeros in their place.
    TORN,

    /// The disk is full for one operation.
    FULL_ONCE,

    /// The disk is full from now on, until space is freed.
    FULL,

    /// One operation fails. If it is a sync, what was to be synced never reaches the disk by a further sync
    /// alone.
    IO_ERROR,

    /// Every operation takes long from now on.
    SLOW;

    /// Whether the process ends with it.
    boolean isCrash() {
        return this == KILL || this == POWER_CUT || this == TORN;
    }
}
