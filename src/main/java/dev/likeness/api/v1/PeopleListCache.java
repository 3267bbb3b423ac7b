package dev.likeness.api.v1;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.people.PersonListItem;
import java.util.List;

/// Caches lists of people until their gallery changes. Building a list reads every face, and a client that reads
/// it page by page requests it repeatedly. Other orders are made from the first list. Requests for a list that is
/// being built wait for it.
final class PeopleListCache {
    private static final int MAX_LISTS = 8;

    private final Cache<Key, List<PersonListItem>> lists =
            Caffeine.newBuilder().maximumSize(MAX_LISTS).build();

    /// A list of people.
    ///
    /// @param version of the gallery
    record Listed(String version, List<PersonListItem> people) {}

    private record Key(String gallery, String version, PeopleOrder order, boolean hidden) {}

    Listed get(Engine engine, String gallery, PeopleOrder order, boolean hidden) {
        Key key = new Key(gallery, engine.contents(gallery).version(), order, hidden);
        Key any = new Key(gallery, key.version, PeopleOrder.PHOTOS, true);
        List<PersonListItem> all = lists.get(any, _ -> engine.people(gallery).list(PeopleOrder.PHOTOS, true));
        return new Listed(
                key.version,
                key.equals(any)
                        ? all
                        : lists.get(
                                key,
                                _ -> all.stream()
                                        .filter(person -> hidden || !person.hidden())
                                        .sorted(order.comparator())
                                        .toList()));
    }
}
