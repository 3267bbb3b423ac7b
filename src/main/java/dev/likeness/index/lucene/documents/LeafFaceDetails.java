package dev.likeness.index.lucene.documents;

import static dev.likeness.index.lucene.documents.GalleryDocuments.FACE_RECORD;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PHOTO_RECORD;

import dev.likeness.face.FaceId;
import dev.likeness.index.FoundFace;
import dev.likeness.index.Match;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// Reads what an answer shows of faces of one segment, whose documents are asked for in ascending order. The
/// vector is not read. The document of a photo is usually just before those of its faces, because they are
/// written together; otherwise it is looked up. For use by one thread.
public final class LeafFaceDetails {
    private final DocumentReader documents;
    private final BinaryDocValues faces;
    private final BinaryDocValues photos;
    private final @Nullable Bits live;

    public LeafFaceDetails(DocumentReader documents, LeafReader segment) throws IOException {
        this.documents = documents;
        this.faces = DocValues.getBinary(segment, FACE_RECORD);
        this.photos = DocValues.getBinary(segment, PHOTO_RECORD);
        this.live = segment.getLiveDocs();
    }

    /// The face of a document.
    ///
    /// @param document its number in the segment, at least that of the last call
    /// @param match what the search found there
    public FoundFace face(int document, Match match) throws IOException {
        if (!faces.advanceExact(document)) {
            throw new CorruptIndexException("face " + match.face() + " has no record", FACE_RECORD);
        }
        List<String> paths = paths(document, match.face());
        return RecordParts.valid(FACE_RECORD, () -> GalleryDocuments.found(faces.binaryValue(), match, paths));
    }

    private List<String> paths(int document, FaceId face) throws IOException {
        int before = document - 1 - face.ordinal();
        if (before >= Math.max(0, photos.docID())
                && (live == null || live.get(before))
                && photos.advanceExact(before)
                && GalleryDocuments.haveSamePhoto(photos.binaryValue(), faces.binaryValue())) {
            return RecordParts.decoded(PHOTO_RECORD, photos.binaryValue(), PhotoRecord::paths);
        }
        return documents.records(GalleryDocuments.photoTerm(face.photo()), PHOTO_RECORD, PhotoRecord::paths).stream()
                .findFirst()
                .orElse(List.of());
    }
}
