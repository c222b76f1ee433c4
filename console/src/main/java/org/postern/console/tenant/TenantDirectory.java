package org.postern.console.tenant;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record3;
import org.postern.connections.Actor;
import org.postern.connections.Connections;
import org.postern.console.problem.ProblemException;
import org.postern.mail.TenantId;
import org.postern.vault.Database;
import org.postern.vault.Vault;

/// Knows the tenants of this server by id and name, and adds new ones.
public final class TenantDirectory {
    private static final Field<String> ID = field(name("id"), String.class);
    private static final Field<String> NAME = field(name("name"), String.class);
    private static final Field<String> CREATED_AT = field(name("created_at"), String.class);

    private final Database database;
    private final Vault vault;
    private final Connections connections;
    private final Clock clock;

    public TenantDirectory(Vault vault, Connections connections, Clock clock) {
        this.database = vault.database();
        this.vault = vault;
        this.connections = connections;
        this.clock = clock;
    }

    /// Adds a tenant: its ledger first, then its keys, then its name.
    ///
    /// Cut off midway, it is simply added again: nothing shows a tenant before its last step.
    public Tenant add(TenantId id, String name) {
        Tenant tenant = new Tenant(id, name, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        if (find(id).isPresent()) {
            throw ProblemException.conflict(
                    "There is a tenant \"" + id + "\" already.", "Use it, or choose another id.");
        }
        connections.beginLedger(id);
        connections.ledger(id).append("tenant.created", Actor.current(), Map.of("name", name));
        vault.addTenant(id);
        database.write(sql -> sql.insertInto(table(name("console_tenant")))
                .columns(ID, NAME, CREATED_AT)
                .values(id.value(), name, tenant.createdAt().toString())
                .execute());
        return tenant;
    }

    public List<Tenant> list() {
        return database.read(sql -> sql.select(ID, NAME, CREATED_AT)
                .from(table(name("console_tenant")))
                .orderBy(ID)
                .fetch(TenantDirectory::tenant));
    }

    public Optional<Tenant> find(TenantId id) {
        return database.read(sql -> sql.select(ID, NAME, CREATED_AT)
                .from(table(name("console_tenant")))
                .where(ID.eq(id.value()))
                .fetchOptional(TenantDirectory::tenant));
    }

    private static Tenant tenant(Record3<String, String, String> row) {
        return new Tenant(new TenantId(row.value1()), row.value2(), Instant.parse(row.value3()));
    }
}
