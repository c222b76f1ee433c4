package org.postern.cli.quickstart;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Quantities;
import tools.jackson.databind.JsonNode;

/// The whole story, every step checked by comparing bytes with what the lab holds: sync, a folder's mail is deleted in
/// the lab, sync, search, restore as at the instant before, export.
///
/// The lab's own figures are the judge: its hashes of every message, its count of the requests it answered.
final class Story {
    static final String NOT_TAKEN =
            "that Graph takes back from nobody (above 4 MB as MIME, or without a header); kept, shown, exported";

    private static final String COMPARE = "Compare every message in the vault with the lab";
    private static final int MIME_LIMIT = 4_000_000;
    private static final int HEADER_LOOKED_FOR = 8192; // Bytes at a message's start.
    private static final int FOLDER_MAX = 1_000; // A restore's result lists as many items.
    private static final Pattern WORD = Pattern.compile("\\b[A-Za-z]{5,12}\\b");

    private final Api api;
    private final Lab lab;
    private final String labTenant;
    private final String tenant;
    private final Narrator narrator;
    private final Clock clock;
    private final Report report;

    private final Map<String, List<LabMessage>> before = new LinkedHashMap<>();
    private List<LabMailbox> mailboxes = List.of();

    Story(Api api, Lab lab, String labTenant, String tenant, Narrator narrator, Clock clock, Report report) {
        this.api = api;
        this.lab = lab;
        this.labTenant = labTenant;
        this.tenant = tenant;
        this.narrator = narrator;
        this.clock = clock;
        this.report = report;
    }

    void play() {
        narrator.step("Look at what the lab holds", this::look);
        narrator.step("First sync", this::firstSync);
        narrator.step(COMPARE, () -> compareAll(COMPARE, null, before));
        Instant then = instantBetweenChanges();
        Place place = largestFolder();
        List<LabMessage> restorable = restorable(place);
        narrator.step("Delete a folder's mail in the lab", () -> delete(place));
        narrator.step("Sync again", () -> syncDeletion());
        narrator.step("Compare the vault now, and as it was", () -> compareNowAndThen(then));
        narrator.step("Search for what was deleted", () -> search(place, then));
        narrator.step("Restore the folder as it was", () -> restore(place, restorable, then));
        narrator.step("Restore again: nothing doubles", () -> restoreAgain(place, restorable, then));
        narrator.step("Sync what was restored", () -> syncRestored());
        narrator.step("Export the mailbox as it was", () -> export(place, then));
        narrator.step("Check the ledger", this::checkLedger);
        narrator.step("Compare every message as at the instant before, once more", () -> finish(then));
    }

    /// A folder of the lab with the messages it held at first.
    private record Place(LabMailbox mailbox, String folderPath, List<LabMessage> messages) {
        String folderId() {
            return messages.getFirst().folderId();
        }

        @Override
        public String toString() {
            return mailbox.address() + "/" + folderPath;
        }
    }

    private String look() {
        mailboxes = lab.mailboxes(labTenant);
        mailboxes.forEach(mailbox -> before.put(mailbox.id(), lab.messages(labTenant, mailbox.id())));
        report.mailboxes = mailboxes.size();
        report.messages = before.values().stream().mapToLong(List::size).sum();
        if (report.messages == 0) {
            throw new StepFailedException("Look at what the lab holds", "The lab holds no message to sync.");
        }
        return Quantities.count(report.messages) + " messages in " + report.mailboxes + " mailboxes";
    }

    private String firstSync() {
        lab.resetRequests();
        long start = System.nanoTime();
        sync("First sync");
        report.seconds = (System.nanoTime() - start) / 1e9;
        report.requests = lab.requests();
        JsonNode stats = api.get(ApiPath.of("tenants", tenant)).path("stats");
        report.rawBytes = stats.path("rawBytes").asLong(0);
        report.storedBytes = stats.path("storedBytes").asLong(0);
        report.serverHeapMaxBytes =
                api.get(ApiPath.of("status")).path("heapMaxBytes").asLong(0);
        return String.format(Locale.ROOT, "%,.0f messages/s, ", report.messages / report.seconds)
                + Quantities.count(report.requests) + " requests";
    }

    private JsonNode sync(String step) {
        Job job = narrator.follow(api, Job.of(api.post(ApiPath.of("tenants", tenant, "sync"), Map.of())), "Sync");
        if (job.state() != Job.State.SUCCEEDED) {
            throw new StepFailedException(
                    step, "The sync ended as " + job.state() + ": " + job.failure() + " " + job.result());
        }
        return job.result();
    }

