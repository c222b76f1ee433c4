package org.postern.console.job;

import org.postern.connections.Warrant;

/// The work of a job.
@FunctionalInterface
public interface JobWork {
    /// Does it all, on a thread of its own, which is interrupted when the job is to stop.
    ///
    /// @throws Exception what went wrong; told as the job's error
    Ending run(Handle handle) throws Exception;

    /// What the work may do with its own job.
    interface Handle {
        String jobId();

        /// Who ordered it and who besides agreed: what the write key is used on.
        Warrant warrant();

        /// Says how far it is; cheap, may be called often.
        void progress(Step step);

        /// Whether to stop soon.
        boolean cancelled();
    }

    /// How far work is; `total` is -1 while unknown.
    record Step(String phase, long done, long total, long messages, long bytes, String current) {}

    /// How work ended.
    sealed interface Ending {
        record Succeeded(Object result) implements Ending {}

        /// Done, but not all of it went well.
        record Warning(Object result) implements Ending {}

        /// Nothing of it could be done.
        record Failed(Object result, Job.Fault fault) implements Ending {}

        /// Stopped as asked.
        record Cancelled(Object result) implements Ending {}
    }
}
