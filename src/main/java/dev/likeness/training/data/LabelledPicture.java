package dev.likeness.training.data;

/// One training picture, still encoded.
///
/// @param name what messages call it: its path, or its number in its set
/// @param label number of its identity, or [#NO_LABEL]
/// @param encoded the picture's file
@SuppressWarnings("ArrayRecordComponent")
public // handed from the reader to the decoder and never compared
record LabelledPicture(String name, int label, byte[] encoded) {
    /// Nobody said who it is.
    public static final int NO_LABEL = -1;
}
