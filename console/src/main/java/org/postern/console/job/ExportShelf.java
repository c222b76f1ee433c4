package org.postern.console.job;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the files of exports for a day, in a folder that only the server's user may read.
///
/// Each job has a folder of its own, named by the job; the file in it has the name that people see.
public final class ExportShelf {
    public static final Duration LIFE = Duration.ofHours(24);
    private static final Logger LOG = LoggerFactory.getLogger(ExportShelf.class);

    private final Path directory;
    private final Clock clock;

    public ExportShelf(Path directory, Clock clock) throws IOException {
        this.directory = directory;
        this.clock = clock;
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        clear();
    }

    /// Where the export of a job may write its file.
    public Path place(String jobId) throws IOException {
        clear();
        return Files.createDirectory(directory.resolve(jobId));
    }

    /// The file of a job that has ended well, while it lives.
    public Optional<Path> file(Job job) {
        boolean done = job.state() == JobState.SUCCEEDED || job.state() == JobState.WARNING;
        if (job.kind() != JobKind.EXPORT || !done || expired(job)) {
            return Optional.empty();
        }
        Path place = directory.resolve(job.id());
        if (!Files.isDirectory(place)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place)) {
            for (Path file : files) {
                return Optional.of(file);
            }
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("the export of job {} cannot be read: {}", job.id(), e.getMessage());
            return Optional.empty();
        }
    }

    /// Removes what a job that failed left behind.
    public void discard(String jobId) {
        delete(directory.resolve(jobId));
    }

    private boolean expired(Job job) {
        return job.endedAt() == null || job.endedAt().plus(LIFE).isBefore(clock.instant());
    }

    private void clear() throws IOException {
        try (DirectoryStream<Path> places = Files.newDirectoryStream(directory)) {
            for (Path place : places) {
                if (Files.getLastModifiedTime(place).toInstant().plus(LIFE).isBefore(clock.instant())) {
                    delete(place);
                }
            }
        }
    }

    private static void delete(Path place) {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(place)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be removed; it holds an old export: {}", place, e.getMessage());
        }
    }
}
