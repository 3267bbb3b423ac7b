package dev.likeness.face;

/// A machine-readable error code. Each code tells who has to act.
public enum ErrorCode {
    /// An argument, option or configuration value violates its rule.
    INVALID_ARGUMENT(Fault.CALLER),
    /// The named gallery, photo, face, person or file does not exist.
    NOT_FOUND(Fault.CALLER),
    /// None of a photo's paths holds the photo's bytes: the files moved, changed or never existed here.
    PHOTO_FILE_MISSING(Fault.CALLER),
    /// The object to create already exists.
    ALREADY_EXISTS(Fault.CALLER),
    /// A new assertion contradicts an earlier one; the message names both.
    CONTRADICTION(Fault.CALLER),
    /// No decoder supports the format of the bytes; the message names what to install.
    UNSUPPORTED_FORMAT(Fault.CALLER),
    /// The bytes have an image's signature, but cannot be decoded.
    IMAGE_CORRUPT(Fault.CALLER),
    /// The image declares more pixels than the limit allows.
    IMAGE_TOO_LARGE(Fault.CALLER),
    /// A file or directory cannot be read or written.
    IO_FAILED(Fault.CALLER),
    /// A server on the network cannot be reached, or broke off.
    SERVER_UNREACHABLE(Fault.OTHER),
    /// No model directory contains the model's weights.
    MODEL_MISSING(Fault.CALLER),
    /// The model's file differs from its manifest, or does not run as the manifest describes.
    MODEL_INVALID(Fault.CALLER),
    /// The configured calibration is missing or invalid, or belongs to another model.
    CALIBRATION_INVALID(Fault.CALLER),
    /// The requested compute device is not usable on this machine.
    DEVICE_UNAVAILABLE(Fault.CALLER),
    /// This build leaves out a required library; the message names the build that has it.
    LIBRARY_MISSING(Fault.CALLER),
    /// The loss of a training became NaN or infinite; the message names the step.
    TRAINING_DIVERGED(Fault.CALLER),
    /// The gallery was made by another model or by another version of the format.
    GALLERY_INCOMPATIBLE(Fault.CALLER),
    /// Another process is writing to the gallery.
    GALLERY_LOCKED(Fault.CALLER),
    /// The gallery's files are damaged.
    GALLERY_CORRUPT(Fault.OTHER),
    /// The file is not a whole backup of a gallery.
    BACKUP_INVALID(Fault.CALLER),
    /// The caller cancelled the operation.
    CANCELLED(Fault.CALLER),
    /// A bug in Likeness.
    INTERNAL(Fault.OTHER);

    /// Who has to act: the caller, who must change the request, or somebody else, such as the operator of
    /// what has failed, or the developers, who must fix a bug.
    public enum Fault {
        CALLER,
        OTHER
    }

    private final Fault fault;

    ErrorCode(Fault fault) {
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
