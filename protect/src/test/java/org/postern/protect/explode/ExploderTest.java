package org.postern.protect.explode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.protect.explode.Fixtures.bytes;
import static org.postern.protect.explode.Fixtures.explode;
import static org.postern.protect.explode.Fixtures.file;
import static org.postern.protect.explode.Fixtures.zip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;

class ExploderTest {
    private static String tree(Exploder.Explosion explosion) {
        StringBuilder tree = new StringBuilder();
        explosion
                .files()
                .forEach(file -> tree.append(file.depth())
                        .append(' ')
                        .append(file.name())
                        .append(' ')
                        .append(file.kind())
                        .append('\n'));
        return tree.toString();
    }

    @Test
    void archivesWithinArchivesAreOpened() throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(new GZIPOutputStream(tar))) {
            byte[] inner = zip("note.txt", bytes("hello there"));
            TarArchiveEntry entry = new TarArchiveEntry("in/a.zip");
            entry.setSize(inner.length);
            out.putArchiveEntry(entry);
            out.write(inner);
            out.closeArchiveEntry();
        }
        Exploder.Explosion explosion = explode(file("x.tar.gz", tar.toByteArray()));
        assertThat(tree(explosion)).isEqualTo("0 x.tar.gz gz\n1 x.tar tar\n2 in/a.zip zip\n3 note.txt txt\n");
        assertThat(explosion.omitted()).isEmpty();
    }

    @Test
    void sevenZipIsOpened() throws IOException {
        SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
        try (SevenZOutputFile out = new SevenZOutputFile(channel)) {
            SevenZArchiveEntry entry = new SevenZArchiveEntry();
            entry.setName("run.js");
            out.putArchiveEntry(entry);
            out.write(bytes("var x = 'y';"));
            out.closeArchiveEntry();
        }
        byte[] content = java.util.Arrays.copyOf(channel.array(), (int) channel.size());
        assertThat(tree(explode(file("a.7z", content)))).isEqualTo("0 a.7z 7z\n1 run.js js\n");
    }

    @Test
    void aMailsPartsAndTheFilesInThemAreFound() {
        String mail = "From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n"
                + "--b\r\nContent-Type: application/zip; name=z.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getEncoder().encodeToString(zip("in.txt", bytes("text")))
                + "\r\n--b--\r\n";
        assertThat(tree(explode(file("m.eml", bytes(mail)))))
                .contains("1 part_0 txt")
                .contains("1 z.zip zip")
                .contains("2 in.txt txt");
    }

    @Test
    void aPageGivesItsScriptsAndSmuggledFiles() {
        String page = "<html><script>var a = atob('"
                + Base64.getEncoder().encodeToString(zip("evil.exe", bytes("MZ" + "x".repeat(300))))
                + "');</script><img src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(Fixtures.png(2, 2)) + "\"></html>";
        assertThat(tree(explode(file("p.html", bytes(page)))))
                .contains("1 script_0 js", "1 data_0 png", "1 base64_0 zip", "2 evil.exe exe");
    }

    @Test
    void aDocumentsMacrosAreFiles() {
        Exploder.Explosion explosion =
                explode(file("m.doc", Fixtures.macros("Sub AutoOpen()\r\nShell \"calc\"\r\nEnd Sub")));
        assertThat(tree(explosion)).contains("0 m.doc doc", "1 ThisDocument.vba txt");
        assertThat(explosion.files().get(1).content()).startsWith(bytes("Sub AutoOpen"));
    }

    @Test
    void whatIsTooDeepIsToldNotLost() {
        byte[] content = bytes("deep inside");
        for (int level = 0; level < 12; level++) {
            content = zip("level" + level + ".zip", content);
        }
        Exploder.Explosion explosion = explode(file("a.zip", content));
        assertThat(explosion.files()).hasSize(9);
        assertThat(explosion.omitted()).containsExactly("file.explode: files deeper than 8 levels");
    }

    @Test
    void manyFilesAreCutOffAndTold() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 600; i++) {
            files.put("f" + i, bytes("x" + i));
        }
        Exploder.Explosion explosion = explode(file("a.zip", zip(files)));
        assertThat(explosion.files()).hasSize(501);
        assertThat(explosion.omitted()).containsExactly("file.explode: more than 500 files within files");
    }

    @Test
    void aBombUnpacksNoMoreThanAMessageMay() {
        byte[] zeros = new byte[20 << 20];
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 6; i++) {
            files.put("zeros" + i, zeros);
        }
        Exploder.Explosion explosion = explode(file("bomb.zip", zip(files)));
        long unpacked = explosion.files().stream()
                .filter(file -> file.depth() > 0)
                .mapToLong(file -> file.content().length)
                .sum();
        assertThat(unpacked).isLessThanOrEqualTo(64 << 20);
        assertThat(explosion.omitted()).containsExactly("file.explode: more than 64 MiB unpacked");
    }

    @Test
    void aFileTooLargeDoesNotHideItsNeighbours() {
        Budget.Limits small = new Budget.Limits(500, 64 << 20, 1 << 20, 8, Duration.ofSeconds(4));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("large", new byte[2 << 20]);
        files.put("small", bytes("here"));
        Exploder.Explosion explosion = explode(file("a.zip", zip(files), small));
        assertThat(tree(explosion)).contains("1 small").doesNotContain("large");
        assertThat(explosion.omitted()).hasSize(1);
    }

    @Test
    void timeRunsOut() {
        Budget.Limits none = new Budget.Limits(500, 64 << 20, 1 << 20, 8, Duration.ZERO);
        Exploder.Explosion explosion = explode(file("a.zip", zip("x", bytes("y")), none));
        assertThat(explosion.files()).hasSize(1);
        assertThat(explosion.omitted()).containsExactly("file.explode: more time than one message's files may take");
    }

    @Test
    void aRarIsNotOpenedAndThatIsTold() {
        assertThat(explode(file("a.rar", bytes("Rar!\u001a\u0007\u0000......"))).omitted())
                .containsExactly("file.explode: the content of a rar archive");
    }

    @Test
    void anArchiveCutShortGivesWhatIsThere() {
        byte[] whole = zip(new LinkedHashMap<>(Map.of("only.txt", bytes("words ".repeat(500)))));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 60);
        assertThat(tree(explode(file("a.zip", cut)))).contains("1 only.txt txt");
    }
}
