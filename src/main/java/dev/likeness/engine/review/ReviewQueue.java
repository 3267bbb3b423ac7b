package dev.likeness.engine.review;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.scoring.MatchScorer;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The questions to ask about the people of a gallery, in the order of the expected number of faces that an
/// answer puts right. An answer is an edit of [dev.likeness.engine.people.PeopleEditor]; the next call then
/// has other questions. Safe for use by several threads.
public final class ReviewQueue {
    /// The share of named faces that [ReviewPage.Progress#questionsTo80()] counts to.
    private static final double TARGET_SHARE = 0.8;

    private final Supplier<GallerySnapshot> snapshots;
    private final Function<EmbedderStamp, MatchScorer> scorers;
    private @Nullable ReviewedGallery gallery;

    /// The questions of that gallery, since a page asks again with other questions to skip.
    private List<OpenQuestion> open = List.of();

    /// @param snapshots opens a snapshot of the gallery, which this queue closes
    public ReviewQueue(Supplier<GallerySnapshot> snapshots, Function<EmbedderStamp, MatchScorer> scorers) {
        this.snapshots = snapshots;
        this.scorers = scorers;
    }

    /// The most useful questions of the gallery as it is now.
    ///
    /// @param limit maximum number of questions, at least 1
    /// @param skip ids of questions that are not asked
    /// @throws LikenessException `INVALID_ARGUMENT` if `limit` is below 1
    public synchronized ReviewPage page(int limit, Set<String> skip) {
        if (limit < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "limit must be at least 1, got: " + limit);
        }
        try (GallerySnapshot snapshot = snapshots.get()) {
            MatchScorer scorer = scorers.apply(snapshot.embedder());
            ReviewedGallery before = gallery;
            ReviewedGallery now = ReviewedGallery.of(snapshot, before);
            QuestionDetails details = new QuestionDetails(now, snapshot, scorer);
            if (!isSame(now, before)) {
                open = new OpenQuestions(now, details).all();
                gallery = now;
            }
            List<OpenQuestion> asked = open.stream()
                    .filter(question -> !skip.contains(question.id()))
                    .toList();
            return new ReviewPage(
                    progress(now, open),
                    asked.size(),
                    details.describe(asked.subList(0, Math.min(limit, asked.size()))));
        }
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged gallery is the same object
    private static boolean isSame(ReviewedGallery now, @Nullable ReviewedGallery before) {
        return now == before;
    }

    private static ReviewPage.Progress progress(ReviewedGallery gallery, List<OpenQuestion> open) {
        int named = 0;
        int namedPeople = 0;
        for (var person : gallery.people().entrySet()) {
            if (gallery.name(person.getKey()) != null) {
                named += person.getValue().faces();
                namedPeople++;
            }
        }
        int faces = gallery.faces();
        return new ReviewPage.Progress(
                faces,
                named,
                faces == 0 ? 0 : (double) named / faces,
                gallery.people().size(),
                namedPeople,
                questionsTo(TARGET_SHARE * faces - named, open));
    }

    private static @Nullable Integer questionsTo(double faces, List<OpenQuestion> open) {
        double missing = faces;
        int questions = 0;
        for (OpenQuestion question : open) {
            if (missing <= 0) {
                break;
            }
            if (question.namesFaces()) {
                missing -= question.settles();
            }
            questions++;
        }
        return missing <= 0 ? questions : null;
    }
}
