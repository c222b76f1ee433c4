package org.postern.console.mailbox;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Connections;
import org.postern.console.problem.ProblemException;
import org.postern.console.tenant.Tenant;
import org.postern.console.tenant.TenantDirectory;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.FolderVersion;
import org.postern.vault.MailboxRecord;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;

/// Turns ids from outside into what they name, or ends the request with "not found".
///
/// Everything is looked up under its tenant, so that an id of another tenant is found as little as one of nobody's; an
/// id of impossible form is not found either.
public final class Finder {
    private final TenantDirectory tenants;
    private final Vault vault;
    private final Connections connections;

    public Finder(TenantDirectory tenants, Vault vault, Connections connections) {
        this.tenants = tenants;
        this.vault = vault;
        this.connections = connections;
    }

    public Tenant tenant(String id) {
        return id(id, TenantId::new)
                .flatMap(tenants::find)
                .orElseThrow(() -> ProblemException.notFound("tenant", "List the tenants to see which there are."));
    }

    public MailboxRecord mailbox(TenantId tenant, String id) {
        return id(id, MailboxId::new)
                .flatMap(mailbox -> vault.mailbox(tenant, mailbox))
                .orElseThrow(() -> ProblemException.notFound(
                        "mailbox in this tenant", "List its mailboxes; a new one appears with the next sync."));
    }

    /// A mailbox by its id, or by its address in any case.
    public MailboxRecord mailboxOrAddress(TenantId tenant, String idOrAddress) {
        if (!idOrAddress.contains("@")) {
            return mailbox(tenant, idOrAddress);
        }
        String address = idOrAddress.toLowerCase(Locale.ROOT);
        return vault.mailboxes(tenant).stream()
                .filter(mailbox -> mailbox.address().toLowerCase(Locale.ROOT).equals(address))
                .findFirst()
                .orElseGet(() -> mailbox(tenant, idOrAddress));
    }

    public FolderVersion folder(TenantId tenant, MailboxId mailbox, String id, @Nullable Instant asAt) {
        FolderId folder = folderId(id);
        return vault.folders(tenant, mailbox, asAt).stream()
                .filter(version -> version.state().id().equals(folder))
                .findFirst()
                .orElseThrow(Finder::noFolder);
    }

    public FolderId folderId(String id) {
        return id(id, FolderId::new).orElseThrow(Finder::noFolder);
    }

    public ItemId itemId(String id) {
        return id(id, ItemId::new).orElseThrow(Finder::noMessage);
    }

    public MessageVersion message(TenantId tenant, MailboxId mailbox, String id, @Nullable Instant asAt) {
        return vault.message(tenant, mailbox, itemId(id), asAt).orElseThrow(Finder::noMessage);
    }

    public Connection connection(TenantId tenant, ConnectionFunction function) {
        return connections
                .find(tenant, function)
                .orElseThrow(() -> ProblemException.notFound(
                        function.name().toLowerCase(Locale.ROOT) + " connection of this tenant",
                        "Create it first: connection add."));
    }

    private static ProblemException noFolder() {
        return ProblemException.notFound(
                "folder in this mailbox at that instant", "List its folders, or ask for another instant by asAt.");
    }

    private static ProblemException noMessage() {
        return ProblemException.notFound(
                "message in this mailbox at that instant",
                "It may have come later or been deleted: ask for another instant by asAt, or for its history.");
    }

    private static <T> Optional<T> id(String text, Function<String, T> constructor) {
        try {
            return Optional.of(constructor.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
