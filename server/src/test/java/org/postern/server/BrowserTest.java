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
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.lab.world.ServiceAccount;

/// A person's way through the pages in a real browser: sign in, search, open, preview a restore.
@Tag("browser")
class BrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final double PATIENCE_MILLIS = 60_000;

    @TempDir
    Path directory;

    /// What a person does in a page.
    private interface Walk {
        void through(Page page, RunningServer running) throws Exception;
    }

    @Test
    void aPersonFindsAMessageAndPreviewsItsRestore() throws Exception {
        walking((page, running) -> {
            running.connect("harbour");
            running.ended(running.post("/tenants/harbour/sync", Map.of()));
            walk(page, running);
        });
    }

    @Test
    void aPersonConnectsAnExchangeServerByTheForm() throws Exception {
        walking((page, running) -> {
            running.post("/tenants", Map.of("id", "harbour", "name", "Harbour & Sons"));
            running.lab
                    .world()
                    .tenants()
                    .getFirst()
                    .exchange()
                    .add(new ServiceAccount("HARBOUR\\postern", Optional.of("a secret"), Optional.empty(), true));
            signIn(page, running);
            connect(page, running);
        });
    }

    private void walking(Walk walk) throws Exception {
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
            Page page = browser.newPage();
            page.setDefaultTimeout(PATIENCE_MILLIS);
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            walk.through(page, running);
            assertThat(complaints).as("what the browser complained of").isEmpty();
        }
    }

    private static void signIn(Page page, RunningServer running) {
        page.navigate(running.server.url() + "/");
        assertThat(page.title()).contains("Sign in");
        page.fill("#token", running.token);
        page.click("button[type=submit]");
        page.waitForSelector("text=Harbour & Sons");
    }

    private static void connect(Page page, RunningServer running) throws Exception {
        page.navigate(running.server.url() + "/tenants/harbour/connections");
        assertThat(page.isVisible("#directory")).isTrue();
        assertThat(page.isVisible("#address")).isFalse();
        assertThat(page.isVisible("text=Watch connection")).isTrue();
        page.click("text=Exchange Server");
        assertThat(page.isVisible("#directory")).isFalse();
        assertThat(page.isVisible("text=Watch connection")).isFalse();
        page.selectOption("#signin", "token");
        assertThat(page.isVisible("#directory")).isTrue();
        assertThat(page.isVisible("#password")).isFalse();
        page.selectOption("#signin", "password");
        page.fill("#address", running.lab.baseUrl() + "/EWS/Exchange.asmx");
        page.fill("#account", "HARBOUR\\postern");
        page.fill("#password", "a secret");
        page.click("text=authority of the organisation");
        page.fill("#serverca", Files.readString(running.lab.caFile()));
        picture(page, "connect");
        page.click("text=Make the connection");
        page.click("text=Check now");
        page.waitForSelector("#findings >> text=mailboxes in the server's address book");
        page.click("text=Change the password");
        picture(page, "connected");
        page.navigate(running.server.url() + "/tenants/harbour/connections");
        assertThat(page.textContent(".connection")).contains("active", "Exchange (EWS) at");
    }

    /// For people to look at, where `-Dpictures=DIR` asks for it.
    private static void picture(Page page, String name) {
        String folder = System.getProperty("pictures");
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(folder, name + ".png"))
                    .setFullPage(true));
        }
    }

    private static void walk(Page page, RunningServer running) {
        signIn(page, running);
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
