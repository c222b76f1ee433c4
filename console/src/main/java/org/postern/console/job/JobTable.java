package org.postern.console.job;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.postern.mail.TenantId;
import org.postern.vault.Database;
import tools.jackson.databind.json.JsonMapper;

/// Remembers jobs over a restart.
final class JobTable {
    private static final Field<Long> NUMBER = field(name("number"), Long.class);
    private static final Field<String> ID = text("id");
    private static final Field<String> TENANT = text("tenant");
    private static final Field<String> KIND = text("kind");
    private static final Field<String> SUBJECT = text("subject");
    private static final Field<String> ORDERED_BY = text("ordered_by");
    private static final Field<String> DECIDED_BY = text("decided_by");
    private static final Field<Long> ITEMS = field(name("items"), Long.class);
    private static final Field<String> STATE = text("state");
    private static final Field<String> REQUESTED_AT = text("requested_at");
    private static final Field<String> STARTED_AT = text("started_at");
    private static final Field<String> ENDED_AT = text("ended_at");
    private static final Field<String> PROGRESS = text("progress");
    private static final Field<String> RESULT = text("result");
    private static final Field<String> ERROR = text("error");

    private final Database database;
    private final JsonMapper json;

    JobTable(Database database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /// @param items messages or connections that it touches
    void insert(Job job, long items) {
        database.write(sql -> sql.insertInto(table(name("console_job")))
                .set(ID, job.id())
                .set(TENANT, job.tenant().value())
                .set(KIND, lower(job.kind()))
                .set(SUBJECT, job.subject())
                .set(ORDERED_BY, job.orderedBy())
                .set(ITEMS, items)
                .set(REQUESTED_AT, job.requestedAt().toString())
                .set(changing(job))
                .execute());
    }

    void update(Job job) {
        database.write(sql -> sql.update(table(name("console_job")))
                .set(changing(job))
                .where(ID.eq(job.id()))
                .execute());
    }

    /// Marks as interrupted what a stop of the server cut off.
    int interruptUnfinished(Instant now) {
        return database.write(sql -> sql.update(table(name("console_job")))
                .set(STATE, lower(JobState.INTERRUPTED))
                .set(ENDED_AT, now.toString())
                .where(STATE.in(lower(JobState.QUEUED), lower(JobState.RUNNING)))
                .execute());
    }

    /// A job that never ran: it touched nothing.
    void settle(Job job) {
        database.write(sql -> sql.update(table(name("console_job")))
                .set(changing(job))
                .set(ITEMS, 0L)
                .where(ID.eq(job.id()))
                .execute());
    }

    List<Job> inState(JobState state) {
        return database.read(sql -> new ArrayList<>(sql.selectFrom(table(name("console_job")))
                .where(STATE.eq(lower(state)))
                .fetch(this::job)));
    }

    /// How much one administrator ordered since then with nobody's approval.
    long itemsAlone(TenantId tenant, String by, Instant since) {
        return database.read(sql -> sql
                .select(ITEMS)
                .from(table(name("console_job")))
                .where(
                        TENANT.eq(tenant.value()),
                        ORDERED_BY.eq(by),
                        DECIDED_BY.isNull(),
                        ITEMS.gt(0L),
                        STATE.ne(lower(JobState.AWAITING_APPROVAL)),
                        REQUESTED_AT.gt(since.toString()))
                .fetch(ITEMS)
                .stream()
                .mapToLong(Long::longValue)
                .sum());
    }

    Optional<Job> find(String id) {
        return database.read(sql ->
                sql.selectFrom(table(name("console_job"))).where(ID.eq(id)).fetchOptional(this::job));
    }

    /// Newest first, those before the job `before` (null: from the newest).
    List<Job> list(@Nullable TenantId tenant, @Nullable String before, int limit) {
        return database.read(sql -> {
            Condition which = tenant == null ? noCondition() : TENANT.eq(tenant.value());
            if (before != null) {
                which = which.and(NUMBER.lt(
                        sql.select(NUMBER).from(table(name("console_job"))).where(ID.eq(before))));
            }
            return new ArrayList<>(sql.selectFrom(table(name("console_job")))
                    .where(which)
                    .orderBy(NUMBER.desc())
                    .limit(limit)
                    .fetch(this::job));
        });
    }

    /// The newest that was begun or is to be.
    Optional<Job> latest(TenantId tenant, JobKind kind, String subject) {
        return database.read(sql -> sql.selectFrom(table(name("console_job")))
                .where(
                        TENANT.eq(tenant.value()),
                        KIND.eq(lower(kind)),
                        SUBJECT.eq(subject),
                        STATE.notIn(
                                lower(JobState.AWAITING_APPROVAL), lower(JobState.REJECTED), lower(JobState.EXPIRED)))
                .orderBy(NUMBER.desc())
                .limit(1)
                .fetchOptional(this::job));
    }

    private Map<Field<?>, @Nullable Object> changing(Job job) {
        Map<Field<?>, @Nullable Object> row = new HashMap<>();
        row.put(STATE, lower(job.state()));
        row.put(DECIDED_BY, job.decidedBy());
        row.put(STARTED_AT, string(job.startedAt()));
        row.put(ENDED_AT, string(job.endedAt()));
        row.put(PROGRESS, json.writeValueAsString(job.progress()));
        row.put(RESULT, job.result() == null ? null : json.writeValueAsString(job.result()));
        row.put(ERROR, job.error() == null ? null : json.writeValueAsString(job.error()));
        return row;
    }

    private Job job(Record row) {
        String result = row.get(RESULT);
        String error = row.get(ERROR);
        return new Job(
                row.get(ID),
                new TenantId(row.get(TENANT)),
                JobKind.valueOf(row.get(KIND).toUpperCase(Locale.ROOT)),
                row.get(SUBJECT),
                row.get(ORDERED_BY),
                row.get(DECIDED_BY),
                JobState.valueOf(row.get(STATE).toUpperCase(Locale.ROOT)),
                Instant.parse(row.get(REQUESTED_AT)),
                instant(row.get(STARTED_AT)),
                instant(row.get(ENDED_AT)),
                json.readValue(row.get(PROGRESS), JobProgress.class),
                result == null ? null : json.readTree(result),
                error == null ? null : json.readValue(error, Job.Fault.class));
    }

    private static @Nullable String string(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Field<String> text(String column) {
        return field(name(column), String.class);
    }
}
