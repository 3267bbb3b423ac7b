package dev.likeness.training.embedder;

/// The training data of one step.
///
/// @param pixels `[n, 112, 112, 3]`, channels in the order B, G, R
/// @param labels `[n]`; [LabelledPicture#NO_LABEL] for a picture without an identity
/// @param teacherVectors the teacher's raw vectors, `[n, dimension]`; empty without a teacher
@SuppressWarnings("ArrayRecordComponent") // handed from loader to trainer and never compared
record Batch(byte[] pixels, long[] labels, float[] teacherVectors) {}
