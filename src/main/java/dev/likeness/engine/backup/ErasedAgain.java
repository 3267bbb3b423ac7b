package dev.likeness.engine.backup;

/// What a backup held and a restore left out, because it was deleted after the backup was made. Components
/// are keys of the JSON form.
public record ErasedAgain(int photos, int faces, int people) {
    static final ErasedAgain NOTHING = new ErasedAgain(0, 0, 0);

    /// Whether anything was left out.
    public boolean anything() {
        return !equals(NOTHING);
    }
}
