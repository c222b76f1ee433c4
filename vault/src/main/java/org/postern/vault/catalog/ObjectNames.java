package org.postern.vault.catalog;

import static org.postern.vault.catalog.Tables.*;

import java.sql.ResultSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.vault.Database;
import org.postern.vault.pack.NameFile;
import org.postern.vault.pack.ObjectName;

/// The names of the objects that the catalog knows, in the order of their rows.
public final class ObjectNames {
    /// The sum keeps the index of names out of it, which has them in another order.
    private static final String NAMES =
            "SELECT id, name FROM object WHERE tenant_id + 0 = ? AND id > ? ORDER BY id LIMIT ?";

    private final Database database;

    public ObjectNames(Database database) {
        this.database = database;
    }

    /// Tells `taker` the names of at most so many objects in the rows after `after`, and returns the last of these;
    /// empty when there is none.
    public Optional<NameFile.Mark> tell(long tenant, long after, int limit, Consumer<ObjectName> taker) {
        return database.read(sql -> Prepared.use(sql, NAMES, statement -> {
            statement.setLong(1, tenant);
            statement.setLong(2, after);
            statement.setInt(3, limit);
            Optional<NameFile.Mark> last = Optional.empty();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ObjectName name = ObjectName.of(row.getBytes(2));
                    taker.accept(name);
                    last = Optional.of(new NameFile.Mark(row.getLong(1), name));
                }
            }
            return last;
        }));
    }

    /// The last row of objects, of whatever tenant.
    public Optional<NameFile.Mark> last() {
        return database.read(sql -> sql.select(OBJECT_ROW, OBJECT_NAME)
                .from(OBJECT)
                .orderBy(OBJECT_ROW.desc())
                .limit(1)
                .fetchOptional(row -> new NameFile.Mark(row.value1(), ObjectName.of(row.value2()))));
    }

    /// Whether this row of objects has this name.
    public boolean isAt(long row, ObjectName name) {
        return database.read(sql -> sql.fetchExists(OBJECT, OBJECT_ROW.eq(row).and(OBJECT_NAME.eq(name.bytes()))));
    }
}