    /// Every mailbox against the lab's list; differences fail the step.
    private String compareAll(String step, @Nullable Instant asAt, Map<String, List<LabMessage>> expected) {
        Comparison all = new Comparison(0, List.of());
        for (LabMailbox mailbox : mailboxes) {
            List<LabMessage> messages = expected.getOrDefault(mailbox.id(), List.of());
            all = all.plus(Comparison.byId(mailbox.address(), messages, Digest.of(api, tenant, mailbox, asAt)));
        }
        return judge(step, all);
    }

    private String judge(String step, Comparison comparison) {
        report.mismatched += comparison.mismatched();
        if (comparison.mismatched() > 0) {
            throw new StepFailedException(
                    step, comparison.mismatched() + " messages are not identical:\n" + comparison.sample());
        }
        return Quantities.count(comparison.identical()) + " identical";
    }

    /// Later than all that was synced, earlier than all that comes.
    private Instant instantBetweenChanges() {
        pause();
        Instant then = clock.instant();
        pause();
        return then;
    }

    private static void pause() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailedException("Wait", "interrupted", e);
        }
    }

    /// The folder with most messages that a restore's result can list; when all are larger, the smallest.
    private Place largestFolder() {
        List<Place> places = new ArrayList<>();
        for (LabMailbox mailbox : mailboxes) {
            Map<String, List<LabMessage>> byPath = new LinkedHashMap<>();
            before.getOrDefault(mailbox.id(), List.of())
                    .forEach(message -> byPath.computeIfAbsent(message.folderPath(), _ -> new ArrayList<>())
                            .add(message));
            byPath.forEach((path, messages) -> places.add(new Place(mailbox, path, messages)));
        }
        Comparator<Place> bySize =
                Comparator.comparingInt(place -> place.messages().size());
        return places.stream()
                .filter(place -> place.messages().size() <= FOLDER_MAX)
                .max(bySize)
                .orElseGet(() -> places.stream().min(bySize).orElseThrow());
    }

    private String delete(Place place) {
        report.deleted = lab.deleteFolder(labTenant, place.mailbox().id(), place.folderPath());
        expect("Delete a folder's mail in the lab", "deleted", place.messages().size(), report.deleted);
        return Quantities.count(report.deleted) + " messages in " + place;
    }

    private String syncDeletion() {
        long removed = sync("Sync again").path("removed").asLong(-1);
        expect("Sync again", "messages seen as deleted", report.deleted, removed);
        return Quantities.count(removed) + " seen as deleted";
    }

    private static void expect(String step, String what, long expected, long actual) {
        if (expected != actual) {
            throw new StepFailedException(step, what + ": " + actual + ", where " + expected + " were expected.");
        }
    }

    private String compareNowAndThen(Instant then) {
        Map<String, List<LabMessage>> now = new LinkedHashMap<>();
        mailboxes.forEach(mailbox -> now.put(mailbox.id(), lab.messages(labTenant, mailbox.id())));
        String step = "Compare the vault now, and as it was";
        return compareAll(step, null, now) + " now, " + compareAll(step, then, before) + " as at " + then;
    }

    private String search(Place place, Instant then) {
        String step = "Search for what was deleted";
        ApiPath inFolder = ApiPath.of("tenants", tenant, "search")
                .query("mailbox", place.mailbox().id())
                .query("folder", place.folderId())
                .query("asAt", then);
        Set<String> ids = ids(place.messages(), _ -> true);
        report.found = api.get(inFolder.query("limit", 1)).path("total").asLong(-1);
        expect(step, "messages found in the folder", ids.size(), report.found);
        for (LabMessage message : place.messages()) {
            List<String> words = words(message.subject());
            if (!words.isEmpty()) {
                String query = String.join(" ", words);
                List<JsonNode> hits = api.items(inFolder.query("words", query), FOLDER_MAX);
                if (hits.stream().noneMatch(hit -> hit.path("id").asString("").equals(message.id()))) {
                    throw new StepFailedException(
                            step, "The words \"" + query + "\" of a subject do not find message " + message.id() + ".");
                }
                return Quantities.count(report.found) + " in the folder, " + hits.size() + " by the words \"" + query
                        + "\"";
            }
        }
        return Quantities.count(report.found) + " in the folder";
    }

    /// Up to three plain words; a subject with other characters around them is left out, lest a word be half a word.
    private static List<String> words(String subject) {
        boolean plain = subject.chars().allMatch(c -> c >= ' ' && c < 127);
        return plain
                ? WORD.matcher(subject)
                        .results()
                        .map(MatchResult::group)
                        .limit(3)
                        .toList()
                : List.of();
    }

    private static Set<String> ids(List<LabMessage> messages, Predicate<LabMessage> which) {
        Set<String> ids = new HashSet<>();
        messages.stream().filter(which).forEach(message -> ids.add(message.id()));
        return ids;
    }

    /// What Graph takes back of the folder, told from what the lab holds before it is deleted.
    private List<LabMessage> restorable(Place place) {
        return place.messages().stream()
                .filter(message -> !isTooLarge(message) && hasHeader(place, message))
                .toList();
    }

    private boolean hasHeader(Place place, LabMessage message) {
        if (!message.subject().isEmpty()) {
            return true;
        }
        byte[] mime = lab.mime(labTenant, place.mailbox().id(), message.id());
        return new String(mime, 0, Math.min(mime.length, HEADER_LOOKED_FOR), StandardCharsets.ISO_8859_1).contains(":");
    }

    private String restore(Place place, List<LabMessage> restorable, Instant then) {
        String step = "Restore the folder as it was";
        JsonNode result = runRestore(step, place, then);
        report.restored = result.path("created").asLong(0);
        report.notRestorable = result.path("failed").asLong(0);
        expect(
                step,
                "messages that could not be restored",
                place.messages().size() - restorable.size(),
                report.notRestorable);
        expect(step, "messages restored", restorable.size(), report.restored);
        String compared = judge(step, inFolder(place, restorable));
        return compared + (report.notRestorable == 0 ? "" : ", " + report.notRestorable + " " + NOT_TAKEN);
    }

    /// Graph takes MIME in Base64, at most 4 MB of it in a request.
    private static boolean isTooLarge(LabMessage message) {
        return (message.size() + 2) / 3 * 4 > MIME_LIMIT;
    }

    private Comparison inFolder(Place place, List<LabMessage> expected) {
        List<String> hashes = lab.messages(labTenant, place.mailbox().id()).stream()
                .filter(message -> message.folderPath().equals(place.folderPath()))
                .map(LabMessage::sha256)
                .toList();
        return Comparison.byHash(place.toString(), expected, hashes);
    }

    private JsonNode runRestore(String step, Place place, Instant then) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("mailbox", place.mailbox().id());
        body.put("folder", place.folderId());
        body.put("includeSubfolders", false);
        body.put("asAt", then.toString());
        body.put("target", Map.of());
        body.put("conflict", "skip");
        body.put("dryRun", false);
        Job job = narrator.follow(api, Job.of(api.post(ApiPath.of("tenants", tenant, "restores"), body)), "Restore");
        if (job.state() != Job.State.SUCCEEDED && job.state() != Job.State.WARNING) {
            throw new StepFailedException(
                    step, "The restore ended as " + job.state() + ": " + job.failure() + " " + job.result());
        }
        return job.result();
    }

    private String restoreAgain(Place place, List<LabMessage> restorable, Instant then) {
        String step = "Restore again: nothing doubles";
        JsonNode result = runRestore(step, place, then);
        expect(
                step,
                "messages restored a second time",
                0,
                result.path("created").asLong(-1));
        judge(step, inFolder(place, restorable));
        return Quantities.count(result.path("skipped").asLong(0)) + " skipped";
    }

    private String syncRestored() {
        sync("Sync what was restored");
        Map<String, List<LabMessage>> now = new LinkedHashMap<>();
        mailboxes.forEach(mailbox -> now.put(mailbox.id(), lab.messages(labTenant, mailbox.id())));
        return compareAll("Sync what was restored", null, now);
    }

    private String export(Place place, Instant then) {
        String step = "Export the mailbox as it was";
        Map<String, Object> body = Map.of("mailbox", place.mailbox().id(), "asAt", then.toString(), "format", "eml");
        Job job = narrator.follow(api, Job.of(api.post(ApiPath.of("tenants", tenant, "exports"), body)), "Export");
        if (job.state() != Job.State.SUCCEEDED) {
            throw new StepFailedException(
                    step, "The export ended as " + job.state() + ": " + job.failure() + " " + job.result());
        }
        List<String> hashes = ExportedFiles.hashes(api.download(ApiPath.of("jobs", job.id(), "download")));
        report.exported = hashes.size();
        List<LabMessage> expected = before.getOrDefault(place.mailbox().id(), List.of());
        return judge(step, Comparison.byHash(place.mailbox().address(), expected, hashes));
    }

    private String checkLedger() {
        JsonNode found = api.get(ApiPath.of("tenants", tenant, "ledger", "verification"));
        if (!found.path("whole").asBoolean(false)) {
            throw new StepFailedException("Check the ledger", "The ledger is not whole: " + found);
        }
        return Quantities.count(found.path("entries").asLong(0)) + " entries, whole";
    }

    private String finish(Instant then) {
        String told = compareAll("Compare every message as at the instant before, once more", then, before);
        report.identical = report.messages;
        return told;
    }
}
