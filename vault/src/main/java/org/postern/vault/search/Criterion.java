package org.postern.vault.search;

import java.util.List;

/// A query as it was understood: what must hold of a message.
sealed interface Criterion {
    /// Where words are looked for.
    enum Where {
        EVERYWHERE,
        FROM,
        TO,
        CC,
        SUBJECT,
        BODY,
        ATTACHMENT
    }

    /// What a message may have.
    enum Feature {
        ATTACHMENT,
        /// An attachment whose text could not be read.
        UNREAD
    }

    /// How a word stands for others.
    enum Form {
        PLAIN,
        PHRASE,
        PREFIX
    }

    record All(List<Criterion> parts) implements Criterion {
        public All {
            parts = List.copyOf(parts);
        }
    }

    record Any(List<Criterion> parts) implements Criterion {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    record Not(Criterion what) implements Criterion {}

    record Words(Where where, String text, Form form) implements Criterion {}

    record InFolder(String name, Form form) implements Criterion {}

    record OfType(String type) implements Criterion {}

    record Has(Feature feature) implements Criterion {}

    /// @param from microseconds since 1970, inclusive
    /// @param until exclusive
    record Received(long from, long until) implements Criterion {}

    /// Bytes, both inclusive.
    record Size(long least, long most) implements Criterion {}
}
