package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.console.job.Recoveries;
import org.postern.console.mailbox.Finder;
import org.postern.console.mailbox.FolderListing;
import org.postern.console.mailbox.FolderTree;
import org.postern.console.mailbox.MailboxList;
import org.postern.console.tenant.Tenant;
import org.postern.mail.FolderId;
import org.postern.vault.MailboxRecord;
import org.postern.vault.Vault;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// One mailbox, now or as at an instant: its folders, and the messages of one of them.
@Controller
@RequestMapping("/tenants/{tenant}/mailboxes/{mailbox}")
public class MailboxPage {
    private static final int PAGE = 50;
    private static final int DEPTH_SHOWN = 4;

    private final Pages pages;
    private final Finder finder;
    private final Vault vault;
    private final MailboxList mailboxes;
    private final FolderListing listing;
    private final Recoveries recoveries;
    private final Clock clock;

    MailboxPage(Pages pages, Finder finder, Vault vault, MailboxList mailboxes, Recoveries recoveries, Clock clock) {
        this.pages = pages;
        this.finder = finder;
        this.vault = vault;
        this.mailboxes = mailboxes;
        this.listing = new FolderListing(vault);
        this.recoveries = recoveries;
        this.clock = clock;
    }

    @PostMapping("/sync")
    public ResponseEntity<String> sync(@PathVariable String tenant, @PathVariable String mailbox) {
        Tenant found = finder.tenant(tenant);
        MailboxRecord box = finder.mailbox(found.id(), mailbox);
        return Pages.redirect(
                "/jobs/" + recoveries.sync(found.id(), List.of(box)).id());
    }

    @GetMapping
    public ResponseEntity<String> show(
            @PathVariable String tenant,
            @PathVariable String mailbox,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String folder,
            @RequestParam(defaultValue = "0") int page,
            HttpServletRequest request) {
        Tenant found = finder.tenant(tenant);
        MailboxRecord box = finder.mailbox(found.id(), mailbox);
        Instant asAt = PageInput.instant(at);
        List<FolderTree.Node> nodes = FolderTree.of(vault.folders(found.id(), box.id(), asAt));
        FolderTree.Node current = chosen(nodes, folder);
        MailboxView view = view(found, box, asAt, nodes, current, Math.max(page, 0));
        return pages.page("mailbox", Map.of("shell", Shell.of(request, box.displayName(), "overview"), "view", view));
    }

    /// The folder asked for; else the first that has messages, which with the usual names is the inbox.
    private static FolderTree.@Nullable Node chosen(List<FolderTree.Node> nodes, @Nullable String folder) {
        return nodes.stream()
                .filter(node ->
                        folder != null && node.folder().state().id().value().equals(folder))
                .findFirst()
                .or(() -> nodes.stream()
                        .filter(node -> node.folder().messages() > 0)
                        .findFirst())
                .or(() -> nodes.stream().findFirst())
                .orElse(null);
    }

    private MailboxView view(
            Tenant tenant,
            MailboxRecord box,
            @Nullable Instant asAt,
            List<FolderTree.Node> nodes,
            FolderTree.@Nullable Node current,
            int page) {
        String path = MailboxView.path(tenant, box);
        FolderId id = current == null ? null : current.folder().state().id();
        FolderListing.Page shown =
                id == null ? FolderListing.Page.NONE : listing.page(tenant.id(), box.id(), id, asAt, page, PAGE);
        String here = path + "?folder=" + (id == null ? "" : Format.segment(id.value())) + instant(asAt);
        long first = (long) page * PAGE;
        return new MailboxView(
                tenant,
                box,
                mailboxes.of(tenant.id(), box),
                asAt,
                clock.instant(),
                chips(path, id, asAt),
                nodes.stream().map(node -> folder(node, path, asAt, id)).toList(),
                id == null ? "" : id.value(),
                current == null ? "No folder" : current.folder().state().name(),
                shown.messages().stream()
                        .map(version -> MessageRow.of(
                                version,
                                path + "/messages/"
                                        + Format.segment(version.state().id().value())
                                        + (asAt == null
                                                ? ""
                                                : "?" + instant(asAt).substring(1)),
                                "",
                                ""))
                        .toList(),
                shown.messages().isEmpty()
                        ? ""
                        : Format.count(first + 1) + "–"
                                + Format.count(first + shown.messages().size()) + " of " + Format.count(shown.total()),
                page > 0 ? here + "&page=" + (page - 1) : "",
                first + PAGE < shown.total() ? here + "&page=" + (page + 1) : "");
    }

    private static MailboxView.Folder folder(
            FolderTree.Node node, String path, @Nullable Instant asAt, @Nullable FolderId current) {
        FolderId id = node.folder().state().id();
        return new MailboxView.Folder(
                node.folder().state().name(),
                node.path(),
                Math.min(node.depth(), DEPTH_SHOWN),
                node.folder().messages(),
                path + "?folder=" + Format.segment(id.value()) + instant(asAt),
                id.equals(current));
    }

    private List<MailboxView.Chip> chips(String path, @Nullable FolderId folder, @Nullable Instant asAt) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant midnight =
                now.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).toInstant();
        String base = path + "?folder=" + (folder == null ? "" : Format.segment(folder.value()));
        List<MailboxView.Chip> chips = new ArrayList<>();
        chips.add(new MailboxView.Chip("Now", base, asAt == null));
        chips.add(chip("5 min ago", base, now.minus(Duration.ofMinutes(5))));
        chips.add(chip("An hour ago", base, now.minus(Duration.ofHours(1))));
        chips.add(chip("This midnight", base, midnight));
        chips.add(chip("Yesterday", base, now.minus(Duration.ofDays(1))));
        chips.add(chip("A week ago", base, now.minus(Duration.ofDays(7))));
        chips.add(chip("30 days ago", base, now.minus(Duration.ofDays(30))));
        return chips;
    }

    private static MailboxView.Chip chip(String label, String base, Instant instant) {
        return new MailboxView.Chip(label, base + instant(instant), false);
    }

    private static String instant(@Nullable Instant asAt) {
        return asAt == null ? "" : "&at=" + Format.segment(asAt.toString());
    }
}
