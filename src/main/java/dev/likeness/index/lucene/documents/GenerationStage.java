package dev.likeness.index.lucene.documents;

/// How far the life of a generation has come. It is stored in every commit of the generation, so that the
/// file CURRENT is never the only witness of which generation holds a gallery.
public enum GenerationStage {
    /// Being filled by a re-embedding: a part of a gallery.
    BUILDING,
    /// A whole gallery that CURRENT may name from now on. Nothing was written to it since.
    COMPLETE,
    /// CURRENT has named it, and all generations below it are superseded.
    LIVE
}
