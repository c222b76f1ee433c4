package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.connections.ConnectionFunction.SYNC;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.connections.RollReport.Outcome;
import org.postern.connections.RollReport.Sample;
import org.postern.connections.graph.ApplicationCredentials;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.roll.Roll;
import org.postern.connections.roll.RollGround;
import org.postern.connections.roll.RollJournal;
import org.postern.connections.signin.AccessToken;
import org.postern.connections.signin.SignIn;
import org.postern.lab.world.Application;
import org.postern.mail.TenantId;

/// A replacement cut off before or after each of its durable operations and each of its calls ends in the same state.
@Timeout(240)
class RollCrashTest {
    private static final RollOrder THEFT = RollOrder.reestablish("stolen", true);

    @TempDir
    private Path directory;

    private KeysFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new KeysFixture(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whereverItIsCutOffItEndsTheSame(boolean afterTheEffect) throws Exception {
        int step = Integer.getInteger("cuts", 4); // Of every so many operations one; 1 for all.
        int operation = 1 + (afterTheEffect ? step / 2 : 0);
        while (cutOffAt(operation, afterTheEffect)) {
            operation += step;
        }
        assertThat(operation).as("operations of one replacement").isGreaterThan(20);
    }

    /// False when the replacement has fewer operations and was done.
    private boolean cutOffAt(int operation, boolean afterTheEffect) throws Exception {
        TenantId tenant = new TenantId("cut-" + operation);
        Application application = fixture.connect(tenant, SYNC, "Mail.Read", "User.Read.All");
        fixture.connect(tenant, ConnectionFunction.WATCH, "AuditLog.Read.All", "Directory.Read.All");
        RollGround whole = ((FileKeys) fixture.connections.keys()).ground(fixture.find(tenant, SYNC));
        boolean crashed = false;
        try {
            Roll.run(new CrashingGround(whole, operation, afterTheEffect), KeysFixture.QUICK, THEFT, _ -> {});
        } catch (Crash e) {
            crashed = true;
        }
        fixture.restart();
        String where = "cut off " + (afterTheEffect ? "after" : "before") + " operation " + operation;
        assertThat(fixture.connections.reader(tenant).mailboxes()).as(where).isNotEmpty();
        RollReport report = fixture.roll(tenant, SYNC, THEFT);
        assertThat(report.outcome()).as("%s: %s", where, report).isIn(Outcome.DONE, Outcome.DONE_BEFORE);
        Connection connection = fixture.find(tenant, SYNC);
        assertThat(connection.keys()).as(where).hasSize(2);
        assertThat(fixture.states(tenant, SYNC))
                .as(where)
                .containsExactly(ConnectionKey.State.REVOKED, ConnectionKey.State.ACTIVE);
        assertThat(application.keys().stream().map(key -> key.keyId().toString()))
                .as(where)
                .contains(connection.key().keyId().orElse("none"))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(fixture.keyFile(tenant, "sync.p12")).as(where).doesNotExist();
        assertThat(fixture.connections.reader(tenant).mailboxes()).as(where).isNotEmpty();
        assertThat(fixture.connections.ledger(tenant).verify()).as(where).isInstanceOf(Ledger.Verification.Whole.class);
        return crashed;
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Dies at the nth operation that leaves something behind.
    private static final class CrashingGround implements RollGround {
        private final RollGround whole;
        private final boolean afterTheEffect;
        private int left;

        CrashingGround(RollGround whole, int operation, boolean afterTheEffect) {
            this.whole = whole;
            this.left = operation;
            this.afterTheEffect = afterTheEffect;
        }

        private interface Act<T> {
            T run() throws InterruptedException;
        }

        private <T> T act(Act<T> act) throws InterruptedException {
            boolean dies = --left == 0;
            if (dies && !afterTheEffect) {
                throw new Crash();
            }
            T done = act.run();
            if (dies) {
                throw new Crash();
            }
            return done;
        }

        private void actQuietly(Runnable act) {
            try {
                act(() -> {
                    act.run();
                    return true;
                });
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Connection connection() {
            return whole.connection();
        }

        @Override
        public void save(Connection changed) {
            actQuietly(() -> whole.save(changed));
        }

        @Override
        public Optional<RollJournal.Kept> journal() {
            return whole.journal();
        }

        @Override
        public void save(RollJournal.Kept journal) {
            actQuietly(() -> whole.save(journal));
        }

        @Override
        public void note(String kind, Map<String, String> details) {
            actQuietly(() -> whole.note(kind, details));
        }

        @Override
        public HeldKey make(int number) {
            HeldKey[] made = new HeldKey[1];
            actQuietly(() -> made[0] = whole.make(number));
            return made[0];
        }

        @Override
        public HeldKey open(ConnectionKey key) {
            return whole.open(key);
        }

        @Override
        public void destroy(ConnectionKey key) {
            actQuietly(() -> whole.destroy(key));
        }

        @Override
        public SignIn ask(HeldKey key) throws InterruptedException {
            return act(() -> whole.ask(key));
        }

        @Override
        public void adopt(AccessToken token) throws InterruptedException {
            act(() -> {
                whole.adopt(token);
                return true;
            });
        }

        @Override
        public ApplicationCredentials application() {
            return whole.application();
        }

        @Override
        public Optional<ApplicationCredentials> watcher() {
            return whole.watcher();
        }

        @Override
        public String proof(HeldKey key, String objectId) {
            return whole.proof(key, objectId);
        }

        @Override
        public List<Sample> look() throws InterruptedException {
            return whole.look();
        }

        @Override
        public SignInCheck signIns(HeldKey fresh, Instant from, Instant removedAt) throws InterruptedException {
            return act(() -> whole.signIns(fresh, from, removedAt));
        }

        @Override
        public long requests() {
            return whole.requests();
        }

        @Override
        public Instant now() {
            return whole.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            whole.sleep(duration);
        }

        @Override
        public String newId() {
            return whole.newId();
        }
    }
}
