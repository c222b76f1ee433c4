package org.postern.connections.watch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.connections.Alarm;
import org.postern.connections.Alarm.Kind;
import org.postern.connections.Ledger;
import org.postern.mail.TenantId;

/// Gathers what one reading of a log found into alarms, and makes them last: first in the ledger, then in the file.
final class Raising {
    private final TenantId tenant;
    private final Instant now;
    private final Map<String, Alarm> found = new LinkedHashMap<>();

    Raising(TenantId tenant, Instant now) {
        this.tenant = tenant;
        this.now = now;
    }

    /// Who did it, and with what.
    ///
    /// @param drill of which it is a part; such an alarm is one of its own, in which no theft is lost
    record Culprit(FileWatch.Watched application, String thumbprint, String keyId, String address, String drill) {}

    void add(Culprit culprit, Set<Kind> kinds, Instant at, String evidence, String mailbox) {
        String id = id(culprit);
        Alarm one = new Alarm(
                id,
                tenant,
                kinds,
                culprit.application().function(),
                culprit.application().clientId(),
                culprit.thumbprint(),
                culprit.keyId(),
                culprit.address(),
                at,
                at,
                now,
                1,
                List.of(evidence),
                mailbox.isEmpty() ? List.of() : List.of(mailbox),
                Alarm.State.OPEN,
                "",
                culprit.drill());
        found.merge(id, one, Alarm::with);
    }

    private static String id(Culprit culprit) {
        String text = culprit.application().clientId().toLowerCase(Locale.ROOT) + "|" + culprit.thumbprint() + "|"
                + (culprit.thumbprint().isEmpty() ? culprit.keyId() : "") + "|" + culprit.address()
                + (culprit.drill().isEmpty() ? "" : "|drill " + culprit.drill());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Notes and keeps them; what an earlier, broken off reading kept already is not counted again by its caller's
    /// memory of entries.
    List<Alarm> keep(Ledger ledger, AlarmFile file) {
        if (found.isEmpty()) {
            return List.of();
        }
        Map<String, Alarm> all = file.load();
        found.replaceAll((id, alarm) -> all.containsKey(id) ? all.get(id).with(alarm) : alarm);
        for (Alarm alarm : found.values()) {
            ledger.append(
                    "alarm.raised",
                    "watch",
                    Map.of(
                            "alarm", alarm.id(),
                            "kinds", alarm.kinds().stream().map(Enum::name).collect(Collectors.joining(" ")),
                            "function", alarm.function().name().toLowerCase(Locale.ROOT),
                            "client", alarm.clientId(),
                            "key", alarm.thumbprint(),
                            "address", alarm.address(),
                            "drill", alarm.drill(),
                            "count", Long.toString(alarm.count())));
        }
        all.putAll(found);
        file.save(all);
        return List.copyOf(found.values());
    }
}
