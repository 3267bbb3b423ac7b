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

/// The progress and the warnings of imports and exports.
final class ImportWarnings {
    private static final int MAX_SHOWN = 3;

    private ImportWarnings() {}

    /// A progress bar that listens to an import or export.
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

    /// Prints one line per kind with its count, then its first warnings, or all of them with `--verbose`.
    static void print(GalleryOptions global, List<ExchangeWarning> warnings) {
        Map<Kind, List<ExchangeWarning>> byKind = new EnumMap<>(Kind.class);
        warnings.forEach(warning ->
                byKind.computeIfAbsent(warning.kind(), _ -> new ArrayList<>()).add(warning));
        int limit = global.verbose() ? Integer.MAX_VALUE : MAX_SHOWN;
        byKind.forEach((kind, all) -> {
            global.console().print(String.format(Locale.ROOT, "  %,d %s", all.size(), describe(kind)));
            all.stream()
                    .limit(limit)
                    .forEach(warning -> global.console()
                            .print("    %s: %s%s"
                                    .formatted(
                                            warning.file(),
                                            warning.name() == null ? "" : warning.name() + ": ",
                                            warning.detail())));
            if (all.size() > limit) {
                global.console().print("    … --verbose shows all");
            }
        });
    }

    private static String describe(Kind kind) {
        return switch (kind) {
            case CONFLICT -> "in conflict with your assertions, not imported:";
            case UNMATCHED -> "without a matching face in the gallery:";
            case MALFORMED -> "malformed:";
            case CROPPED -> "of another crop, skipped:";
            case UNREADABLE -> "unreadable, not changed:";
            case CHANGED -> "changed since ingest, skipped (run likeness ingest first):";
            case MISSING -> "missing:";
        };
    }
}
