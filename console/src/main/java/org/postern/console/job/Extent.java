package org.postern.console.job;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.console.mailbox.FolderTree;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.MailboxRecord;
import org.postern.vault.Vault;

/// How much a scope takes in, in a number and in words for people.
final class Extent {
    private static final int SUBJECTS_MAX = 10;
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Vault vault;
    private final TenantId tenant;
    private final Scope scope;

    Extent(Vault vault, TenantId tenant, Scope scope) {
        this.vault = vault;
        this.tenant = tenant;
        this.scope = scope;
    }

    long messages() {
        if (!scope.items().isEmpty()) {
            return scope.items().size();
        }
        return folders().stream().mapToLong(node -> node.folder().messages()).sum();
    }

    private List<FolderTree.Node> folders() {
        List<FolderTree.Node> all = FolderTree.of(vault.folders(tenant, scope.mailbox(), scope.asAt()));
        FolderId only = scope.folder();
        return only == null
                ? all
                : all.stream()
                        .filter(node -> node.folder().state().id().equals(only))
                        .findFirst()
                        .map(top -> all.stream()
                                .filter(node -> node.equals(top)
                                        || (scope.includeSubfolders()
                                                && node.path().startsWith(top.path() + "/")))
                                .toList())
                        .orElse(List.of());
    }

    /// Such as `all 13 messages of anna@contoso.com, as at 3 Nov 2026, 14:00:00 UTC`.
    String words() {
        String of = " of " + address(scope.mailbox()) + when(scope.asAt());
        long count = messages();
        String many = String.format(Locale.ENGLISH, "%,d message%s", count, count == 1 ? "" : "s");
        if (!scope.items().isEmpty()) {
            return many + of + ": " + subjects();
        }
        FolderId folder = scope.folder();
        if (folder == null) {
            return "all " + many + of;
        }
        String path =
                folders().isEmpty() ? folder.value() : folders().getFirst().path();
        return "the " + many + " in \"" + path + "\"" + (scope.includeSubfolders() ? " and below it" : "") + of;
    }

    private static String when(@Nullable Instant asAt) {
        return asAt == null ? "" : ", as at " + WHEN.format(asAt);
    }

    private String subjects() {
        String first = scope.items().stream()
                .limit(SUBJECTS_MAX)
                .map(item -> vault.message(tenant, scope.mailbox(), item, scope.asAt())
                        .map(version -> "\"" + version.subject().replaceAll("\\p{Cntrl}", " ") + "\"")
                        .orElse(item.value()))
                .collect(Collectors.joining(", "));
        int more = scope.items().size() - SUBJECTS_MAX;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    String address(MailboxId mailbox) {
        return vault.mailbox(tenant, mailbox).map(MailboxRecord::address).orElse(mailbox.value());
    }
}
