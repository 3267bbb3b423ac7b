package dev.likeness.index.lucene.check;

import org.apache.lucene.index.IndexFileNames;

/// What a file of a segment holds, as far as a repair distinguishes it.
enum SegmentPart {
    /// The records of all documents: doc values as they were first written.
    RECORDS,
    /// The people of faces: doc values that were updated in place.
    ASSIGNMENTS,
    /// Crops of faces, and the changes of events.
    STORED,
    VECTORS,
    /// Which documents are deleted.
    DELETIONS,
    /// The keys of all documents, and the names of people.
    TERMS,
    /// Ranges and the graph, which are made again from the others.
    DERIVED,
    /// What is needed to read any other part.
    STRUCTURE;

    /// The part that a file holds.
    ///
    /// @param file such as `_0_Lucene90_0.dvd`
    static SegmentPart of(String file) {
        String extension = String.valueOf(IndexFileNames.getExtension(file));
        return switch (extension) {
            case "fdt", "fdx", "fdm" -> STORED;
            case "vec", "vemf" -> VECTORS;
            case "liv" -> DELETIONS;
            case "si", "cfs", "cfe", "fnm" -> STRUCTURE;
            case "tim", "tip", "tmd", "doc", "pos", "pay", "psm" -> TERMS;
            case "kdd", "kdi", "kdm", "vex", "vem", "nvd", "nvm" -> DERIVED;
            // Doc values; of an unknown file, the worst is assumed.
            default -> IndexFileNames.parseGeneration(file) > 0 ? ASSIGNMENTS : RECORDS;
        };
    }
}
