package dev.likeness.api.v1;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.likeness.engine.people.ListedPerson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Remembers in which order a list of people was when its first page was read. Edits move people within a list, so
/// its later pages are those of the same moment: else a person who gets more photos would be left out.
///
/// Only numbers of people are kept, for ten minutes after the last page that needed them.
final class KeptOrders {
    static final Duration MAX_AGE = Duration.ofMinutes(10);

    /// Numbers of all lists together: 16 MB.
    private static final long MAX_PEOPLE = 2_000_000;

    private final Cache<Key, long[]> orders;

    /// @param list digest of the list with its order and filters
    private record Key(String list, String version) {}

    KeptOrders() {
        this(MAX_PEOPLE, Ticker.systemTicker());
    }

    KeptOrders(long maxPeople, Ticker ticker) {
        this.orders = Caffeine.newBuilder()
                .maximumWeight(maxPeople)
                .weigher((Key _, long[] people) -> people.length)
                .expireAfterAccess(MAX_AGE)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /// Keeps the order of a list at one version of its gallery.
    ///
    /// @param list digest of the list with its order and filters
    long[] keep(String list, String version, List<ListedPerson> people) {
        return orders.get(
                new Key(list, version),
                _ -> people.stream().mapToLong(person -> person.id().value()).toArray());
    }

    /// The numbers of the people in the kept order; empty if it is forgotten.
    Optional<long[]> find(String list, String version) {
        return Optional.ofNullable(orders.getIfPresent(new Key(list, version)));
    }
}
