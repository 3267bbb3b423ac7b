package dev.likeness.api.v1;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.people.PersonListItem;
import java.util.List;

/// Caches lists of people until their gallery changes. Building a list reads every face, and a client that reads
/// it page by page requests it repeatedly. Requests for a list that is being built wait for it.
final class PeopleListCache {
    private static final int MAX_LISTS = 8;

    private final Cache<Key, List<PersonListItem>> lists =
            Caffeine.newBuilder().maximumSize(MAX_LISTS).build();

    private record Key(String gallery, String version, PeopleOrder order, boolean hidden) {}

    List<PersonListItem> get(Engine engine, String gallery, PeopleOrder order, boolean hidden) {
        Key key = new Key(gallery, engine.contents(gallery).version(), order, hidden);
        return lists.get(key, _ -> engine.people(gallery).list(order, hidden));
    }
}
