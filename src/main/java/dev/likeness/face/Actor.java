package dev.likeness.face;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Who made an edit, as it was then: a key that is renamed or revoked later stays in the history.
///
/// @param key id of an API key; null for others
/// @param name name of the key; null for others
public record Actor(
        Kind kind, @Nullable String key, @Nullable String name) {
    /// A command on the computer that holds the gallery.
    public static final Actor COMMAND_LINE = new Actor(Kind.COMMAND_LINE, null, null);

    /// A program on the server's own computer, while there are no keys.
    public static final Actor LOCAL = new Actor(Kind.LOCAL, null, null);

    /// What made the edit.
    public enum Kind {
        COMMAND_LINE,
        LOCAL,
        KEY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Actor {
        if ((kind == Kind.KEY) != (key != null && name != null)) {
            throw new IllegalArgumentException("a key, and nobody else, has an id and a name, got: " + key);
        }
    }

    /// The holder of an API key.
    public static Actor ofKey(String id, String name) {
        return new Actor(Kind.KEY, id, name);
    }
}
