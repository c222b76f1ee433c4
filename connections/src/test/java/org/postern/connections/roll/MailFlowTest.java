package org.postern.connections.roll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.connections.RollReport.Flow;
import org.postern.connections.RollReport.Sample;

class MailFlowTest {
    private static Sample at(int second, String function, boolean token, boolean request) {
        return new Sample(Instant.ofEpochSecond(second), function, token, request, "detail " + second);
    }

    @Test
    void aGapGoesFromTheLastGoodLookToTheNext() {
        Flow flow = MailFlow.of(List.of(
                        at(0, "sync", true, true),
                        at(2, "sync", true, false),
                        at(3, "sync", false, false),
                        at(7, "sync", true, true),
                        at(8, "sync", true, true)))
                .getFirst();
        assertThat(flow.looks()).isEqualTo(5);
        assertThat(flow.failures()).isEqualTo(2);
        assertThat(flow.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.from()).isEqualTo(Instant.ofEpochSecond(0));
            assertThat(gap.until()).isEqualTo(Instant.ofEpochSecond(7));
            assertThat(gap.detail()).isEqualTo("detail 2");
        });
        assertThat(flow.longestGapMilliseconds()).isEqualTo(7_000);
        assertThat(flow.longestBetweenLooksMilliseconds()).isEqualTo(4_000);
    }

    @Test
    void aGapThatNeverEndedHasNoEndAndFunctionsAreApart() {
        List<Flow> flows = MailFlow.of(List.of(
                at(0, "sync", true, true),
                at(1, "watch", false, false),
                at(2, "sync", true, true),
                at(5, "watch", false, false)));
        assertThat(flows).extracting(Flow::function).containsExactly("sync", "watch");
        assertThat(flows.get(0).gaps()).isEmpty();
        assertThat(flows.get(1).gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.until()).isNull();
            assertThat(gap.milliseconds()).isEqualTo(4_000);
        });
    }

    @Test
    void noLooksAreNoFlow() {
        assertThat(MailFlow.of(List.of())).isEmpty();
    }
}
