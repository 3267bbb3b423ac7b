package dev.likeness.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CsvFileTest {
    @Test
    void line_withFormulas_makesThemTexts() {
        assertThat(CsvFile.line(CsvFile.row("=1+1", "+1", "-1", "@A1", "\tA", "A=1", -1, -.5f)))
                .isEqualTo("'=1+1,'+1,'-1,'@A1,'\tA,A=1,-1,-0.5\r\n");
    }

    @Test
    void line_withSeparators_quotesThem() {
        assertThat(CsvFile.line(CsvFile.row("a,b", "say \"a\"", "two\nlines", null, "", "=\"a\",b\r\nc")))
                .isEqualTo("\"a,b\",\"say \"\"a\"\"\",\"two\nlines\",,,\"'=\"\"a\"\",b\r\nc\"\r\n");
    }
}
