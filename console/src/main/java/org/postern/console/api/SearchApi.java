package org.postern.console.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.console.mailbox.Finder;
import org.postern.console.problem.ProblemException;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.SearchPage;
import org.postern.vault.SearchQuery;
import org.postern.vault.Vault;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Search over all of a tenant's mail, held now or ever.
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/search")
public class SearchApi {
    public record Found(
            List<MessageView> items, long total, @Nullable String next) {}

    private static final int TEXT_MAX = 1_000;
    private static final int CURSOR_MAX = 4_000;

    private final Finder finder;
    private final Vault vault;

    public SearchApi(Finder finder, Vault vault) {
        this.finder = finder;
        this.vault = vault;
    }

    @GetMapping
    public Found search(
            @PathVariable String tenant,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(required = false) @Nullable String sender,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String mailbox,
            @RequestParam(required = false) @Nullable String folder,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(required = false) @Nullable String asAt,
            @RequestParam(defaultValue = "relevance") String order,
            @RequestParam(defaultValue = Input.LIMIT_DEFAULT) int limit,
            @RequestParam(required = false) @Nullable String after) {
        TenantId id = finder.tenant(tenant).id();
        MailboxId box = mailbox == null || mailbox.isBlank()
                ? null
                : finder.mailboxOrAddress(id, mailbox).id();
        SearchPage page = vault.search(
                id,
                new SearchQuery(
                        Input.optional("words", words, TEXT_MAX),
                        Input.optional("sender", sender, TEXT_MAX),
                        Input.optional("subject", subject, TEXT_MAX),
                        box,
                        folder == null || folder.isBlank() ? null : finder.folderId(folder),
                        Input.instant("since", since),
                        Input.instant("before", before),
                        Input.instant("asAt", asAt),
                        order(order),
                        Input.limit(limit),
                        Input.optional("after", after, CURSOR_MAX)));
        String problem = page.problem();
        if (problem != null) {
            throw ProblemException.badRequest(
                    problem,
                    "Words, \"a phrase\", a beginning such as invoi*, AND, OR, NOT, parentheses, and fields such as"
                            + " from:anna, subject:offer, type:pdf, date:2026-03 and size:>1M are understood.");
        }
        return new Found(page.hits().stream().map(MessageView::of).toList(), page.total(), page.nextCursor());
    }

    private static SearchQuery.Order order(String text) {
        return switch (text) {
            case "relevance" -> SearchQuery.Order.RELEVANCE;
            case "newest" -> SearchQuery.Order.NEWEST_FIRST;
            default ->
                throw ProblemException.badRequest(
                        "order is neither relevance nor newest.", "Choose one of: relevance, newest.");
        };
    }
}
