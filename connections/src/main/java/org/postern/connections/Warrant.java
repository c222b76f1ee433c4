package org.postern.connections;

import java.util.Map;
import java.util.TreeMap;

/// Why a tenant's write key may be used: for which job, who ordered that, and who besides agreed.
///
/// @param job its id
/// @param orderedBy an administrator's name, or [Actor#POSTERN]
public record Warrant(String job, String orderedBy, Consent consent) {
    public Warrant {
        if (job.isBlank() || orderedBy.isBlank()) {
            throw new IllegalArgumentException("A warrant names its job and who ordered it.");
        }
        if (consent instanceof Consent.Given given && given.by().equals(orderedBy)) {
            throw new IllegalArgumentException("Who ordered job " + job + " cannot be the second person too.");
        }
    }

    /// Whether a second person agreed.
    public sealed interface Consent {
        /// @param by another than who ordered
        /// @param order the digest of what was agreed to
        record Given(String by, String order) implements Consent {}

        /// @param policy of the tenant, such as `off`, which asks for none
        record NotAsked(String policy) implements Consent {}
    }

    Map<String, String> details() {
        Map<String, String> details = new TreeMap<>();
        details.put("job", job);
        details.put("orderedBy", orderedBy);
        switch (consent) {
            case Consent.Given(String by, String order) -> {
                details.put("approvedBy", by);
                details.put("order", order);
            }
            case Consent.NotAsked(String policy) -> details.put("policy", policy);
        }
        return details;
    }
}
