package org.postern.connections.watch;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.postern.connections.Alarm;
import org.postern.connections.BlastRadius;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Ledger;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.mail.TenantId;

/// Works out what a key could reach and did, from the service's list of mailboxes, the ledger and the alarms.
final class Radius {
    private static final int PAGE = 5_000;

    private final TenantId tenant;
    private final ConnectionFunction function;
    private final Instant from;
    private final Instant until;
    private final Map<String, Long> own = new HashMap<>();
    private final List<String> unknown = new ArrayList<>();
    private long tokens;
    private long requests;

    Radius(TenantId tenant, ConnectionFunction function, Instant from, Instant until) {
        this.tenant = tenant;
        this.function = function;
        this.from = from;
        this.until = until;
    }

    BlastRadius of(FileWatch.Sources sources, List<Alarm> all) {
        walk(sources.ledger(tenant));
        Instant begin = from.truncatedTo(ChronoUnit.SECONDS); // As the service's logs tell time.
        List<Alarm> alarms = all.stream()
                .filter(alarm -> alarm.function() == function
                        && !alarm.lastAt().isBefore(begin)
                        && alarm.firstAt().isBefore(until))
                .toList();
        Set<String> opened = new HashSet<>();
        alarms.forEach(alarm -> opened.addAll(alarm.mailboxes()));
        List<RemoteMailbox> listed = listed(sources);
        boolean used = alarms.stream().anyMatch(alarm -> alarm.drill().isEmpty());
        if (used && opened.isEmpty()) {
            unknown.add("No log tells which mailboxes others opened: take all of them as read, or import the tenant's"
                    + " Graph activity logs for this time (postern watch import).");
        }
        return new BlastRadius(
                tenant,
                function,
                from,
                until,
                !listed.isEmpty(),
                mailboxes(listed, opened),
                tokens,
                requests,
                alarms,
                List.copyOf(unknown));
    }

    private void walk(Ledger ledger) {
        String actor = function.name().toLowerCase(Locale.ROOT);
        long last = 0;
        List<Ledger.Entry> page;
        do {
            page = ledger.find(new Ledger.Query(from, until, Set.of("token.received", "request"), last, PAGE));
            for (Ledger.Entry entry : page) {
                last = entry.number();
                if (entry.actor().equals(actor)) {
                    count(entry);
                }
            }
        } while (page.size() == PAGE);
    }

    private void count(Ledger.Entry entry) {
        if (entry.kind().equals("token.received")) {
            tokens++;
        }
        if (entry.kind().equals("request")) {
            requests++;
            for (String one : entry.details().getOrDefault("mailboxes", "").split(" ", -1)) {
                int colon = one.lastIndexOf(':');
                if (colon > 0) {
                    own.merge(one.substring(0, colon), number(one.substring(colon + 1)), Long::sum);
                }
            }
        }
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
    }

    private List<RemoteMailbox> listed(FileWatch.Sources sources) {
        try {
            return sources.mailboxes(tenant);
        } catch (ConnectionException e) {
            unknown.add("The mailboxes that the key can reach could not be listed (" + e.getMessage()
                    + "): shown are those that the ledger remembers.");
            return List.of();
        }
    }

    private List<BlastRadius.Mailbox> mailboxes(List<RemoteMailbox> listed, Set<String> opened) {
        List<BlastRadius.Mailbox> rows = new ArrayList<>();
        Map<String, Long> left = new HashMap<>(own);
        for (RemoteMailbox mailbox : listed) {
            String id = mailbox.id().value();
            Long count = left.remove(id);
            rows.add(new BlastRadius.Mailbox(
                    id,
                    mailbox.address(),
                    count == null ? 0 : count,
                    opened.contains(id.toLowerCase(Locale.ROOT))
                            || opened.contains(mailbox.address().toLowerCase(Locale.ROOT))));
        }
        left.forEach((id, count) ->
                rows.add(new BlastRadius.Mailbox(id, "", count, opened.contains(id.toLowerCase(Locale.ROOT)))));
        rows.sort(Comparator.comparing(BlastRadius.Mailbox::byOthers)
                .reversed()
                .thenComparing(BlastRadius.Mailbox::address)
                .thenComparing(BlastRadius.Mailbox::id));
        return rows;
    }
}
