package dev.likeness.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The list behind People and Photos, in the browser that runs it.
class PagedListTest {
    @TempDir
    private Path folder;

    private WebPages pages;

    @BeforeEach
    void start() {
        pages = WebPages.start(folder);
        pages.server().post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
        pages.open("people");
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    /// Runs a script with `list`, a list of 1,000 numbers, and `reads`, the parts that were read.
    private Object run(String script) {
        return pages.page().evaluate("""
                        async () => {
                          const main = document.querySelector('script[type=module]').src;
                          const {PagedList} = await import(new URL('app/paged-list.js', main));
                          const reads = [];
                          const list = new PagedList(async (offset, limit) => {
                            reads.push(`${offset}+${limit}`);
                            await new Promise((resolve) => setTimeout(resolve, 20));
                            const length = Math.max(0, Math.min(limit, 1000 - offset));
                            return {items: Array.from({length}, (_, i) => offset + i), count: 1000};
                          });""" + script + "}");
    }

    @Test
    void need_ofARange_readsItsPartsOnly() {
        assertThat(run("await list.need(450, 520); return reads")).isEqualTo(List.of("400+200"));
        assertThat(run("await list.need(450, 520); return [list.count, list.items[450], list.items[0] === undefined]"))
                .isEqualTo(List.of(1000, 450, true));
        assertThat(run("await list.need(0, 50); await list.need(20, 90); return reads"))
                .isEqualTo(List.of("0+100"));
    }

    @Test
    void need_whileSomethingIsRead_skipsWhatWasScrolledPast() {
        String needs = "list.need(0, 50); list.need(300, 350); await list.need(900, 950);";

        assertThat(run(needs + "return [...reads, list.has(900, 950)]")).isEqualTo(List.of("0+100", "900+100", true));
    }

    @Test
    void need_behindTheEnd_endsWithTheLength() {
        assertThat(run("await list.need(5000, 5050); return list.count")).isEqualTo(1000);
        assertThat(run("await list.need(980, 1200); return [list.items.length, list.has(980, 1200)]"))
                .isEqualTo(List.of(1000, true));
    }

    @Test
    void needAll_readsTheWholeList() {
        assertThat(run("await list.needAll(); return list.items.every((item, index) => item === index)"))
                .isEqualTo(true);
    }
}
