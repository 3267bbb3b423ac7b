package dev.likeness.index.lucene.check;

import org.apache.lucene.index.IndexFileNames;

/// What a file of a segment holds, as far as a repair distinguishes it.
enum SegmentPart {
    /// The records of all documents: doc values as they were first written.
    RECORDS("the records"),
    /// The people of faces: doc values that were updated in place.
    ASSIGNMENTS("the people of the faces"),
    /// Crops of faces, and the changes of events.
    STORED("the pictures of the faces and the changes of the history"),
    VECTORS("the vectors"),
    /// Which documents are deleted.
    DELETIONS("which faces were deleted"),
    /// What can be made again from the others: terms, ranges, the graph.
    DERIVED("what is searched"),
    /// What is needed to read any other part.
    STRUCTURE("how to read the rest");

    private final String content;

    SegmentPart(String content) {
        this.content = content;
    }

    /// What it holds, in words.
    String content() {
        return content;
    }

    /// The part that a file holds.
    ///
    /// @param file such as `_0_Lucene90_0.dvd`
    static SegmentPart of(String file) {
        String extension = String.valueOf(IndexFileNames.getExtension(file));
        return switch (extension) {
            case "dvd", "dvm" -> IndexFileNames.parseGeneration(file) > 0 ? ASSIGNMENTS : RECORDS;
            case "fdt", "fdx", "fdm" -> STORED;
            case "vec", "vemf" -> VECTORS;
            case "liv" -> DELETIONS;
            case "si", "cfs", "cfe", "fnm" -> STRUCTURE;
            default -> DERIVED;
        };
    }
}
