package org.postern.recover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.postern.connections.ChangeNotices;
import org.postern.connections.ChangeNotices.Ended;
import org.postern.connections.ConnectionException;
import org.postern.connections.Connections;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;

/// Syncs mailboxes as soon as their service says that something changed, beside the schedule.
///
/// The schedule stays what a sync can be relied on for: what is not listened to, or whose notices get lost, waits for
/// it. Mailboxes are listened to once their first sync is complete, the most active first where there are more than
/// may be.
public final class LiveSync implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LiveSync.class.getName());
    private static final int TROUBLES_SHOWN = 3;

    private final MailSync sync;
    private final Connections connections;
    private final Supplier<List<TenantId>> tenants;
    private final LiveLimits limits;
    private final Map<TenantId, Map<MailboxId, Ear>> ears = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /// @param tenants those to sync at this moment, asked at every look
    public LiveSync(MailSync sync, Connections connections, Supplier<List<TenantId>> tenants, LiveLimits limits) {
        this.sync = sync;
        this.connections = connections;
        this.tenants = tenants;
        this.limits = limits;
    }

    public void start() {
        if (limits.mailboxes() > 0) {
            var _ = threads.submit(this::loop);
        }
    }

    /// Which mailboxes are listened to at this moment.
    public LiveStatus status(TenantId tenant) {
        Map<MailboxId, Ear> ofTenant = ears.get(tenant);
        if (ofTenant == null) {
            return LiveStatus.NONE;
        }
        Set<MailboxId> hearing = new HashSet<>();
        List<String> troubles = new ArrayList<>();
        ofTenant.forEach((mailbox, ear) -> {
            if (ear.hearing()) {
                hearing.add(mailbox);
            } else if (!ear.trouble().isEmpty() && troubles.size() < TROUBLES_SHOWN) {
                troubles.add(mailbox + ": " + ear.trouble());
            }
        });
        return new LiveStatus(true, hearing, troubles);
    }

    /// Stops listening, lets syncs stop after the messages at hand, and waits for that.
    @Override
    public void close() {
        stopped.countDown();
        ears.values().forEach(ofTenant -> ofTenant.values().forEach(Ear::stop));
        threads.close();
    }

    private void loop() {
        try {
            do {
                look();
            } while (!stopped.await(limits.look().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ears.values().forEach(ofTenant -> ofTenant.values().forEach(Ear::stop)); // Also those made meanwhile.
        }
    }

    /// Begins to listen where it should be, and ends it where it should not be any more.
    void look() {
        try {
            List<TenantId> listed = tenants.get();
            ears.keySet().stream().filter(known -> !listed.contains(known)).forEach(this::forget);
            listed.forEach(this::look);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "The mailboxes to listen to could not be listed; trying again", e);
        }
    }

    private void look(TenantId tenant) {
        if (notices(tenant).isEmpty()) {
            forget(tenant);
            return;
        }
        Map<MailboxId, Ear> ofTenant = ears.computeIfAbsent(tenant, _ -> new ConcurrentHashMap<>());
        List<MailboxId> fit = fit(tenant);
        List<MailboxId> unfit = new ArrayList<>(ofTenant.keySet());
        unfit.removeAll(fit);
        unfit.forEach(mailbox -> Optional.ofNullable(ofTenant.remove(mailbox)).ifPresent(Ear::stop));
        for (MailboxId mailbox : fit) {
            boolean room = ofTenant.size() < limits.mailboxes() && stopped.getCount() > 0;
            if (room && !ofTenant.containsKey(mailbox)) {
                ofTenant.put(mailbox, listening(tenant, mailbox));
            }
        }
    }

    private Optional<ChangeNotices> notices(TenantId tenant) {
        try {
            return connections.reader(tenant).notices();
        } catch (ConnectionException e) {
            return Optional.empty(); // The sync itself says what is wrong with the connection.
        }
    }

    /// Those whose first sync is complete, the most active first.
    private List<MailboxId> fit(TenantId tenant) {
        return sync.status(tenant).stream()
                .filter(mailbox -> mailbox.inDirectory() && mailbox.replicated())
                .sorted(Comparator.comparing(
                        MailboxStatus::activityAt, Comparator.nullsLast(Comparator.reverseOrder())))
                .map(MailboxStatus::mailbox)
                .toList();
    }

    private Ear listening(TenantId tenant, MailboxId mailbox) {
        Ear ear = new Ear(sync, tenant, mailbox, listener -> listen(tenant, mailbox, listener), limits);
        ear.start(threads);
        return ear;
    }

    /// With the client of the moment: a connection may have been made anew.
    private Ended listen(TenantId tenant, MailboxId mailbox, ChangeNotices.Listener listener)
            throws InterruptedException {
        Optional<ChangeNotices> notices = notices(tenant);
        return notices.isEmpty()
                ? new Ended.Refused("the connection cannot be used at present")
                : notices.get().listen(mailbox, listener);
    }

    private void forget(TenantId tenant) {
        Map<MailboxId, Ear> ofTenant = ears.remove(tenant);
        if (ofTenant != null) {
            new HashMap<>(ofTenant).values().forEach(Ear::stop);
        }
    }
}
