package dev.likeness.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The grid behind all long lists, in the browser that runs it.
class VirtualGridTest {
    @TempDir
    private Path folder;

    @Test
    void scrolling_leavesNothingBehind() {
        try (WebPages pages = WebPages.start(folder)) {
            pages.server().post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
            pages.open("people");

            Object grown = pages.page().evaluate("""
                    async () => {
                      const grid = Object.assign(document.createElement('virtual-grid'), {
                        count: 100_000, item: (index) => `${index}`, need: () => {},
                      });
                      document.querySelector('main').replaceChildren(grid);
                      const nodes = async (row) => {
                        window.scrollTo(0, 184 * row);
                        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
                        await grid.updateComplete;
                        return grid.querySelector('ul').childNodes.length;
                      };
                      await nodes(103);
                      const before = await nodes(100);
                      for (let row = 100; row < 200; row += 3) await nodes(row);
                      return await nodes(100) - before;
                    }""");

            assertThat(grown).isEqualTo(0);
        }
    }
}
