package dev.likeness.extract;

/// A station on a photo's way into the gallery, in order.
public enum Stage {
    /// Reading the file and hashing its bytes.
    READ,
    DECODE,
    DETECT,
    ALIGN,
    EMBED,
    /// Putting the photo into the index, commits included; Lucene's background merges are not.
    WRITE
}
