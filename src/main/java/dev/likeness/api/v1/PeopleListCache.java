package dev.likeness.api.v1;

import dev.likeness.engine.Engine;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.people.PersonListItem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Caches lists of people until their gallery changes. Building a list reads every face twice, and a client
/// that reads it page by page requests it repeatedly.
final class PeopleListCache {
    private static final int MAX_LISTS = 8;

    private final Engine engine;

    /// Least recently used first.
    private final Map<Key, List<PersonListItem>> lists = new LinkedHashMap<>(MAX_LISTS, .75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, List<PersonListItem>> eldest) {
            return size() > MAX_LISTS;
        }
    };

    private record Key(String gallery, String version, PeopleOrder order, boolean hidden) {}

    PeopleListCache(Engine engine) {
        this.engine = engine;
    }

    List<PersonListItem> get(String gallery, PeopleOrder order, boolean hidden) {
        Key key = new Key(gallery, engine.contents(gallery).version(), order, hidden);
        synchronized (lists) {
            List<PersonListItem> kept = lists.get(key);
            if (kept != null) {
                return kept;
            }
        }
        List<PersonListItem> made = engine.people(gallery).list(order, hidden);
        synchronized (lists) {
            lists.put(key, made);
        }
        return made;
    }
}
