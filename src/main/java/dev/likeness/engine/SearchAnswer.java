package dev.likeness.engine;

import dev.likeness.face.Detection;
import dev.likeness.face.FaceId;
import dev.likeness.face.IdentityId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the gallery knows of the faces in a query photo, each with its hits.
public record SearchAnswer(String gallery, String embedder, List<QueryFace> faces) {
    public SearchAnswer {
        faces = List.copyOf(faces);
    }

    /// One face of the query photo, best detection first.
    ///
    /// @param magnitude of its embedding, on the embedder's own scale
    /// @param quality 0 to 100
    /// @param visited how many of the gallery's faces it was compared with
    /// @param exact whether `hits` are certainly the best there are
    /// @param people the identities among the hits, best first
    public record QueryFace(
            Detection detection,
            float magnitude,
            int quality,
            long visited,
            boolean exact,
            List<Hit> hits,
            List<PersonHit> people) {
        public QueryFace {
            hits = List.copyOf(hits);
            people = List.copyOf(people);
        }
    }

    /// One face of the gallery.
    ///
    /// @param paths where its photo lies, sorted
    public record Hit(
            FaceId face,
            float cosine,
            float magnitude,
            int quality,
            List<String> paths,
            Detection detection,
            @Nullable IdentityId identity,
            @Nullable String name) {
        public Hit {
            paths = List.copyOf(paths);
        }
    }

    /// One identity among the hits.
    ///
    /// @param cosine of its best hit
    /// @param hits how many of the hits are theirs
    public record PersonHit(IdentityId identity, @Nullable String name, float cosine, int hits) {}
}
