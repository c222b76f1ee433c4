package org.postern.cli.offline;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.MailboxRecord;
import org.postern.vault.Vault;

/// Which tenant and which of its mailboxes a command means.
final class Trees {
    static final String TENANT = "offline";
    private static final String PREFIX = "tree:";
    private static final int NAME_MAX = 240;

    private Trees() {}

    static boolean isTree(MailboxId mailbox) {
        return mailbox.value().startsWith(PREFIX);
    }

    /// The tree of a directory: by its absolute path unless it was given a name.
    static MailboxId of(Path directory, @Nullable String name) {
        String value = name == null ? directory.toString() : name;
        if (value.isBlank() || value.length() > NAME_MAX || value.chars().anyMatch(Character::isISOControl)) {
            throw new ClientException(
                    ExitCode.USAGE,
                    "\"" + value + "\" cannot be the name of a tree.",
                    "Give it one of 1 to " + NAME_MAX + " characters with --name.");
        }
        return new MailboxId(PREFIX + value);
    }

    /// The tenant asked for; without a word that of offline trees, or the only one there is.
    static TenantId tenant(Vault vault, @Nullable String name) {
        List<TenantId> tenants = vault.tenants();
        List<TenantId> fitting = tenants.stream()
                .filter(tenant -> tenant.value().equals(name == null ? TENANT : name))
                .toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        if (name == null && tenants.size() == 1) {
            return tenants.getFirst();
        }
        throw new ClientException(
                ExitCode.NOT_FOUND,
                name == null
                        ? "Which tenant? This vault holds " + tenants + "."
                        : "This vault has no tenant " + name + ".",
                tenants.isEmpty() ? "Nothing was put into it yet." : "Say one of " + tenants + " with --tenant.");
    }

    /// The mailboxes asked for: those whose name, address or id is `name`; without a word all.
    static List<MailboxRecord> mailboxes(Vault vault, TenantId tenant, @Nullable String name) {
        List<MailboxRecord> all = vault.mailboxes(tenant);
        List<MailboxRecord> fitting = all.stream()
                .filter(mailbox -> name == null || isNamed(mailbox, name))
                .toList();
        if (fitting.isEmpty()) {
            throw new ClientException(
                    ExitCode.NOT_FOUND,
                    name == null
                            ? "Tenant " + tenant + " has no mail yet."
                            : "There is no tree or mailbox " + name + ".",
                    all.isEmpty()
                            ? ""
                            : "There are: "
                                    + String.join(
                                            ", ", all.stream().map(Trees::shown).toList()));
        }
        return fitting;
    }

    private static boolean isNamed(MailboxRecord mailbox, String name) {
        return mailbox.id().value().equals(name) || shown(mailbox).equals(name);
    }

    static String shown(MailboxRecord mailbox) {
        if (isTree(mailbox.id())) {
            return mailbox.id().value().substring(PREFIX.length());
        }
        return mailbox.address().isEmpty() ? mailbox.id().value() : mailbox.address();
    }
}
