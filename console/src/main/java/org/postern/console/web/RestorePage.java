package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.console.job.ExportOrder;
import org.postern.console.job.Job;
import org.postern.console.job.Recoveries;
import org.postern.console.job.RestoreOrder;
import org.postern.console.job.Scope;
import org.postern.console.mailbox.Finder;
import org.postern.console.problem.ProblemException;
import org.postern.console.tenant.Tenant;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;
import org.postern.vault.FolderVersion;
import org.postern.vault.MailboxRecord;
import org.postern.vault.Vault;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/// Restores and exports: what, to where, a preview, and the start.
@Controller
@RequestMapping("/tenants/{tenant}/mailboxes/{mailbox}")
public class RestorePage {
    /// What is to be restored or exported, as it stands in the form.
    ///
    /// @param what in words, such as `3 messages`
    /// @param folder empty for the whole mailbox
    public record View(
            Tenant tenant, MailboxRecord mailbox, String what, String folder, List<String> items, Instant asAt) {
        public View {
            items = List.copyOf(items);
        }

        public String path() {
            return MailboxView.path(tenant, mailbox);
        }
    }

    private final Pages pages;
    private final Finder finder;
    private final Vault vault;
    private final Recoveries recoveries;
    private final Clock clock;

    RestorePage(Pages pages, Finder finder, Vault vault, Recoveries recoveries, Clock clock) {
        this.pages = pages;
        this.finder = finder;
        this.vault = vault;
        this.recoveries = recoveries;
        this.clock = clock;
    }

    @PostMapping("/restore")
    public ResponseEntity<String> ask(
            @PathVariable String tenant, @PathVariable String mailbox, HttpServletRequest request) {
        View view = view(tenant, mailbox, request);
        return pages.page(
                "restore",
                Map.of(
                        "shell", Shell.of(request, "Restore", "overview"),
                        "view", view,
                        "mailboxes", vault.mailboxes(view.tenant().id())));
    }

    @PostMapping("/restore/preview")
    public ResponseEntity<String> preview(
            @PathVariable String tenant, @PathVariable String mailbox, HttpServletRequest request) {
        Job job = start(tenant, mailbox, request, true);
        return pages.page(
                "jobcard", Map.of("job", job, "csrf", Shell.of(request, "", "").csrf()));
    }

    @PostMapping("/restore/start")
    public ResponseEntity<String> restore(
            @PathVariable String tenant, @PathVariable String mailbox, HttpServletRequest request) {
        return Pages.redirect("/jobs/"
                + start(tenant, mailbox, request, "true".equals(request.getParameter("dryRun")))
                        .id());
    }

    private Job start(String tenant, String mailbox, HttpServletRequest request, boolean dryRun) {
        View view = view(tenant, mailbox, request);
        String target = PageInput.text(request.getParameter("targetMailbox"));
        MailboxId to = target == null
                ? null
                : finder.mailbox(view.tenant().id(), target).id();
        RestoreOrder order = new RestoreOrder(
                scope(view),
                to,
                PageInput.text(request.getParameter("targetFolder")),
                choice(RestoreOrder.Conflict.class, request.getParameter("conflict")),
                dryRun);
        return recoveries.restore(view.tenant().id(), order);
    }

    @PostMapping("/export")
    public ResponseEntity<String> askExport(
            @PathVariable String tenant, @PathVariable String mailbox, HttpServletRequest request) {
        View view = view(tenant, mailbox, request);
        return pages.page("export", Map.of("shell", Shell.of(request, "Export", "overview"), "view", view));
    }

    @PostMapping("/export/start")
    public ResponseEntity<String> export(
            @PathVariable String tenant, @PathVariable String mailbox, HttpServletRequest request) throws IOException {
        View view = view(tenant, mailbox, request);
        ExportOrder order =
                new ExportOrder(scope(view), choice(ExportOrder.Format.class, request.getParameter("format")));
        return Pages.redirect(
                "/jobs/" + recoveries.export(view.tenant().id(), order).id());
    }

    private Scope scope(View view) {
        FolderId folder = view.folder().isEmpty() ? null : finder.folderId(view.folder());
        return new Scope(
                view.mailbox().id(),
                folder,
                true,
                view.items().stream().map(finder::itemId).toList(),
                view.asAt());
    }

    /// What the form names: ticked messages, else its folder, else, or when asked so, the whole mailbox.
    private View view(String tenant, String mailbox, HttpServletRequest request) {
        Tenant found = finder.tenant(tenant);
        MailboxRecord box = finder.mailbox(found.id(), mailbox);
        Instant given = PageInput.instant(request.getParameter("asAt"));
        Instant asAt = given == null ? clock.instant() : given;
        String what = Objects.requireNonNullElse(request.getParameter("what"), "");
        String[] ticked = request.getParameterValues("item");
        List<String> items =
                ticked == null || what.equals("folder") || what.equals("mailbox") ? List.of() : Arrays.asList(ticked);
        if (what.equals("items") && items.isEmpty()) {
            throw ProblemException.badRequest("No message is selected.", "Go back and tick the messages.");
        }
        if (items.size() > Scope.ITEMS_MAX) {
            throw ProblemException.badRequest("Too many messages are selected.", "Restore their folder instead.");
        }
        boolean whole = what.equals("mailbox") || !items.isEmpty();
        String folder = whole ? "" : Objects.requireNonNullElse(request.getParameter("folder"), "");
        return new View(found, box, words(found, box, folder, items, asAt), folder, items, asAt);
    }

    private String words(Tenant tenant, MailboxRecord box, String folder, List<String> items, Instant asAt) {
        if (!items.isEmpty()) {
            return items.size() == 1 ? "one message" : items.size() + " messages";
        }
        if (folder.isEmpty()) {
            return "the whole mailbox";
        }
        FolderVersion version = finder.folder(tenant.id(), box.id(), folder, asAt);
        return "the folder “" + version.state().name() + "”";
    }

    private static <E extends Enum<E>> E choice(Class<E> type, @Nullable String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.badRequest("A choice is missing.", "Go back and choose one."));
    }
}
