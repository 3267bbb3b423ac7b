package dev.likeness.extract;

/// A stage of ingesting a photo, in order.
public enum Stage {
    /// Reading the file and hashing its bytes.
    READ,
    /// Hashing the coded picture.
    HASH,
    DECODE,
    DETECT,
    ALIGN,
    EMBED,
    /// Writing the photo to the index, including commits but not Lucene's background merges.
    WRITE
}
