package dev.likeness.index.lucene.people;

import dev.likeness.face.Actor;
import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.jspecify.annotations.Nullable;

/// The stored form of an actor, at the end of an event's record: the number of the kind, then the id and name of a
/// key. An unknown actor has no bytes, as in records that were stored before actors were.
final class ActorCodec {
    private static final byte COMMAND_LINE = 1;
    private static final byte LOCAL = 2;
    private static final byte KEY = 3;

    private ActorCodec() {}

    static void encode(ByteBuffersDataOutput out, @Nullable Actor actor) {
        if (actor == null) {
            return;
        }
        switch (actor.kind()) {
            case COMMAND_LINE -> out.writeByte(COMMAND_LINE);
            case LOCAL -> out.writeByte(LOCAL);
            case KEY -> {
                out.writeByte(KEY);
                out.writeString(String.valueOf(actor.key()));
                out.writeString(String.valueOf(actor.name()));
            }
        }
    }

    static @Nullable Actor decode(ByteArrayDataInput in) throws IOException {
        if (in.eof()) {
            return null;
        }
        byte kind = in.readByte();
        return switch (kind) {
            case COMMAND_LINE -> Actor.COMMAND_LINE;
            case LOCAL -> Actor.LOCAL;
            case KEY -> Actor.ofKey(in.readString(), in.readString());
            default -> throw new CorruptIndexException("unknown kind of actor: " + kind, EventDocuments.EVENT_RECORD);
        };
    }
}
