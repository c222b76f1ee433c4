package org.postern.protect.explode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postern.protect.engine.Frame;

/// Files of strangers, whole and damaged: nothing is thrown, and no scanner fails in a way that it did not foresee.
class HostileFilesTest {
    private static final int LARGEST = 400_000;
    private static final int MUTANTS = Integer.getInteger("postern.mutants", 150);

    private interface Scanner {
        @Nullable
        Object scan(ExplodedFile file);
    }

    private static final Map<String, Scanner> SCANNERS = scanners();

    private static Map<String, Scanner> scanners() {
        Map<String, Scanner> all = new LinkedHashMap<>();
        all.put("hash", Digests::of);
        all.put("strings", Strings::of);
        all.put("url", Urls::of);
        all.put("zip", ZipFile::facts);
        all.put("exiftool", Exif::of);
        all.put("pdf", PdfLinks::facts);
        all.put("html", Pages::facts);
        all.put("javascript", JavaScriptWords::of);
        all.put("xml", Xml::tags);
        all.put("docx", OfficeFacts::docx);
        all.put("pptx", OfficeFacts::pptx);
        all.put("vba", MacroFacts::of);
        all.put("ics", Calendar::of);
        all.put("oletools", OleTools::of);
        all.put("entropy", Digests::entropy);
        return all;
    }

    private static Path corpus() {
        String place = System.getenv("POSTERN_CORPUS");
        Path corpus = Path.of(place == null ? "../shared/corpus/unpacked" : place);
        assumeTrue(
                Files.isDirectory(corpus.resolve("formats")),
                "No corpus: set POSTERN_CORPUS to the folder that holds formats/");
        return corpus;
    }

    private static List<Path> files() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String place : List.of("formats", "rules/mql/sublime-samples")) {
            Path folder = corpus().resolve(place);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> tree = Files.walk(folder)) {
                    tree.filter(Files::isRegularFile).sorted().forEach(found::add);
                }
            }
        }
        return found;
    }

    /// Looks at everything as rules would; gives what failed.
    private static List<String> lookAt(String name, byte[] content) {
        Frame frame = new Frame(new Object(), System::nanoTime);
        Budget budget = new Budget(frame, Budget.Limits.DEFAULT);
        ExplodedFile first = new ExplodedFile(new Source(name, content, ""), 0, null, budget);
        Exploder.Explosion explosion = Exploder.explode(first, budget);
        assertThat(explosion.files()).hasSizeLessThanOrEqualTo(501);
        List<String> failed = new ArrayList<>();
        for (ExplodedFile file : explosion.files()) {
            SCANNERS.forEach((scanner, scan) -> {
                file.scan(scanner, scan::scan);
                file.failure(scanner).filter(why -> why.endsWith("(it failed)")).ifPresent(failed::add);
            });
        }
        return failed;
    }

    @Test
    void realFilesAreLookedIntoWithoutFailing() throws IOException {
        Random random = new Random(20261122);
        int looked = 0;
        for (Path file : files()) {
            if (Files.size(file) < LARGEST && random.nextInt(3) == 0) {
                looked++;
                assertThat(lookAt(String.valueOf(file.getFileName()), Files.readAllBytes(file)))
                        .as(file.toString())
                        .isEmpty();
            }
        }
        assertThat(looked).isGreaterThan(50);
    }

    @Test
    void damagedFilesAreLookedIntoWithoutFailing() throws IOException {
        long seed = Long.getLong("postern.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Path> files = new ArrayList<>();
        for (Path file : files()) {
            if (Files.size(file) < 60_000) {
                files.add(file);
            }
        }
        for (int mutant = 0; mutant < MUTANTS; mutant++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] content = damaged(Files.readAllBytes(file), random);
            String name = String.valueOf(file.getFileName());
            assertThatCode(() -> assertThat(lookAt(name, content)).isEmpty())
                    .as("seed " + seed + ", mutant " + mutant + " of " + file)
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] damaged(byte[] content, Random random) {
        byte[] damaged = random.nextInt(4) == 0
                ? java.util.Arrays.copyOf(content, 1 + random.nextInt(Math.max(1, content.length)))
                : content.clone();
        int changes = 1 + random.nextInt(20);
        for (int change = 0; change < changes && damaged.length > 0; change++) {
            int at = random.nextInt(4) == 0
                    ? random.nextInt(Math.min(damaged.length, 600))
                    : random.nextInt(damaged.length);
            damaged[at] = random.nextBoolean() ? (byte) random.nextInt(256) : (byte) (random.nextBoolean() ? 0xff : 0);
        }
        return damaged;
    }
}
