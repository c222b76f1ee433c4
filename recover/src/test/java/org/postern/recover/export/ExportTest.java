package org.postern.recover.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.recover.World.ALICE;
import static org.postern.recover.World.TENANT;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.MailReader.Fetched;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.TenantId;
import org.postern.recover.ExportReport;
import org.postern.recover.ExportRequest;
import org.postern.recover.ExportRequest.Scope;
import org.postern.recover.FakeExchange;
import org.postern.recover.Progress;
import org.postern.recover.RecoverException;
import org.postern.recover.World;
import org.postern.vault.SearchQuery;

class ExportTest {
    @TempDir
    Path folder;

    private World world;
    private FolderId projects;

    @BeforeEach
    void fill() {
        world = new World(2, folder);
        world.exchange.add(ALICE);
        projects = world.exchange.addFolder(ALICE, null, "Projects: A/B", null);
        for (int i = 0; i < 5; i++) {
            world.exchange.addMessage(ALICE, projects, FakeExchange.mime("Same", "m" + i, "From here\r\n" + i), false);
        }
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Map<String, byte[]> unzip(byte[] zip) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    @Test
    void writesFoldersAndBytesAsAtTheInstant() throws IOException {
        Instant before = world.sync().mailboxes().getFirst().at();
        List<byte[]> held = world.exchange.itemsIn(ALICE, projects).stream()
                .map(item -> item.mime)
                .toList();
        world.exchange.deleteFolder(ALICE, projects, true);
        world.sync();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportReport report = world.recovery
                .export()
                .zip(new ExportRequest(TENANT, new Scope.WholeMailbox(ALICE), before), out, Progress.NONE);
        assertThat(report.messages()).isEqualTo(5);
        Map<String, byte[]> files = unzip(out.toByteArray());
        assertThat(files.keySet()).contains("Inbox/", "Projects_ A_B/");
        files.values().removeIf(bytes -> bytes.length == 0);
        assertThat(files.values()).containsExactlyInAnyOrderElementsOf(held);
        assertThat(files.keySet())
                .allMatch(name -> name.startsWith("Projects_ A_B/2023-11-14 2213 Same") && name.endsWith(".eml"));
        ExportReport now = world.recovery
                .export()
                .zip(
                        new ExportRequest(TENANT, new Scope.WholeMailbox(ALICE), null),
                        OutputStream.nullOutputStream(),
                        Progress.NONE);
        assertThat(now.messages()).isZero();
    }

    @Test
    void listsWhatIsMissing() throws IOException {
        ItemId bad = world.exchange.itemsIn(ALICE, projects).getFirst().state.id();
        world.exchange.failing.put(bad, new Fetched.Failed(bad, "ErrorCorruptData", "damaged.", true));
        world.sync();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportReport report = world.recovery
                .export()
                .zip(new ExportRequest(TENANT, new Scope.OneFolder(ALICE, projects, true), null), out, Progress.NONE);
        assertThat(report.messages()).isEqualTo(4);
        assertThat(report.missing()).isEqualTo(1);
        assertThat(new String(unzip(out.toByteArray()).get("MISSING.txt"), StandardCharsets.UTF_8))
                .contains("ErrorCorruptData");
    }

    @Test
    void writesMboxAndSearchResults() {
        world.sync();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportReport report = world.recovery
                .export()
                .mbox(new ExportRequest(TENANT, new Scope.Found(SearchQuery.words("Same")), null), out, Progress.NONE);
        assertThat(report.messages()).isEqualTo(5);
        String mbox = out.toString(StandardCharsets.UTF_8);
        assertThat(mbox.lines().filter(line -> line.startsWith("From "))).hasSize(5);
        assertThat(mbox.lines().filter(line -> line.equals(">From here"))).hasSize(5);
    }

    @Test
    void saysWhenItCannotGoOn() {
        world.sync();
        ExportRequest request = new ExportRequest(TENANT, new Scope.WholeMailbox(ALICE), null);
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device.");
            }
        };
        assertThatThrownBy(() -> world.recovery.export().zip(request, full, Progress.NONE))
                .isInstanceOf(RecoverException.class)
                .hasMessageContaining("No space left");
        ExportRequest foreign = new ExportRequest(new TenantId("fabrikam"), new Scope.WholeMailbox(ALICE), null);
        assertThatThrownBy(() -> world.recovery.export().zip(foreign, OutputStream.nullOutputStream(), Progress.NONE))
                .isInstanceOf(RecoverException.class)
                .hasMessageContaining("no mailbox");
    }
}
