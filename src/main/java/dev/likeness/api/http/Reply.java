package dev.likeness.api.http;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The response that a handler returns.
public sealed interface Reply {
    int status();

    /// Headers in addition to those that the server sets.
    Map<String, String> headers();

    /// A copy with one more header.
    Reply withHeader(String header, String value);

    /// An object, sent as JSON.
    record Json(int status, Object body, String type, Map<String, String> headers) implements Reply {
        @Override
        public Json withHeader(String header, String value) {
            return new Json(status, body, type, withEntry(headers, header, value));
        }

        /// The same reply, serialized.
        public Bytes toBytes() {
            return new Bytes(status, dev.likeness.support.Json.bytes(body), type, headers);
        }
    }

    /// Bytes, sent as they are.
    @SuppressWarnings("ArrayRecordComponent") // only passed on to the socket
    record Bytes(int status, byte[] body, String type, Map<String, String> headers) implements Reply {
        @Override
        public Bytes withHeader(String header, String value) {
            return new Bytes(status, body, type, withEntry(headers, header, value));
        }
    }

    /// A file.
    ///
    /// @param afterSend runs after the file is sent, for instance to delete it; null for no action
    record File(
            int status,
            Path file,
            String type,
            Map<String, String> headers,
            @Nullable Runnable afterSend) implements Reply {
        @Override
        public File withHeader(String header, String value) {
            return new File(status, file, type, withEntry(headers, header, value), afterSend);
        }
    }

    /// A file that is open already, sent from its first byte to its last and then closed. Unlike a [File], it
    /// stays the same file if its path names another one by now.
    record OpenFile(int status, FileChannel file, String type, Map<String, String> headers) implements Reply {
        @Override
        public OpenFile withHeader(String header, String value) {
            return new OpenFile(status, file, type, withEntry(headers, header, value));
        }
    }

    /// A status without a body.
    record Empty(int status, Map<String, String> headers) implements Reply {
        @Override
        public Empty withHeader(String header, String value) {
            return new Empty(status, withEntry(headers, header, value));
        }
    }

    /// Server-sent events, `text/event-stream`.
    record Events(EventSource source, Map<String, String> headers) implements Reply {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public Events withHeader(String header, String value) {
            return new Events(source, withEntry(headers, header, value));
        }
    }

    static Json ok(Object body) {
        return json(200, body);
    }

    static Json json(int status, Object body) {
        return new Json(status, body, "application/json", Map.of());
    }

    static Bytes bytes(byte[] body, String type) {
        return new Bytes(200, body, type, Map.of());
    }

    static Empty noContent() {
        return new Empty(204, Map.of());
    }

    private static Map<String, String> withEntry(Map<String, String> headers, String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return all;
    }
}
