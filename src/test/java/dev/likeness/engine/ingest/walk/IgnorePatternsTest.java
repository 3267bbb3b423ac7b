package dev.likeness.engine.ingest.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnorePatternsTest {
    /// Each row was compared with `git check-ignore`. A path that ends with a slash is a folder.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "*.png | a.png | true",
                "*.png | a/b/c.png | true",
                "*.png | a.PNG | false",
                "*.png | a.png.jpg | false",
                "private/ | private/ | true",
                "private/ | private | false",
                "private/ | a/private/ | true",
                "/private | private/ | true",
                "/private | a/private/ | false",
                "a/b | a/b | true",
                "a/b | c/a/b | false",
                "/*.jpg | a.jpg | true",
                "/*.jpg | a/b.jpg | false",
                "a/*.jpg | a/b.jpg | true",
                "a/*.jpg | a/b/c.jpg | false",
                "**/b | b | true",
                "**/b | a/x/b | true",
                "a/** | a/ | false",
                "a/** | a/b/c | true",
                "a/**/b | a/b | true",
                "a/**/b | a/x/y/b | true",
                "a/**/b | ab | false",
                "a**b | axxb | true",
                "a**b/c | a/b/c | false",
                "?.jpg | a.jpg | true",
                "?.jpg | ab.jpg | false",
                "[a-c].jpg | b.jpg | true",
                "[a-c].jpg | d.jpg | false",
                "[!a-c].jpg | d.jpg | true",
                "[^a-c].jpg | b.jpg | false",
                "[]x].jpg | ].jpg | true",
                "[!-a].jpg | -.jpg | false",
                "[a-].jpg | -.jpg | true",
                "[[:digit:]].jpg | 7.jpg | true",
                "a[/]b | a/b | false",
                "[ab.jpg | [ab.jpg | false",
                "# no | # no | false",
                "\\# yes | # yes | true",
                "\\!yes | !yes | true",
                "a.+(b) | a.+(b) | true",
                "\\*.jpg | a.jpg | false",
                "\\*.jpg | *.jpg | true",
                "Übung* | Übung 1.jpg | true",
                "🙂* | 🙂.jpg | true",
                "/ | a | false",
            })
    void excludes_onePattern_isAsWithGit(String pattern, String path, boolean expected) {
        boolean isFolder = path.endsWith("/");
        String plain = isFolder ? path.substring(0, path.length() - 1) : path;
        assertThat(IgnorePatterns.ofText(pattern).excludes(plain, isFolder).orElse(false))
                .isEqualTo(expected);
    }

    @Test
    void excludes_severalPatterns_theLastOneDecides() {
        IgnorePatterns patterns = IgnorePatterns.ofText("\uFEFF*.jpg\r\n\r\n!keep.jpg   \r\nspace\\ \n");

        assertThat(patterns.excludes("a.jpg", false)).hasValue(true);
        assertThat(patterns.excludes("keep.jpg", false)).hasValue(false);
        assertThat(patterns.excludes("a.png", false)).isEmpty();
        assertThat(patterns.excludes("space ", false)).hasValue(true);
        assertThat(patterns.excludes("space", false)).isEmpty();
    }
}
