package dev.likeness.engine.people;

import dev.likeness.face.PeopleEvent;
import dev.likeness.face.UserAction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/// The edit history of a gallery: its events, and which of them are in force. Events are read on demand,
/// latest first.
///
/// An undo is also an event, and a redo is the undo of an undo. After any other event a redo is no longer
/// possible.
final class EditHistory {
    private final LongFunction<Optional<PeopleEvent>> reader;
    private final long last;
    private final Map<Long, Optional<PeopleEvent>> events = new HashMap<>();
    private final Map<Long, Boolean> undos = new HashMap<>();

    /// Creates a history that reads events on demand.
    ///
    /// @param reader returns the event with a number, if there is one
    /// @param last the greatest number that an event may have
    EditHistory(LongFunction<Optional<PeopleEvent>> reader, long last) {
        this.reader = reader;
        this.last = last;
    }

    /// Creates a history from all its events.
    ///
    /// @param events oldest first
    static EditHistory of(List<PeopleEvent> events) {
        Map<Long, PeopleEvent> numbered = new HashMap<>();
        events.forEach(event -> numbered.put(event.number(), event));
        return new EditHistory(
                number -> Optional.ofNullable(numbered.get(number)),
                events.isEmpty() ? 0 : events.getLast().number());
    }

    /// The events before this one, latest first.
    ///
    /// @param limit maximum number of events
    List<PeopleEvent> before(long number, int limit) {
        List<PeopleEvent> found = new ArrayList<>();
        for (long at = Math.min(number - 1, last); at > 0 && found.size() < limit; at--) {
            event(at).ifPresent(found::add);
        }
        return found;
    }

    private Optional<PeopleEvent> event(long number) {
        return events.computeIfAbsent(number, reader::apply);
    }

    /// The event that an undo would reverse: the last one in force, or the redo in its place.
    Optional<PeopleEvent> undoable() {
        return inForce(1, 1).stream().findFirst();
    }

    /// How many undos, latest first, take back an edit and all edits after it; 0 if the edit is not in force.
    ///
    /// @param edit number of the edit
    int undosUpTo(long edit) {
        return positionOf(edit, inForce(Long.MAX_VALUE, 1));
    }

    /// How many redos bring back an undone edit and all edits before it that were undone; 0 if none can.
    ///
    /// @param edit number of the edit
    int redosUpTo(long edit) {
        return positionOf(edit, redoables(Long.MAX_VALUE));
    }

    private int positionOf(long edit, List<PeopleEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            if (root(events.get(i)).number() == edit) {
                return i + 1;
            }
        }
        return 0;
    }

    /// The undo that a redo would reverse.
    Optional<PeopleEvent> redoable() {
        return redoables(1).stream().findFirst();
    }

    /// The undos that redos would reverse, in their order.
    private List<PeopleEvent> redoables(long limit) {
        List<PeopleEvent> redoables = new ArrayList<>();
        Set<Long> redone = new HashSet<>();
        for (long number = last; number > 0 && redoables.size() < limit; number--) {
            Optional<PeopleEvent> event = event(number);
            if (event.isEmpty()) {
                continue;
            }
            if (!(event.get().action() instanceof UserAction.Undone(long target))) {
                break;
            }
            if (!isUndo(event.get())) {
                redone.add(target);
            } else if (!redone.contains(number)) {
                redoables.add(event.get());
            }
        }
        return redoables;
    }

    /// The numbers of the edits in force: those that are not undone, or redone since.
    ///
    /// @param from edits with smaller numbers may be missing; the fewer are asked for, the fewer events are read
    Set<Long> active(long from) {
        Set<Long> active = new HashSet<>();
        // Only later events undo an edit or redo it.
        inForce(Long.MAX_VALUE, from).forEach(event -> active.add(root(event).number()));
        return active;
    }

    /// The actions of the edits that are in force, latest first.
    List<UserAction> actionsInForce() {
        return inForce(Long.MAX_VALUE, 1).stream()
                .map(event -> root(event).action())
                .toList();
    }

    /// Edits, and redos in the place of edits, that are in force, latest first.
    ///
    /// @param from the least number that is looked at
    private List<PeopleEvent> inForce(long limit, long from) {
        List<PeopleEvent> inForce = new ArrayList<>();
        Set<Long> undone = new HashSet<>();
        for (long number = last; number >= from && inForce.size() < limit; number--) {
            Optional<PeopleEvent> event = event(number);
            if (event.isEmpty()) {
                continue;
            }
            if (isUndo(event.get())) {
                if (event.get().action() instanceof UserAction.Undone(long target)) {
                    undone.add(target);
                }
            } else if (!undone.contains(number)) {
                inForce.add(event.get());
            }
        }
        return inForce;
    }

    /// The edit that an undo or redo ultimately refers to; an edit refers to itself.
    PeopleEvent root(PeopleEvent event) {
        PeopleEvent root = event;
        while (root.action() instanceof UserAction.Undone(long target)
                && event(target).isPresent()) {
            root = event(target).get();
        }
        return root;
    }

    /// Whether an event is an undo. Edits and redos, which are undos of undos, are not.
    boolean isUndo(PeopleEvent event) {
        Deque<PeopleEvent> chain = new ArrayDeque<>();
        PeopleEvent at = event;
        while (!undos.containsKey(at.number())
                && at.action() instanceof UserAction.Undone(long target)
                && event(target).isPresent()) {
            chain.push(at);
            at = event(target).get();
        }
        boolean undo = undos.getOrDefault(at.number(), at.action() instanceof UserAction.Undone);
        for (PeopleEvent link : chain) {
            undo = !undo;
            undos.put(link.number(), undo);
        }
        return undo;
    }
}
