package org.postern.cli.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.postern.cli.quickstart.FakePostern.Lie;
import tools.jackson.databind.JsonNode;

/// The jobs of the fake server: each is done at once, and first told as running.
final class FakeJobs {
    private final FakePostern server;
    final Map<String, Map<String, @Nullable Object>> jobs = new HashMap<>();
    private final Map<String, byte[]> downloads = new HashMap<>();

    FakeJobs(FakePostern server) {
        this.server = server;
    }

    private boolean lies(Lie lie) {
        return server.lies.contains(lie);
    }

    FakePostern.Answer sync() {
        if (lies(Lie.FAILS_THE_SYNC)) {
            return failed();
        }
        Map<String, Object> result = new LinkedHashMap<>(server.vault.sync(server.lab));
        if (lies(Lie.MISSES_THE_DELETION)) {
            result.put("removed", 0);
        }
        return job("sync", result, null);
    }

    private FakePostern.Answer failed() {
        server.jobState = "failed";
        return job("sync", null, Map.of("detail", "The disk is full.", "advice", "Make room."));
    }

    FakePostern.Answer restore(JsonNode order) {
        String mailbox = order.path("mailbox").asString("");
        List<FakeVault.Version> wanted = server
                .kept(mailbox, Instant.parse(order.path("asAt").asString("")))
                .stream()
                .filter(version -> !order.has("folder")
                        || version.message()
                                .folderPath()
                                .equals(order.path("folder").asString("")))
                .toList();
        int created = 0;
        int failed = 0;
        for (FakeVault.Version version : wanted) {
            boolean headless = !new String(version.message().mime(), StandardCharsets.ISO_8859_1).contains(":");
            if (headless || (lies(Lie.REFUSES_A_GOOD_MESSAGE) && failed == 0)) {
                failed++;
                continue;
            }
            boolean there = server.lab.mailboxes.getOrDefault(mailbox, List.of()).stream()
                    .anyMatch(
                            held -> Arrays.equals(held.mime(), version.message().mime()));
            boolean skip = (there && !lies(Lie.RESTORES_TWICE)) || (lies(Lie.RESTORES_TOO_LITTLE) && created == 1);
            if (!skip && !order.path("dryRun").asBoolean(false)) {
                byte[] mime = version.message().mime().clone();
                if (lies(Lie.RESTORES_OTHER_BYTES)) {
                    mime[mime.length - 1] ^= 1;
                }
                server.lab.deliver("t", mailbox, version.message().folderPath(), mime);
            }
            created += skip ? 0 : 1;
        }
        return job(
                "restore",
                Map.of(
                        "created",
                        created,
                        "skipped",
                        wanted.size() - created - failed,
                        "replaced",
                        0,
                        "failed",
                        failed,
                        "items",
                        List.of(),
                        "bytes",
                        300),
                null);
    }

    FakePostern.Answer export(JsonNode order) {
        Instant asAt = order.has("asAt") ? Instant.parse(order.path("asAt").asString("")) : null;
        List<FakeVault.Version> versions = server.kept(order.path("mailbox").asString(""), asAt);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (FakeVault.Version version : versions) {
                zip.putNextEntry(new ZipEntry(
                        version.message().folderPath() + "/" + version.message().id() + ".eml"));
                byte[] mime = version.message().mime();
                zip.write(mime, 0, lies(Lie.EXPORTS_OTHER_BYTES) ? mime.length - 1 : mime.length);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        downloads.put("job-" + (jobs.size() + 1), file.toByteArray());
        return job(
                "export",
                Map.of("messages", versions.size(), "bytes", 700, "fileName", "x.zip", "size", file.size()),
                null);
    }

    private FakePostern.Answer job(String kind, @Nullable Object result, @Nullable Object error) {
        Map<String, @Nullable Object> job = new LinkedHashMap<>();
        String id = "job-" + (jobs.size() + 1);
        job.put("id", id);
        job.put("tenant", "sample");
        job.put("kind", kind);
        job.put("state", server.jobState);
        job.put("startedAt", "2026-11-22T01:00:00Z");
        job.put("endedAt", "2026-11-22T01:00:05Z");
        job.put(
                "progress",
                Map.of("phase", "done", "done", 14, "total", 14, "messages", 14, "bytes", 1400, "current", ""));
        job.put("result", result);
        job.put("error", error);
        jobs.put(id, job);
        Map<String, @Nullable Object> running = new LinkedHashMap<>(job);
        running.put("state", "running");
        running.put(
                "progress",
                Map.of("phase", "fetch", "done", 7, "total", 14, "messages", 7, "bytes", 700, "current", "anna"));
        return new FakePostern.Answer(202, "application/json", server.json.writeValueAsBytes(running));
    }

    FakePostern.Answer answer(String[] path) {
        if (path.length == 1) {
            return server.items(jobs.values());
        }
        Map<String, @Nullable Object> job = jobs.get(path[1]);
        if (job == null) {
            return FakePostern.problem(404, "There is no job " + path[1] + ".", "");
        }
        if (path.length == 2) {
            return server.ok(job);
        }
        return path[2].equals("download")
                ? new FakePostern.Answer(200, "application/zip", downloads.getOrDefault(path[1], new byte[0]))
                : new FakePostern.Answer(202, "application/json", new byte[0]);
    }
}
