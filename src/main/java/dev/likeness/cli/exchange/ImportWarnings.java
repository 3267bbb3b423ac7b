package dev.likeness.cli.exchange;

import dev.likeness.cli.options.GalleryOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.exchange.ExchangeListener;
import dev.likeness.engine.exchange.ExchangeWarning;
import dev.likeness.engine.exchange.ExchangeWarning.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How imports and exports show themselves while they run, and what did not go as one might expect.
final class ImportWarnings {
    private static final int MAX_SHOWN = 3;

    private ImportWarnings() {}

    /// A bar that is one's listener, too.
    record Progress(Console.Progress bar) implements ExchangeListener, AutoCloseable {
        @Override
        public void started(int photos) {
            bar.total(photos);
        }

        @Override
        public void finished() {
            bar.step();
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    static Progress progress(Console console, String task) {
        return new Progress(console.progress(task, "photos", -1));
    }

    /// A line a kind with its number, and below it the first few, or with `--verbose` all.
    static void print(GalleryOptions global, List<ExchangeWarning> remarks) {
        Map<Kind, List<ExchangeWarning>> byKind = new EnumMap<>(Kind.class);
        remarks.forEach(remark ->
                byKind.computeIfAbsent(remark.kind(), _ -> new ArrayList<>()).add(remark));
        int limit = global.verbose() ? Integer.MAX_VALUE : MAX_SHOWN;
        byKind.forEach((kind, all) -> {
            global.console().print(String.format(Locale.ROOT, "  %,d %s", all.size(), describe(kind)));
            all.stream()
                    .limit(limit)
                    .forEach(remark -> global.console()
                            .print("    %s: %s%s"
                                    .formatted(
                                            remark.file(),
                                            remark.name() == null ? "" : remark.name() + ": ",
                                            remark.detail())));
            if (all.size() > limit) {
                global.console().print("    … --verbose shows all");
            }
        });
    }

    private static String describe(Kind kind) {
        return switch (kind) {
            case CONFLICT -> "contradicted and left as they are:";
            case UNMATCHED -> "not found among the gallery's faces:";
            case MALFORMED -> "not understood:";
            case CROPPED -> "of another crop, passed over:";
            case UNREADABLE -> "unreadable, left as they are:";
            case CHANGED -> "changed since they were read, passed over:";
            case MISSING -> "gone:";
        };
    }
}
