package org.postern.connections;

import java.util.List;

/// What a test of a connection found, step by step, in plain words.
public record ConnectionCheck(List<Finding> findings) {
    public enum Outcome {
        PASSED,
        FAILED,
        /// Not tried, because an earlier step failed.
        SKIPPED
    }

    /// @param step what was tried, such as "Sign in with the certificate"
    /// @param advice what is missing and who must do what; empty when passed
    public record Finding(String step, Outcome outcome, String detail, String advice) {}

    public ConnectionCheck {
        findings = List.copyOf(findings);
    }

    public boolean passed() {
        return findings.stream().allMatch(finding -> finding.outcome() == Outcome.PASSED);
    }
}
