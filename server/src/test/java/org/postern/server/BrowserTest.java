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

/// People's ways through the pages in a real browser: sign in, search, open, preview a restore; order and approve.
@Tag("browser")
class BrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final double PATIENCE_MILLIS = 60_000;

    @TempDir
    Path directory;

    /// What a person does in a page, and another in a browser of his own.
    private interface Walk {
        void through(Page page, Page other, RunningServer running) throws Exception;
    }

    @Test
    void aPersonFindsAMessageAndPreviewsItsRestoreAndTwoPersonsExport() throws Exception {
        walking((page, other, running) -> {
            running.connect("harbour");
            running.ended(running.post("/tenants/harbour/sync", Map.of()));
            walk(page, running);
            approval(page, other, running);
        });
    }

    @Test
    void aPersonConnectsAnExchangeServerByTheForm() throws Exception {
        walking((page, _, running) -> {
            running.post("/tenants", Map.of("id", "harbour", "name", "Harbour & Sons"));
            running.lab
                    .world()
                    .tenants()
                    .getFirst()
                    .exchange()
                    .add(new ServiceAccount("HARBOUR\\postern", Optional.of("a secret"), Optional.empty(), true));
            signIn(page, running, running.token);
            page.waitForSelector("text=Harbour & Sons");
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
            List<String> complaints = new ArrayList<>();
            walk.through(page(browser, complaints), page(browser, complaints), running);
            assertThat(complaints).as("what the browser complained of").isEmpty();
        }
    }

    /// A browser of its own, which remembers no other's session.
    private static Page page(Browser browser, List<String> complaints) {
        Page page = browser.newContext().newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    private static void signIn(Page page, RunningServer running, String token) {
        page.navigate(running.server.url() + "/");
        assertThat(page.title()).contains("Sign in");
        page.fill("#token", token);
        page.click("button[type=submit]");
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
        look(page, "connect");
        page.click("text=Make the connection");
        page.click("text=Check now");
        page.waitForSelector("#findings >> text=mailboxes in the server's address book");
        page.click("text=Change the password");
        look(page, "connected");
        page.navigate(running.server.url() + "/tenants/harbour/connections");
        assertThat(page.textContent(".connection")).contains("active", "Exchange (EWS) at");
    }

    /// One adds the other, sets the policy and orders; the other, with a token of his own, looks and approves.
    private static void approval(Page anna, Page ben, RunningServer running) {
        anna.click("text=Administrators");
        anna.fill("#name", "ben");
        anna.click("button:has-text('Add')");
        signIn(ben, running, anna.textContent(".token"));
        ben.click("text=Administrators");
        ben.click("button:has-text('New token')");
        String own = ben.textContent(".token");
        ben.click("text=Jobs");
        signIn(ben, running, own);

        anna.navigate(running.server.url() + "/tenants/harbour/two-persons");
        anna.click("text=That, and every restore");
        anna.fill("#bulkOver", "5");
        anna.click("button:has-text('Save')");
        look(anna, "policy");
        anna.click("text=Retention");
        anna.fill("#days", "30");
        anna.click("button:has-text('Save')");
        anna.waitForSelector("text=This waits for another administrator");
        assertThat(anna.content()).contains("another administrator decides").doesNotContain("do exactly this");
        look(anna, "own-order");

        ben.navigate(running.server.url() + "/");
        look(ben, "overview");
        ben.click("text=Look and decide");
        ben.waitForSelector("text=administrator asks you to approve");
        assertThat(ben.content()).contains("Keep less of the past of tenant harbour");
        look(ben, "approval");
        ben.click("button:has-text('Approve')");
        ben.waitForSelector("text=succeeded");
        assertThat(ben.content()).contains("Decided by").contains("ben");
        look(ben, "approved");
        ben.click("text=Administrators");
        look(ben, "administrators");
    }

    /// For people to look at, where `postern.screenshots` names a folder.
    private static void look(Page page, String name) {
        String folder = System.getProperty("postern.screenshots");
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(folder, name + ".png")));
        }
    }

    private static void walk(Page page, RunningServer running) {
        signIn(page, running, running.token);
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
