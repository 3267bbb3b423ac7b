package dev.likeness.training.data;

/// One training picture, still encoded.
///
/// @param name its path, or its number in its set, for messages
/// @param label number of its identity, or [#NO_LABEL]
/// @param encoded the content of the picture file
@SuppressWarnings("ArrayRecordComponent")
public // handed from the reader to the decoder and never compared
record LabelledPicture(String name, int label, byte[] encoded) {
    /// The label of a picture without an identity.
    public static final int NO_LABEL = -1;
}
