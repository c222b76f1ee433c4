package org.postern.vault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.postern.mail.TenantId;
import org.postern.vault.catalog.Applier;
import org.postern.vault.pack.Benches;
import org.postern.vault.store.ThreadEnd;

/// Makes commits durable, all that wait by one forcing out and one transaction: packs first, then rows.
///
/// One thread. A commit that fails after it became durable in a pack is not lost and not doubled: it is applied before
/// the next of its tenant, or when the vault is opened again.
final class Committer implements AutoCloseable {
    private static final int GROUP = 64;
    private final Database database;
    private final Applier applier;
    private final Benches benches;
    private final BlockingQueue<Optional<Pending>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;

    private final ReentrantLock committing = new ReentrantLock(true);
    private final BiConsumer<TenantId, Long> committed;

    private record Pending(OpenTenant tenant, OpenTenant.Draft draft, CompletableFuture<Boolean> done) {}

    /// @param committed is told of each tenant's last change once it is in the catalog
    Committer(Database database, Applier applier, Benches benches, BiConsumer<TenantId, Long> committed) {
        this.committed = committed;
        this.database = database;
        this.applier = applier;
        this.benches = benches;
        this.thread = Thread.ofPlatform().name("vault-committer").daemon().start(this::run);
    }

    /// Returns when the draft is durable and visible.
    void commit(OpenTenant tenant, OpenTenant.Draft draft) {
        Pending pending = new Pending(tenant, draft, new CompletableFuture<>());
        queue.add(Optional.of(pending));
        try {
            pending.done.join(); // Not interruptible: the caller must learn what became of it.
        } catch (CompletionException e) {
            throw here(e.getCause());
        }
    }

    private static RuntimeException here(@org.jspecify.annotations.Nullable Throwable cause) {
        if (cause instanceof VaultException known) {
            return new VaultException(known.kind(), String.valueOf(known.getMessage()), known);
        }
        return new IllegalStateException("a commit failed", cause);
    }

    private void run() {
        boolean open = true;
        while (open) {
            List<Optional<Pending>> taken = new ArrayList<>();
            taken.add(takeOne());
            queue.drainTo(taken, GROUP - 1);
            open = taken.stream().allMatch(Optional::isPresent);
            commit(taken.stream().flatMap(Optional::stream).toList());
        }
    }

    private Optional<Pending> takeOne() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the committer; closing sends it an empty element", e);
        }
    }

    /// Runs while nothing is being committed: what is committed is in the catalog, or stays in a tenant's backlog.
    <T> T betweenCommits(Supplier<T> work) {
        committing.lock();
        try {
            return work.get();
        } finally {
            committing.unlock();
        }
    }

    private void commit(List<Pending> group) {
        betweenCommits(() -> {
            commitNow(group);
            return true;
        });
    }

    private void commitNow(List<Pending> group) {
        Map<OpenTenant, List<Pending>> byTenant = new LinkedHashMap<>();
        group.forEach(pending ->
                byTenant.computeIfAbsent(pending.tenant, _ -> new ArrayList<>()).add(pending));
        byTenant.values().removeIf(pending -> !harden(pending));
        if (byTenant.isEmpty()) {
            return;
        }
        try {
            apply(byTenant);
        } catch (RuntimeException | Error e) {
            applyOneByOne(byTenant, e);
        }
    }

    private boolean harden(List<Pending> group) {
        OpenTenant tenant = group.getFirst().tenant;
        long epoch = tenant.packs().epoch();
        for (Pending pending : List.copyOf(group)) {
            if (pending.draft.epoch() != epoch) {
                group.remove(pending);
                pending.done.completeExceptionally(notWritten(tenant, "what was written before it may be lost", null));
            }
        }
        if (group.isEmpty()) {
            return false;
        }
        try {
            tenant.harden(group.stream().map(Pending::draft).toList(), benches);
            return true;
        } catch (IOException e) {
            fail(group, notWritten(tenant, String.valueOf(e.getMessage()), e));
        } catch (RuntimeException | Error e) {
            fail(group, e);
        }
        return false;
    }

    static VaultException notWritten(OpenTenant tenant, String cause, @org.jspecify.annotations.Nullable Exception e) {
        String message = "Mail of tenant " + tenant.id() + " could not be written to the vault: " + cause
                + ". Make room or mend the disk, then try again; nothing acknowledged is lost.";
        return e == null
                ? new VaultException(VaultException.Kind.RETRYABLE, message)
                : new VaultException(VaultException.Kind.RETRYABLE, message, e);
    }

    private void apply(Map<OpenTenant, List<Pending>> byTenant) {
        database.write(sql -> {
            byTenant.keySet().forEach(tenant -> tenant.apply(sql, applier));
            return true;
        });
        byTenant.forEach((tenant, group) -> {
            tenant.applied();
            committed.accept(tenant.id(), tenant.sequence());
            group.forEach(pending -> pending.done.complete(true));
        });
    }

    /// One tenant's failure stops no other's commit.
    private void applyOneByOne(Map<OpenTenant, List<Pending>> byTenant, Throwable cause) {
        byTenant.forEach((tenant, group) -> {
            if (byTenant.size() == 1) {
                fail(group, cause);
                return;
            }
            try {
                apply(Map.of(tenant, group));
            } catch (RuntimeException | Error e) {
                fail(group, e);
            }
        });
    }

    private static void fail(List<Pending> group, Throwable cause) {
        group.forEach(pending -> pending.done.completeExceptionally(cause));
    }

    @Override
    public void close() {
        queue.add(Optional.empty());
        ThreadEnd.await(thread);
    }
}
