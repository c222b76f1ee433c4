package org.postern.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.extract.Extraction.NotExtracted;
import org.postern.extract.Extraction.Reason;
import org.postern.extract.child.ReachingMain;

/// A child that hangs, dies, fills its memory or lies costs one document, never the next.
@Timeout(60)
class ChildExtractorTest {
    @ParameterizedTest
    @CsvSource({
        "hang, TIMED_OUT",
        "spin, TIMED_OUT",
        "memory, OUT_OF_MEMORY",
        "crash, CRASHED",
        "garbage, CRASHED",
        "huge, CRASHED"
    })
    void whatADocumentDoesToTheProcessIsItsOwnReason(String deed, Reason reason) {
        try (ChildExtractor extractor = new ChildExtractor(program(MisbehavingMain.class.getName(), 2_000, 60_000))) {
            TextExtractor reader = extractor.forOwner("contoso");
            assertThat(reader.extract(document(deed))).isInstanceOfSatisfying(NotExtracted.class, answer -> {
                assertThat(answer.reason()).isEqualTo(reason);
                assertThat(answer.detail()).isNotBlank();
            });
            assertThat(text(reader.extract(document("next")))).startsWith("next ");
        }
    }

    @Test
    void oneProcessServesOneOwnerAtATime() {
        try (ChildExtractor extractor = new ChildExtractor(program(MisbehavingMain.class.getName(), 20_000, 60_000))) {
            String first = text(extractor.forOwner("contoso").extract(document("a")));
            String again = text(extractor.forOwner("contoso").extract(document("a")));
            String other = text(extractor.forOwner("fabrikam").extract(document("a")));
            assertThat(again).isEqualTo(first);
            assertThat(other).isNotEqualTo(first);
        }
    }

    @Test
    void anIdleProcessIsStoppedAndAnotherStarted() throws InterruptedException {
        try (ChildExtractor extractor = new ChildExtractor(program(MisbehavingMain.class.getName(), 20_000, 200))) {
            String first = text(extractor.forOwner("contoso").extract(document("a")));
            long pid = extractor.pid().orElseThrow();
            for (int i = 0; i < 200 && extractor.pid().isPresent(); i++) {
                Thread.sleep(50);
            }
            assertThat(extractor.pid()).isEmpty();
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(text(extractor.forOwner("contoso").extract(document("a"))))
                    .isNotEqualTo(first);
        }
    }

    @Test
    void closingEndsTheProcess() {
        long pid;
        try (ChildExtractor extractor = new ChildExtractor(program(MisbehavingMain.class.getName(), 20_000, 60_000))) {
            assertThat(text(extractor.forOwner("contoso").extract(document("a"))))
                    .isNotBlank();
            pid = extractor.pid().orElseThrow();
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void theProcessSeesNothingOfOurEnvironment() {
        assertThat(System.getenv()).as("there is something to hide").containsKey("PATH");
        try (ChildExtractor extractor = new ChildExtractor(program(MisbehavingMain.class.getName(), 20_000, 60_000))) {
            String names = text(extractor.forOwner("contoso").extract(document("environment")));
            assertThat(names).doesNotContain("PATH").doesNotContain("POSTERN").doesNotContain("HOME");
        }
    }

    /// A document that makes a parser fetch something tells its sender who reads it, or worse.
    @Test
    void theProcessReachesNoNetwork() throws Exception {
        AtomicInteger callers = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ChildExtractor extractor = new ChildExtractor(program(ReachingMain.class.getName(), 20_000, 60_000))) {
            Thread.ofVirtual().start(() -> answer(server, callers));
            try (Socket reachable = new Socket(server.getInetAddress(), server.getLocalPort())) {
                assertThat(reachable.getInputStream().read()).isEqualTo('H');
            }
            String machine = InetAddress.getLocalHost().getHostName();
            Document how = new Document(machine, "" + server.getLocalPort(), new byte[0], 1_000);
            String answer = text(extractor.forOwner("contoso").extract(how));
            assertThat(answer).isEqualTo("tried 8, came through: []");
            assertThat(callers).hasValue(1);
        }
    }

    private static void answer(ServerSocket server, AtomicInteger callers) {
        try {
            while (!server.isClosed()) {
                try (Socket caller = server.accept()) {
                    callers.incrementAndGet();
                    caller.getOutputStream().write("HTTP/1.1 204 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException closed) {
            assertThat(server.isClosed()).isTrue();
        }
    }

    @Test
    void aProgramThatIsNotThereIsAnAnswer() {
        ExtractorProgram missing = new ExtractorProgram(
                "/nowhere", "none", Path.of("/nowhere/java"), Duration.ofSeconds(5), Duration.ofSeconds(5), 64);
        try (ChildExtractor extractor = new ChildExtractor(missing)) {
            assertThat(extractor.forOwner("contoso").extract(document("a")))
                    .isInstanceOfSatisfying(
                            NotExtracted.class,
                            answer -> assertThat(answer.reason()).isEqualTo(Reason.UNAVAILABLE));
        }
        assertThat(ExtractorProgram.below(Path.of("/nowhere"))).isEqualTo(Optional.empty());
    }

    @Test
    void theRealProgramReadsADocument() {
        try (ChildExtractor extractor = new ChildExtractor(program(ExtractorProgram.MAIN, 30_000, 60_000))) {
            TextExtractor reader = extractor.forOwner("contoso");
            byte[] rtf = "{\\rtf1\\ansi Zeppelin over the harbour\\par}".getBytes(StandardCharsets.US_ASCII);
            assertThat(text(reader.extract(new Document("application/rtf", "a.rtf", rtf, 1_000))))
                    .contains("Zeppelin over the harbour");
            assertThat(text(reader.extract(new Document("application/rtf", "a.rtf", rtf, 8))))
                    .hasSizeLessThanOrEqualTo(8);
        }
    }

    private static String text(Extraction extraction) {
        assertThat(extraction).isInstanceOf(Extraction.Text.class);
        return ((Extraction.Text) extraction).text();
    }

    private static Document document(String name) {
        return new Document("application/octet-stream", name, new byte[] {1, 2, 3}, 10_000);
    }

    private static ExtractorProgram program(String main, long perDocumentMillis, long idleMillis) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ExtractorProgram(
                classPath,
                main,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Duration.ofMillis(perDocumentMillis),
                Duration.ofMillis(idleMillis),
                64);
    }
}
