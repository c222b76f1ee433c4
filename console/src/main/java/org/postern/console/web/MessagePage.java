package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.console.mailbox.Finder;
import org.postern.console.mailbox.MessageReading;
import org.postern.console.tenant.Tenant;
import org.postern.mail.MessageState;
import org.postern.vault.MailboxRecord;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// One message, as plain text: hostile HTML never reaches the browser.
@Controller
public class MessagePage {
    /// @param folders names of folders by id
    public record View(
            Tenant tenant,
            MailboxRecord mailbox,
            String item,
            @Nullable Instant asAt,
            Map<String, String> folders) {
        public record Row(MessageVersion version, String folder, String marks, String href) {}

        public String mailboxPath() {
            return MailboxView.path(tenant, mailbox);
        }

        public String mailboxHref() {
            return mailboxPath() + (asAt == null ? "" : "?at=" + Format.segment(asAt.toString()));
        }

        public String mimeHref() {
            return "/api/v1" + mailboxPath() + "/messages/" + Format.segment(item) + "/mime"
                    + (asAt == null ? "" : "?asAt=" + Format.segment(asAt.toString()));
        }

        public String asAtText() {
            return asAt == null ? "" : asAt.toString();
        }

        /// Newest first.
        public List<Row> versions(List<MessageVersion> history) {
            return history.reversed().stream()
                    .map(version -> new Row(
                            version,
                            folders.getOrDefault(version.state().folder().value(), "a folder that is gone"),
                            marks(version.state()),
                            mailboxPath() + "/messages/" + Format.segment(item) + "?at="
                                    + Format.segment(version.from().toString())))
                    .toList();
        }

        private static String marks(MessageState state) {
            List<String> marks = new ArrayList<>();
            marks.add(state.read() ? "read" : "unread");
            if (state.draft()) {
                marks.add("draft");
            }
            if (state.followUp() != MessageState.FollowUp.NOT_FLAGGED) {
                marks.add(Format.lower(state.followUp()));
            }
            marks.addAll(state.categories());
            return String.join(", ", marks);
        }
    }

    private final Pages pages;
    private final Finder finder;
    private final Vault vault;

    MessagePage(Pages pages, Finder finder, Vault vault) {
        this.pages = pages;
        this.finder = finder;
        this.vault = vault;
    }

    @GetMapping("/tenants/{tenant}/mailboxes/{mailbox}/messages/{message}")
    public ResponseEntity<String> show(
            @PathVariable String tenant,
            @PathVariable String mailbox,
            @PathVariable String message,
            @RequestParam(required = false) @Nullable String at,
            HttpServletRequest request) {
        Tenant found = finder.tenant(tenant);
        MailboxRecord box = finder.mailbox(found.id(), mailbox);
        Instant asAt = PageInput.instant(at);
        MessageVersion version = finder.message(found.id(), box.id(), message, asAt);
        MessageReading reading = version.content()
                .map(name -> MessageReading.of(vault.content(found.id(), name)))
                .orElseGet(() -> new MessageReading(List.of(), "", List.of()));
        List<MessageVersion> history =
                vault.history(found.id(), box.id(), version.state().id());
        return pages.page(
                "message",
                Map.of(
                        "shell", Shell.of(request, version.subject(), "overview"),
                        "view", new View(found, box, message, asAt, folderNames(found, box, history)),
                        "version", version,
                        "reading", reading,
                        "history", history));
    }

    private Map<String, String> folderNames(Tenant tenant, MailboxRecord box, List<MessageVersion> history) {
        Map<String, String> names = new HashMap<>();
        for (MessageVersion version : history) {
            String id = version.state().folder().value();
            if (!names.containsKey(id)) {
                vault.folders(tenant.id(), box.id(), version.from()).stream()
                        .filter(folder -> folder.state().id().value().equals(id))
                        .findFirst()
                        .ifPresent(folder -> names.put(id, folder.state().name()));
            }
        }
        return names;
    }
}
