package dev.likeness.engine.ingest.walk;

import com.fasterxml.jackson.annotation.JsonValue;

/// What became of a file, link or folder that an ingest found. Each has exactly one outcome.
public enum FileOutcome {
    /// A new photo with at least one face.
    ADDED("added", "new photos with faces"),
    /// A new photo without a face.
    WITHOUT_FACE("without-face", "new photos without a face"),
    /// A new photo at a path that showed another photo before.
    REPLACED("replaced", "new photos in place of others"),
    /// A file of a photo that the gallery already had.
    KNOWN("known", "files of known photos"),
    /// As [#KNOWN], but its bytes have changed since; its metadata were read again.
    RENEWED("renewed", "known photos with changed metadata"),
    /// Another file of a photo that is new in this run.
    COPY("copy", "copies of new photos"),
    /// A file that shows the same shot as a photo.
    COMPANION("companion", "companions of photos"),
    /// Metadata of a photo in a file of its own.
    SIDECAR("sidecar", "sidecars"),
    /// Left out by a rule; [LeftOut] has the reasons.
    LEFT_OUT("left-out", "left out by rule"),
    /// A picture or video of a kind that is not read, or that needs a program; [NotRead] has the kinds.
    NOT_READ("not-read", "kinds that are not read"),
    /// Anything that is no picture.
    NOT_A_PICTURE("not-a-picture", "no pictures"),
    /// A picture that could not be read.
    UNREADABLE("unreadable", "unreadable"),
    /// A pipe, a socket or a device. Such files are never opened.
    SPECIAL_FILE("special-file", "pipes, sockets and devices"),
    /// A link to a folder above it.
    LOOP("loop", "links that lead back"),
    /// A folder that could not be listed, or a link whose target is absent.
    NOT_SEARCHED("not-searched", "could not be looked at"),
    /// A photo that the run did not come to before it was stopped.
    NOT_REACHED("not-reached", "not reached");

    private final String code;
    private final String text;

    FileOutcome(String code, String text) {
        this.code = code;
        this.text = text;
    }

    @JsonValue
    public String code() {
        return code;
    }

    /// The outcome as a heading of a count.
    public String text() {
        return text;
    }
}
