package dev.likeness.training.embedder;

/// What one step learns from.
///
/// @param pixels `[n, 112, 112, 3]` in the order B G R
/// @param labels `[n]`, or [LabelledPicture#NO_LABEL]
/// @param teacherVectors the teacher's vectors, raw, `[n, dimension]`; empty without a teacher
@SuppressWarnings("ArrayRecordComponent") // handed from loader to trainer and never compared
record Batch(byte[] pixels, long[] labels, float[] teacherVectors) {}
