package dev.likeness.engine.contents;

import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.PhotoFilter;
import dev.likeness.index.PhotoOrder;
import dev.likeness.index.PhotoPosition;
import dev.likeness.scoring.MatchScorer;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which photos are listed, in which order. A photo must meet every condition.
///
/// @param people all of these people are in the photo
/// @param without none of these people is in it
/// @param unnamed whether it has a face without a name: of no person, or of a person who has no name and is not
///     hidden
/// @param minQuality minimum quality, 0 to 100, of the faces that count for `people` and `unnamed`; without
///     these two, of a face of the photo
/// @param capturedFrom captured at this time or later; null means no bound
/// @param capturedBefore captured before this time; null means no bound
/// @param folder a file of the photo lies in this folder or below it; null means any folder
public record PhotoQuery(
        Set<PersonId> people,
        Set<PersonId> without,
        boolean unnamed,
        int minQuality,
        @Nullable LocalDateTime capturedFrom,
        @Nullable LocalDateTime capturedBefore,
        @Nullable String folder,
        Order order) {

    /// By id, or by capture time: then photos without one come last.
    public enum Order {
        ID,
        NEWEST,
        OLDEST
    }

    /// The last photo of a page.
    public record Place(PhotoId photo, @Nullable LocalDateTime captureTime) {
        PhotoPosition position() {
            return new PhotoPosition(photo, captureTime);
        }
    }

    public PhotoQuery {
        people = Set.copyOf(people);
        without = Set.copyOf(without);
    }

    /// Whether all photos are listed by their ids.
    boolean isPlain() {
        return order == Order.ID && equals(new PhotoQuery(Set.of(), Set.of(), false, 0, null, null, null, Order.ID));
    }

    PhotoOrder indexOrder() {
        return switch (order) {
            case ID -> PhotoOrder.ID;
            case NEWEST -> PhotoOrder.NEWEST;
            case OLDEST -> PhotoOrder.OLDEST;
        };
    }

    PhotoFilter filter(GallerySnapshot snapshot, MatchScorer scorer) {
        PhotoFilter filter = PhotoFilter.none()
                .ofPeople(people, without)
                .captured(capturedFrom, capturedBefore)
                .inFolder(folder)
                // Any quality above 0 needs a face, even where its magnitude is 0.
                .withMinMagnitude(minQuality == 0 ? 0 : Math.max(Float.MIN_VALUE, scorer.minMagnitude(minQuality)));
        return unnamed ? filter.withSomebodyBesides(known(snapshot)) : filter;
    }

    private static Set<PersonId> known(GallerySnapshot snapshot) {
        return snapshot.people().stream()
                .filter(person -> person.name() != null || person.hidden())
                .map(Person::id)
                .collect(Collectors.toSet());
    }
}
