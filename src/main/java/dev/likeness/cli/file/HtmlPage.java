package dev.likeness.cli.file;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Base64;

/// One HTML file with everything in it: pictures are `data:` URLs, there is no script and nothing is loaded.
/// It follows the reader's choice of light or dark, fits a phone, and can be printed. All text is escaped.
public final class HtmlPage {
    private static final String STYLE = """
            :root{color-scheme:light dark;--back:#fff;--card:#f4f5f7;--text:#1b1d21;--dim:#5b616b;--line:#d9dce1}
            @media(prefers-color-scheme:dark){:root{--back:#16181c;--card:#1f2227;--text:#e9ebee;--dim:#a3a9b3;
            --line:#363b43}}
            *{box-sizing:border-box}
            body{margin:0 auto;padding:1.5rem 1rem;max-width:72rem;background:var(--back);color:var(--text);
            font:16px/1.45 system-ui,sans-serif;overflow-wrap:anywhere}
            h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.05rem;margin:0}
            p{margin:.35rem 0}.dim{color:var(--dim)}small,.small{font-size:.85rem}
            section{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem;margin:1rem 0;
            break-inside:avoid}
            .sides{display:grid;grid-template-columns:repeat(2,minmax(0,20rem));gap:1rem;margin:.75rem 0}
            .faces{display:flex;flex-wrap:wrap;gap:.4rem}
            figure{margin:0;min-width:0}figcaption{margin-top:.4rem}
            img{display:block;width:7rem;height:7rem;object-fit:cover;border-radius:.4rem;background:var(--line)}
            .sides img+img{width:4.5rem;height:4.5rem;align-self:flex-end}
            .wall{display:grid;grid-template-columns:repeat(auto-fill,minmax(7.5rem,1fr));gap:1rem;margin:1rem 0}
            .wall figure{break-inside:avoid}.wall img{width:100%;height:auto;aspect-ratio:1}
            .wall .no-face{aspect-ratio:1;border-radius:.4rem;background:var(--card);border:1px solid var(--line)}
            strong{font-weight:600}ul{margin:.35rem 0;padding-left:1.2rem}
            code{font:.85rem/1.4 ui-monospace,monospace}
            @media(max-width:30rem){.sides{gap:.6rem}section{padding:.75rem}}
            @media print{:root{--back:#fff;--card:#fff;--text:#000;--dim:#444;--line:#bbb}
            body{max-width:none;padding:0}}
            """;

    private final Writer writer;

    private HtmlPage(Writer writer) {
        this.writer = writer;
    }

    /// Writes what is on a page.
    @FunctionalInterface
    public interface Content {
        void writeTo(HtmlPage page) throws IOException;
    }

    /// Replaces or creates a page.
    ///
    /// @throws dev.likeness.face.LikenessException `IO_FAILED`
    public static void write(Path file, String title, Content content) {
        OutputFile.write(file, writer -> {
            HtmlPage page = new HtmlPage(writer);
            writer.write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    + "img-src data:; style-src 'unsafe-inline'\">\n");
            page.element("title", title);
            writer.write("<style>\n" + STYLE + "</style>\n</head>\n<body>\n");
            page.element("h1", title);
            content.writeTo(page);
            writer.write("</body>\n</html>\n");
        });
    }

    /// Starts an element, which [#end] ends.
    ///
    /// @param kind its class, or blank
    public HtmlPage start(String name, String kind) throws IOException {
        writer.write('<' + name + (kind.isEmpty() ? "" : " class=\"" + escaped(kind) + '"') + ">\n");
        return this;
    }

    public HtmlPage end(String name) throws IOException {
        writer.write("</" + name + ">\n");
        return this;
    }

    /// An element with a text in it.
    public HtmlPage element(String name, String text) throws IOException {
        return element(name, "", text);
    }

    /// An element of a class with a text in it.
    public HtmlPage element(String name, String kind, String text) throws IOException {
        String attribute = kind.isEmpty() ? "" : " class=\"" + escaped(kind) + '"';
        writer.write('<' + name + attribute + '>' + escaped(text) + "</" + name + ">\n");
        return this;
    }

    /// A picture.
    ///
    /// @param description what is on it, for those who do not see it
    public HtmlPage picture(byte[] jpeg, String description) throws IOException {
        writer.write("<img alt=\"" + escaped(description) + "\" src=\"data:image/jpeg;base64,");
        writer.write(Base64.getEncoder().encodeToString(jpeg));
        writer.write("\">\n");
        return this;
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isAllowed(point) ? point : '\uFFFD');
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int point) {
        return point == '\n'
                || point == '\t'
                || !(Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE);
    }
}
