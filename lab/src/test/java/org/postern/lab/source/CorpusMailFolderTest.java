package org.postern.lab.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Opens thousands of files that others wrote.
class CorpusMailFolderTest {
    private static Path corpus = Path.of("unset");

    @BeforeAll
    static void corpusIsThere() {
        corpus = Path.of(Optional.ofNullable(System.getenv("POSTERN_CORPUS")).orElse("../../shared/corpus/unpacked"));
        assumeTrue(
                Files.isDirectory(corpus.resolve("corpora")),
                "No corpus at " + corpus + ": set POSTERN_CORPUS to the unpacked corpus to run this test");
    }

    @Test
    void everyFileNamedAsMailIsTakenWhole() throws IOException {
        for (String part : List.of("corpora", "mime")) {
            MailFolder folder = MailFolder.open(corpus.resolve(part));
            Map<Path, Long> taken = new HashMap<>();
            folder.organisations().getFirst().mailboxes().stream()
                    .flatMap(mailbox -> mailbox.folders().stream())
                    .flatMap(one -> one.messages().stream())
                    .forEach(message -> {
                        if (message.content() instanceof FileRange range) {
                            taken.merge(range.file(), range.size(), Long::sum);
                        }
                    });
            Set<Path> emptyOrOther = folder.report().passedOver().stream()
                    .map(TakeReport.PassedOver::file)
                    .collect(Collectors.toSet());
            for (Path file : files(corpus.resolve(part))) {
                if (file.toString().endsWith(".eml") && Files.size(file) > 0) {
                    assertThat(taken).containsEntry(file, Files.size(file));
                }
                assertThat(taken.containsKey(file) ^ emptyOrOther.contains(file))
                        .as("either taken or reported: " + file)
                        .isTrue();
            }
        }
    }

    @Test
    void theTwoListsHoldAThousandMessagesEach() throws IOException {
        MailFolder folder = MailFolder.open(corpus.resolve("corpora/list-linux-mips-mbox"));
        assertThat(folder.organisations().getFirst().mailboxes().getFirst().folders())
                .extracting(one -> one.messages().size())
                .containsExactly(1000, 1000);
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root.toRealPath())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
