package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.engine.people.ListedPerson;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeptOrdersTest {
    private final AtomicLong nanos = new AtomicLong();
    private final KeptOrders orders = new KeptOrders(100, nanos::get);

    @Test
    void find_withinTenMinutesOfTheLastUse_isTheOrder() {
        orders.keep("list", "1", people(3));
        nanos.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(orders.find("list", "1"))
                .hasValueSatisfying(order -> assertThat(order).containsExactly(1, 2, 3));
        nanos.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(orders.find("list", "1")).isPresent();

        nanos.addAndGet(Duration.ofMinutes(11).toNanos());
        assertThat(orders.find("list", "1")).isEmpty();
        assertThat(orders.find("list", "2")).isEmpty();
    }

    @Test
    void keep_moreThanThereIsRoomFor_forgetsSome() {
        for (int i = 0; i < 50; i++) {
            orders.keep("list", "v" + i, people(10));
        }

        long kept = LongStream.range(0, 50)
                .filter(i -> orders.find("list", "v" + i).isPresent())
                .count();
        assertThat(kept).isLessThanOrEqualTo(10);
    }

    private static List<ListedPerson> people(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(number -> new ListedPerson(new Person(new PersonId(number), null), null))
                .toList();
    }
}
