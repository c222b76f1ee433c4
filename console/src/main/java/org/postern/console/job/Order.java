package org.postern.console.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Set;
import org.postern.connections.RollOrder;
import org.postern.console.approval.TwoPersonPolicy;
import org.postern.mail.MailboxId;
import org.postern.vault.RetentionPolicy;

/// What an administrator orders that a tenant's policy may want a second one for: all that is needed to carry it out
/// later, as it was ordered.
///
/// Syncs, previews, tests, watching and stopping keys are not among them: they change and lose nothing, or only make
/// things safer, at once.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Order.PutBack.class, name = "restore"),
    @JsonSubTypes.Type(value = Order.GiveOut.class, name = "export"),
    @JsonSubTypes.Type(value = Order.Forget.class, name = "forget"),
    @JsonSubTypes.Type(value = Order.KeepLess.class, name = "keep-less"),
    @JsonSubTypes.Type(value = Order.Release.class, name = "release-hold"),
    @JsonSubTypes.Type(value = Order.Renew.class, name = "reestablish"),
    @JsonSubTypes.Type(value = Order.Lower.class, name = "lower-policy"),
    @JsonSubTypes.Type(value = Order.Join.class, name = "add-administrator")
})
sealed interface Order {
    /// How far it reaches, whatever it is of.
    enum Gravity {
        /// Weighs what it touches: bulk when that is much.
        COUNTED,
        /// Uses the write key: bulk when it touches much, write always.
        WRITES,
        /// Loses what cannot be had again, or opens a way round the policy: always both.
        FINAL
    }

    JobKind kind();

    JobScope scope();

    Gravity gravity();

    record PutBack(RestoreOrder restore) implements Order {
        @Override
        public JobKind kind() {
            return JobKind.RESTORE;
        }

        @Override
        public JobScope scope() {
            return new JobScope.Mailboxes(Set.of(target()));
        }

        MailboxId target() {
            MailboxId given = restore.targetMailbox();
            return given == null ? restore.scope().mailbox() : given;
        }

        @Override
        public Gravity gravity() {
            return Gravity.WRITES;
        }
    }

    record GiveOut(ExportOrder export) implements Order {
        @Override
        public JobKind kind() {
            return JobKind.EXPORT;
        }

        @Override
        public JobScope scope() {
            return new JobScope.None();
        }

        @Override
        public Gravity gravity() {
            return Gravity.COUNTED;
        }
    }

    /// A run of retention.
    record Forget(double deadShare) implements Order {
        @Override
        public JobKind kind() {
            return JobKind.RETENTION;
        }

        @Override
        public JobScope scope() {
            return new JobScope.All();
        }

        @Override
        public Gravity gravity() {
            return Gravity.FINAL;
        }
    }

    /// A policy of retention that forgets more than the one before.
    record KeepLess(RetentionPolicy policy) implements Change {}

    record Release(String hold) implements Change {}

    /// New keys for many connections.
    record Renew(List<KeyDesk.Place> places, RollOrder roll) implements Order {
        public Renew {
            places = List.copyOf(places);
        }

        @Override
        public JobKind kind() {
            return JobKind.REESTABLISH;
        }

        @Override
        public JobScope scope() {
            return new JobScope.All();
        }

        @Override
        public Gravity gravity() {
            return Gravity.COUNTED;
        }
    }

    /// A policy on two persons that asks for less than the one before.
    record Lower(TwoPersonPolicy policy) implements Change {}

    /// Another administrator, whose token nobody else saw.
    record Join(String name, String fingerprint) implements Change {}

    /// What is done in a moment, and becomes a job only where it must wait for a second person.
    sealed interface Change extends Order permits KeepLess, Release, Lower, Join {
        @Override
        default JobKind kind() {
            return JobKind.CHANGE;
        }

        @Override
        default JobScope scope() {
            return new JobScope.None();
        }

        @Override
        default Gravity gravity() {
            return Gravity.FINAL;
        }
    }
}
