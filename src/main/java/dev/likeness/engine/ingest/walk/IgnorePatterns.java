package dev.likeness.engine.ingest.walk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Patterns in the syntax of `.gitignore`, relative to one folder. The last pattern that matches decides.
final class IgnorePatterns {
    /// @param isNegated whether the pattern includes what an earlier one left out
    /// @param foldersOnly whether it ended with a slash
    private record Rule(Pattern pattern, boolean isNegated, boolean foldersOnly) {}

    private final List<Rule> rules = new ArrayList<>();

    private IgnorePatterns() {}

    /// The patterns of a file, one a line.
    static IgnorePatterns ofText(String text) {
        return of(text.lines()
                .map(line -> line.startsWith("\uFEFF") ? line.substring(1) : line)
                .toList());
    }

    static IgnorePatterns of(Collection<String> lines) {
        IgnorePatterns patterns = new IgnorePatterns();
        lines.forEach(patterns::add);
        return patterns;
    }

    /// Whether a path is left out; empty if no pattern matches.
    ///
    /// @param path relative to the folder of the patterns, with `/` between names
    Optional<Boolean> excludes(String path, boolean isFolder) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            Rule rule = rules.get(i);
            if ((isFolder || !rule.foldersOnly) && rule.pattern.matcher(path).matches()) {
                return Optional.of(!rule.isNegated);
            }
        }
        return Optional.empty();
    }

    private void add(String line) {
        String glob = withoutTrailingSpaces(line);
        if (glob.isEmpty() || glob.startsWith("#")) {
            return;
        }
        boolean isNegated = glob.startsWith("!");
        glob = isNegated ? glob.substring(1) : glob;
        boolean foldersOnly = glob.endsWith("/");
        glob = foldersOnly ? glob.substring(0, glob.length() - 1) : glob;
        if (glob.isEmpty()) {
            return;
        }
        boolean isAnchored = glob.indexOf('/') >= 0;
        glob = glob.startsWith("/") ? glob.substring(1) : glob;
        try {
            String regex = (isAnchored ? "" : "(?:.*/)?") + regex(glob);
            rules.add(new Rule(Pattern.compile(regex, Pattern.DOTALL), isNegated, foldersOnly));
        } catch (PatternSyntaxException _) {
            // As with git, a pattern that cannot be read matches nothing.
        }
    }

    /// A space at the end counts only after a backslash.
    private static String withoutTrailingSpaces(String line) {
        int end = line.length();
        while (end > 0 && " \t\r".indexOf(line.charAt(end - 1)) >= 0) {
            int slashes = 0;
            while (end - 2 - slashes >= 0 && line.charAt(end - 2 - slashes) == '\\') {
                slashes++;
            }
            if (slashes % 2 == 1) {
                break;
            }
            end--;
        }
        return line.substring(0, end);
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < glob.length()) {
            char character = glob.charAt(i);
            if (character == '*') {
                int end = i;
                while (end < glob.length() && glob.charAt(end) == '*') {
                    end++;
                }
                boolean isSegment = end - i == 2
                        && (i == 0 || glob.charAt(i - 1) == '/')
                        && (end == glob.length() || glob.charAt(end) == '/');
                if (!isSegment) {
                    regex.append("[^/]*");
                } else if (end == glob.length()) {
                    regex.append(".+");
                } else {
                    regex.append("(?:.*/)?");
                    end++;
                }
                i = end;
            } else if (character == '?') {
                regex.append("[^/]");
                i++;
            } else if (character == '[') {
                i = appendClass(glob, i, regex);
            } else {
                if (character == '\\' && i + 1 < glob.length()) {
                    i++;
                }
                int point = glob.codePointAt(i);
                regex.append(Pattern.quote(Character.toString(point)));
                i += Character.charCount(point);
            }
        }
        return regex.toString();
    }

    /// Appends a class such as `[a-z]` or `[!0-9]`.
    ///
    /// @return the index behind it
    private static int appendClass(String glob, int start, StringBuilder regex) {
        int i = start + 1;
        boolean isNegated = i < glob.length() && (glob.charAt(i) == '!' || glob.charAt(i) == '^');
        i += isNegated ? 1 : 0;
        StringBuilder members = new StringBuilder();
        boolean isFirst = true;
        while (i < glob.length() && (glob.charAt(i) != ']' || isFirst)) {
            isFirst = false;
            char character = glob.charAt(i);
            if (character == '[' && glob.startsWith("[:", i)) {
                int end = glob.indexOf(":]", i);
                if (end > 0) {
                    members.append("\\p{")
                            .append(posix(glob.substring(i + 2, end)))
                            .append('}');
                    i = end + 2;
                    continue;
                }
            }
            if (character == '\\' && i + 1 < glob.length()) {
                i++;
                members.append('\\').append(glob.charAt(i));
            } else if (character == '-' && !members.isEmpty()) {
                members.append(i + 1 < glob.length() && glob.charAt(i + 1) == ']' ? "\\-" : "-");
            } else {
                members.append("\\[]^&~-".indexOf(character) >= 0 ? "\\" : "").append(character);
            }
            i++;
        }
        if (i == glob.length()) {
            throw new PatternSyntaxException("a class must end", glob, start);
        }
        regex.append(isNegated ? "[^/" : "(?!/)[").append(members).append(']');
        return i + 1;
    }

    private static String posix(String name) {
        return switch (name) {
            case "alnum" -> "Alnum";
            case "alpha" -> "Alpha";
            case "digit" -> "Digit";
            case "lower" -> "Lower";
            case "upper" -> "Upper";
            case "punct" -> "Punct";
            case "space" -> "Space";
            case "xdigit" -> "XDigit";
            default -> throw new PatternSyntaxException("no such class", name, 0);
        };
    }
}
