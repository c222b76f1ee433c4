package org.postern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A person's way through the pages in a real browser: sign in, search, open, preview a restore.
@Tag("browser")
class BrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final double PATIENCE_MILLIS = 60_000;

    @TempDir
    Path directory;

    @Test
    void aPersonFindsAMessageAndPreviewsItsRestore() throws Exception {
        assumeTrue(
                Files.isExecutable(CHROMIUM),
                "SKIPPED: no browser at " + CHROMIUM + "; install it (apt-get install chromium) to test the pages");
        try (RunningServer running = new RunningServer(directory);
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(CHROMIUM)
                                .setArgs(
                                        List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")))) {
            running.connect("harbour");
            running.ended(running.post("/tenants/harbour/sync", Map.of()));
            Page page = browser.newPage();
            page.setDefaultTimeout(PATIENCE_MILLIS);
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            walk(page, running);
            assertThat(complaints).as("what the browser complained of").isEmpty();
        }
    }

    private static void walk(Page page, RunningServer running) {
        page.navigate(running.server.url() + "/");
        assertThat(page.title()).contains("Sign in");
        page.fill("#token", running.token);
        page.click("button[type=submit]");
        page.click("text=Harbour & Sons");
        page.waitForSelector("text=anna@harbour.example");

        page.navigate(running.server.url() + "/tenants/harbour/search?words=berth&sender=mona");
        assertThat(page.textContent("h2")).contains("26 found");
        page.click(".messages .what a >> nth=0");
        assertThat(page.textContent(".letter")).contains("The crane at berth").doesNotContain("steal");

        page.click("text=Restore…");
        page.click("text=Preview");
        page.waitForSelector("#preview .stats");
        assertThat(page.textContent("#preview")).contains("already there");
    }
}
