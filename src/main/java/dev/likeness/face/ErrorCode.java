package dev.likeness.face;

/// What went wrong, in a word a program can branch on. Each code says whose move it is.
public enum ErrorCode {
    /// An argument, option or configuration value breaks its rule.
    INVALID_ARGUMENT(Fault.CALLER),
    /// The named gallery, photo, face, identity or file does not exist.
    NOT_FOUND(Fault.CALLER),
    /// What was to be created is there already.
    ALREADY_EXISTS(Fault.CALLER),
    /// What was to be said speaks against what was said before; the message names both.
    CONTRADICTION(Fault.CALLER),
    /// The bytes are of a format that no decoder here reads; the message says what to install.
    UNSUPPORTED_FORMAT(Fault.CALLER),
    /// The bytes begin like an image, but cannot be decoded as one.
    IMAGE_CORRUPT(Fault.CALLER),
    /// The image declares more pixels than the limit allows.
    IMAGE_TOO_LARGE(Fault.CALLER),
    /// A file or directory cannot be read or written.
    IO_FAILED(Fault.CALLER),
    /// The model's weights were found in none of the model directories.
    MODEL_MISSING(Fault.CALLER),
    /// The model's file differs from its manifest, or does not run as the manifest says.
    MODEL_INVALID(Fault.CALLER),
    /// The asked-for compute device cannot be used on this machine.
    DEVICE_UNAVAILABLE(Fault.CALLER),
    /// A library that this build leaves out is needed; the message says which build has it.
    LIBRARY_MISSING(Fault.CALLER),
    /// A training's loss became NaN or infinite; the message names the step.
    TRAINING_DIVERGED(Fault.CALLER),
    /// The gallery was made by another model or by another version of its format.
    GALLERY_INCOMPATIBLE(Fault.CALLER),
    /// Another process is writing to the gallery.
    GALLERY_LOCKED(Fault.CALLER),
    /// The gallery's files are damaged.
    GALLERY_CORRUPT(Fault.OURS),
    /// The caller stopped the work.
    CANCELLED(Fault.CALLER),
    /// A defect of Likeness.
    INTERNAL(Fault.OURS);

    /// Whose move it is: the caller's to change what was asked, or ours to mend a defect.
    public enum Fault {
        CALLER,
        OURS
    }

    private final Fault fault;

    ErrorCode(Fault fault) {
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
