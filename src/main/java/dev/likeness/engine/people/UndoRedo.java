package dev.likeness.engine.people;

import dev.likeness.face.Actor;
import dev.likeness.face.LikenessException;
import dev.likeness.index.Gallery;
import java.time.InstantSource;
import java.util.List;

/// Undoes and redoes the edits that users made to the people of a gallery. An undo or redo is an event of the
/// history too. It leaves alone what a later change has replaced.
///
/// Every method throws [LikenessException] `GALLERY_LOCKED` while another writer is open.
public final class UndoRedo {
    private final EditRunner runner;

    /// @param actor who undoes and redoes the edits
    public UndoRedo(Gallery gallery, Actor actor, InstantSource clock) {
        this.runner = new EditRunner(gallery, actor, clock);
    }

    /// Undoes the last edits, latest first, each in an event of its own.
    ///
    /// @param count number of edits, at least 1
    /// @return one result per undone event: fewer than `count` if there are no more
    public List<EditResult> undo(int count) {
        return runner.reverse(count, EditHistory::undoable);
    }

    /// Redoes the edits that were undone last, unless there was another edit since.
    ///
    /// @param count number of edits, at least 1
    /// @return one result per redone event: fewer than `count` if there are no more
    public List<EditResult> redo(int count) {
        return runner.reverse(count, EditHistory::redoable);
    }

    /// Undoes an edit and all edits after it, latest first, each in an event of its own.
    ///
    /// @param edit number of the edit
    /// @param max the most edits that may be undone
    /// @throws LikenessException `INVALID_ARGUMENT` if it is not an edit in force; `CONTRADICTION` if more than
    ///     `max` edits would be undone
    public List<EditResult> undoTo(long edit, int max) {
        return runner.reverseTo(edit, max, EditHistory::undosUpTo, EditHistory::undoable, "an edit that is not undone");
    }

    /// Redoes an edit that was undone, and all undone edits before it, oldest first.
    ///
    /// @param edit number of the edit
    /// @param max the most edits that may be redone
    /// @throws LikenessException `INVALID_ARGUMENT` if it is not an undone edit, or another edit came since;
    ///     `CONTRADICTION` if more than `max` edits would be redone
    public List<EditResult> redoTo(long edit, int max) {
        return runner.reverseTo(
                edit, max, EditHistory::redosUpTo, EditHistory::redoable, "an undone edit with no other edit since");
    }
}
