package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Searches all mail of a tenant, also what is deleted in the mailboxes.
@Command(
        name = "search",
        description = {
            "Search all mail ever kept, also what was deleted since.",
            "WORDS are looked for in subject, addresses, body, and the names and text of attachments. All must occur."
        },
        footer = {
            "",
            "The query language:",
            "  offer \"final price\" contr*            words, phrases, beginnings",
            "  offer (contract OR deal) NOT draft      AND is meant between words; -draft is NOT draft",
            "  from: to: cc: subject:                  in this field only: from:anna subject:(offer OR deal)",
            "  body: attachment:                       in the text of the message; in attachments and their names",
            "  type:pdf type:spreadsheet type:image    ending or kind of an attachment (document, spreadsheet,",
            "                                          presentation, archive, message, image, audio, video)",
            "  date:2026-03 date:>=2026-03-15          received, UTC; date:2025..2026-02 has both ends",
            "  size:>1M size:10k..500k                 of the whole message",
            "  folder:inbox                            folders whose present name holds this",
            "  has:attachment has:unread-attachment    the second: attachments whose text could not be read",
            "Accents and upper case make no difference: muller finds Müller. A tenant's search finds only its own mail.",
            "",
            "Examples:",
            "  postern search 'from:billing type:pdf date:2026 (invoice OR \"purchase order\")'",
            "  postern search invoice october",
            "  postern search '\"purchase order\"' --sender billing@ --since \"2026-11-01\"",
            "  postern search --mailbox anna@contoso.com --folder Inbox --as-at -2h"
        })
final class SearchCommand extends InTenantCommand {
    private static final int PAGE = 500;

    /// How hits are ordered.
    enum Order {
        RELEVANCE,
        NEWEST
    }

    @Parameters(paramLabel = "WORDS", arity = "0..*", description = "What to look for.")
    List<String> words = new ArrayList<>();

    @Option(names = "--sender", paramLabel = "TEXT", description = "In the sender's name or address.")
    @Nullable
    String sender;

    @Option(names = "--subject", paramLabel = "TEXT", description = "In the subject.")
    @Nullable
    String subject;

    @Option(
            names = {"-m", "--mailbox"},
            paramLabel = "MAILBOX",
            description = "Only this mailbox.")
    @Nullable
    String mailbox;

    @Option(names = "--folder", paramLabel = "FOLDER", description = "Only this folder; needs --mailbox.")
    @Nullable
    String folder;

    @Option(names = "--since", paramLabel = "WHEN", description = "Received at or after this instant.")
    @Nullable
    Instant since;

    @Option(names = "--before", paramLabel = "WHEN", description = "Received before this instant.")
    @Nullable
    Instant before;

    @Option(names = "--as-at", paramLabel = "WHEN", description = "Only what was there at this instant. Default: ever.")
    @Nullable
    Instant asAt;

    @Option(
            names = "--order",
            paramLabel = "relevance|newest",
            defaultValue = "RELEVANCE",
            description = "relevance (default) or newest.")
    @SuppressWarnings("NullAway.Init")
    Order order;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most N hits. Default: 50.")
    long limit;

    SearchCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        if (folder != null && mailbox == null) {
            throw new ParameterException(spec.commandLine(), "--folder needs --mailbox: folders belong to a mailbox.");
        }
        Hits hits = search(api, query(api, tenant));
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("items", hits.items());
        document.put("total", hits.total());
        document.put("next", hits.next());
        output.answer(document, out -> {
            Table table = MessageTable.of(hits.items(), output);
            if (!table.isEmpty()) {
                table.print(out, output.columns());
            }
            out.println(Quantities.count(hits.total()) + (hits.total() == 1 ? " message" : " messages") + " found"
                    + (hits.next() == null ? "." : "; the first " + hits.items().size() + " are shown (--limit)."));
        });
        return ExitCode.OK;
    }

    private ApiPath query(Api api, String tenant) {
        String mailboxId = mailbox == null ? null : text(Mailboxes.find(api, tenant, mailbox), "id");
        String folderId = mailboxId == null || folder == null
                ? null
                : text(Mailboxes.folder(api, tenant, mailboxId, folder, asAt), "id");
        return path(tenant, "search")
                .query("words", words.isEmpty() ? null : String.join(" ", words))
                .query("sender", sender)
                .query("subject", subject)
                .query("mailbox", mailboxId)
                .query("folder", folderId)
                .query("since", since)
                .query("before", before)
                .query("asAt", asAt)
                .query("order", order == Order.NEWEST ? "newest" : "relevance");
    }

    private Hits search(Api api, ApiPath query) {
        List<JsonNode> items = new ArrayList<>();
        long total;
        String next = null;
        do {
            JsonNode page = api.get(
                    query.query("limit", Math.min(PAGE, limit - items.size())).query("after", next));
            page.path("items").forEach(items::add);
            total = page.path("total").asLong(items.size());
            next = page.path("next").asString(null);
        } while (next != null && items.size() < limit);
        return new Hits(items, total, next);
    }

    private record Hits(
            List<JsonNode> items, long total, @Nullable String next) {}
}
