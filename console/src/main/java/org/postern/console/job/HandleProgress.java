package org.postern.console.job;

import java.util.Locale;
import org.postern.recover.Progress;

/// Tells a job what the work beneath it tells.
record HandleProgress(JobWork.Handle handle) implements Progress {
    @Override
    public void report(Step step) {
        handle.progress(new JobWork.Step(
                step.phase().name().toLowerCase(Locale.ROOT),
                step.done(),
                step.total(),
                step.messages(),
                step.bytes(),
                step.current()));
    }

    @Override
    public boolean cancelled() {
        return handle.cancelled();
    }
}
