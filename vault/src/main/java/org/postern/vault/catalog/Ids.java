package org.postern.vault.catalog;

import static org.jooq.impl.DSL.max;

import java.util.concurrent.atomic.AtomicLong;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/// Gives row ids for one table, so that rows which refer to each other go in as plain batches.
///
/// The vault's lock makes this process the only one that gives any.
final class Ids {
    private final AtomicLong last;

    Ids(DSLContext sql, Table<Record> table, Field<Long> id) {
        Long highest = sql.select(max(id)).from(table).fetchOne(0, Long.class);
        this.last = new AtomicLong(highest == null ? 0 : highest);
    }

    long next() {
        return last.incrementAndGet();
    }
}
