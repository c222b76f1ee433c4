package org.postern.recover.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.sync.MailboxTable.Row;
import org.postern.vault.MailboxRecord;
import org.postern.vault.Vault;

/// Keeps the list of a tenant's mailboxes up to its directory's: new ones, new names, leavers.
final class Directory {
    private final Vault vault;
    private final MailboxTable table;

    Directory(Vault vault, MailboxTable table) {
        this.vault = vault;
        this.table = table;
    }

    List<Row> refresh(TenantId tenant, List<RemoteMailbox> listed) {
        Map<MailboxId, Row> rows = new HashMap<>();
        table.all(tenant).forEach(row -> rows.put(row.mailbox(), row));
        noteInVault(tenant, listed);
        List<Row> changed = new ArrayList<>();
        List<Row> current = new ArrayList<>();
        for (RemoteMailbox remote : listed) {
            Row before = rows.remove(remote.id());
            Row now = before == null
                    ? Row.listed(remote.id(), remote.address(), remote.displayName())
                    : before.inDirectory(true, remote.address(), remote.displayName());
            current.add(now);
            if (!now.equals(before)) {
                changed.add(now);
            }
        }
        for (Row leaver : rows.values()) {
            Row now = leaver.inDirectory(false, leaver.address(), leaver.displayName());
            current.add(now);
            if (!now.equals(leaver)) {
                changed.add(now);
            }
        }
        table.write(tenant, changed);
        return current;
    }

    private void noteInVault(TenantId tenant, List<RemoteMailbox> listed) {
        Map<MailboxId, MailboxRecord> held = new HashMap<>();
        vault.mailboxes(tenant).forEach(record -> held.put(record.id(), record));
        for (RemoteMailbox remote : listed) {
            MailboxRecord record = held.get(remote.id());
            if (record == null
                    || !record.address().equals(remote.address())
                    || !record.displayName().equals(remote.displayName())) {
                vault.putMailbox(tenant, remote.id(), remote.address(), remote.displayName());
            }
        }
    }
}
