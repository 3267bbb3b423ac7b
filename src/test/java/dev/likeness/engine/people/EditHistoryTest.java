package dev.likeness.engine.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.PeopleEvent;
import dev.likeness.face.PersonId;
import dev.likeness.face.UserAction;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EditHistoryTest {
    private static final UserAction EDIT = new UserAction.Hidden(new PersonId(1));

    @Test
    void undoable_randomEditsUndosAndRedos_isTopOfUndoStack() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<PeopleEvent> events = new ArrayList<>();
            Deque<PeopleEvent> done = new ArrayDeque<>();
            Deque<PeopleEvent> undone = new ArrayDeque<>();
            for (int step = 0; step < 40; step++) {
                switch (random.nextInt(3)) {
                    case 0 -> {
                        done.push(append(events, EDIT));
                        undone.clear();
                    }
                    case 1 -> {
                        if (!done.isEmpty()) {
                            undone.push(append(
                                    events, new UserAction.Undone(done.pop().number())));
                        }
                    }
                    default -> {
                        if (!undone.isEmpty()) {
                            done.push(append(
                                    events, new UserAction.Undone(undone.pop().number())));
                        }
                    }
                }
                EditHistory history = EditHistory.of(events);
                assertThat(history.undoable()).isEqualTo(Optional.ofNullable(done.peek()));
                assertThat(history.redoable()).isEqualTo(Optional.ofNullable(undone.peek()));
                assertThat(history.active(1))
                        .containsExactlyInAnyOrderElementsOf(done.stream()
                                .map(history::root)
                                .map(PeopleEvent::number)
                                .toList());
            }
        }
    }

    @Test
    void undoable_longHistory_readsOnlyTheLatestEvent() {
        List<Long> read = new ArrayList<>();
        EditHistory history = new EditHistory(
                number -> {
                    read.add(number);
                    return Optional.of(new PeopleEvent(number, Instant.EPOCH, EDIT));
                },
                100_000);

        assertThat(history.undoable()).map(PeopleEvent::number).contains(100_000L);
        assertThat(history.redoable()).isEmpty();
        assertThat(read).containsExactly(100_000L);
    }

    @Test
    void undoable_erasedEvents_arePassedOver() {
        EditHistory history = new EditHistory(
                number -> number == 3 ? Optional.of(new PeopleEvent(3, Instant.EPOCH, EDIT)) : Optional.empty(), 7);

        assertThat(history.undoable()).map(PeopleEvent::number).contains(3L);
    }

    @Test
    void undosUpTo_anEditInForce_countsItAndAllLaterOnes() {
        List<PeopleEvent> events = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            append(events, EDIT);
        }
        append(events, new UserAction.Undone(3));
        EditHistory history = EditHistory.of(events);

        assertThat(history.undosUpTo(1)).isEqualTo(2);
        assertThat(history.undosUpTo(2)).isEqualTo(1);
        assertThat(history.undosUpTo(3)).isZero();
        assertThat(history.undosUpTo(4)).isZero();
        assertThat(history.undosUpTo(99)).isZero();
        assertThat(history.redosUpTo(3)).isEqualTo(1);
        assertThat(history.redosUpTo(2)).isZero();
    }

    @Test
    void redosUpTo_severalUndone_countsFromTheOldest() {
        List<PeopleEvent> events = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            append(events, EDIT);
        }
        append(events, new UserAction.Undone(3));
        append(events, new UserAction.Undone(2));

        assertThat(EditHistory.of(events).redosUpTo(2)).isEqualTo(1);
        assertThat(EditHistory.of(events).redosUpTo(3)).isEqualTo(2);
        append(events, new UserAction.Undone(5));
        assertThat(EditHistory.of(events).undosUpTo(2)).isEqualTo(1);
        append(events, EDIT);
        assertThat(EditHistory.of(events).redosUpTo(3)).isZero();
    }

    private static PeopleEvent append(List<PeopleEvent> events, UserAction action) {
        PeopleEvent event = new PeopleEvent(events.size() + 1L, Instant.EPOCH, action);
        events.add(event);
        return event;
    }
}
