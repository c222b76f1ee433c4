package org.postern.cli.offline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Instants;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import org.postern.mail.TenantId;
import org.postern.vault.MessageVersion;
import org.postern.vault.SearchPage;
import org.postern.vault.SearchQuery;
import org.postern.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Searches a vault without a server.
@Command(
        name = "search",
        description = {
            "Search all mail that a vault holds. What was put without --index is made searchable first.",
        })
final class VaultSearchCommand extends OfflineCommand {
    private static final int PAGE = 500;

    @Parameters(paramLabel = "WORDS", arity = "1..*", description = "What to look for.")
    List<String> words = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most N hits. Default: 50.")
    int limit;

    VaultSearchCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        try (Vault vault = Vault.open(config())) {
            TenantId tenant = Trees.tenant(vault, options.tenant);
            List<MessageVersion> hits = new ArrayList<>();
            SearchPage page = page(vault, tenant, null, limit);
            hits.addAll(page.hits());
            while (page.nextCursor() != null && hits.size() < limit) {
                page = page(vault, tenant, page.nextCursor(), limit - hits.size());
                hits.addAll(page.hits());
            }
            show(hits, page.total());
            return ExitCode.OK;
        }
    }

    private SearchPage page(Vault vault, TenantId tenant, @org.jspecify.annotations.Nullable String after, int most) {
        SearchQuery query = new SearchQuery(
                String.join(" ", words),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                SearchQuery.Order.RELEVANCE,
                Math.clamp(most, 1, PAGE),
                after);
        SearchPage page = vault.search(tenant, query);
        String problem = page.problem();
        if (problem != null) {
            throw new ClientException(ExitCode.USAGE, problem, "");
        }
        return page;
    }

    private void show(List<MessageVersion> hits, long total) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("total", total);
        document.put("items", hits.stream().map(VaultSearchCommand::item).toList());
        document.put("seconds", seconds());
        document.put("cpuSeconds", Usage.cpuSeconds());
        document.put("peakRssBytes", Usage.peakRssBytes());
        answer(document, out -> {
            Instants instants = new Instants(terminal().clock(), terminal().zone());
            Table table = new Table("Received", "From", "Subject", "Item");
            hits.forEach(hit -> table.row(
                    instants.show(hit.state().receivedAt()),
                    hit.sender(),
                    hit.subject(),
                    hit.state().id().value()));
            if (!table.isEmpty()) {
                table.print(out, terminal().columns());
            }
            out.println(Quantities.count(total) + (total == 1 ? " message" : " messages") + " found.");
        });
    }

    private static Map<String, Object> item(MessageVersion hit) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("mailbox", hit.mailbox().value());
        item.put("item", hit.state().id().value());
        item.put("subject", hit.subject());
        item.put("sender", hit.sender());
        item.put("size", hit.size());
        item.put("receivedAt", hit.state().receivedAt().toString());
        hit.ended().ifPresent(until -> item.put("until", until.toString()));
        return item;
    }
}
